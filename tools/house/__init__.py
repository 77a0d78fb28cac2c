"""The house rules that no off-the-shelf linter knows: each check takes a root and returns findings."""
