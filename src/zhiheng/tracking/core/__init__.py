"""Positions under orders, decided without a framework: shapes of fences, what a position says about them, what is raised when."""
