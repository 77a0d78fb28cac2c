"""The pages of similar cases (类案检索)."""
