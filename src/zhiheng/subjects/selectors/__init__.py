"""Readers of identities, matches and decisions: each asks who looks."""

from zhiheng.subjects.selectors.standing import identities_now

__all__ = ["identities_now"]
