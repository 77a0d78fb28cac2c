"""The pages of persons and of who is one person."""
