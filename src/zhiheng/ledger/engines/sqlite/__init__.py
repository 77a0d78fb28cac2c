"""SQLite under the trace."""
