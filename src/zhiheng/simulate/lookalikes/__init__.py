"""Lawful situations that look like violations, by domain: each stands for a trap of a model, which must not find it."""
