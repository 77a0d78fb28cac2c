"""The desk and the trace."""
