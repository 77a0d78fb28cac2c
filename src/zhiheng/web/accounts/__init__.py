"""The pages of signing in, accounts, organs and administrators."""
