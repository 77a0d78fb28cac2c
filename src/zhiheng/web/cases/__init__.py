"""The pages of cases: lists, one case, opening, acts, documents, procedures."""
