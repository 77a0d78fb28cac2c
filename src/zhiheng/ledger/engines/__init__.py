"""Django's own databases, but a transaction commits only once the trace has bound what it wrote."""
