"""Violations by domain: each function makes one situation and states the clue that a model must find in it."""
