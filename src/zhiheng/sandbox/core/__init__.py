"""One query of an officer: checked, written anew, run behind walls in a process of its own, kept for its officer: pure, no framework."""
