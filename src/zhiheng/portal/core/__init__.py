"""Pure parts: the matrix of who is shown what, codes."""
