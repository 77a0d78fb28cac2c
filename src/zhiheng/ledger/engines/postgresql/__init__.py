"""PostgreSQL under the trace."""
