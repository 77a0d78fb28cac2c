"""The pages of an officer's own queries (试查)."""
