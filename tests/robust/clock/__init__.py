"""A clock that is wrong."""
