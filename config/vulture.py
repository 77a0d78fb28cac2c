"""Names that frameworks call and vulture cannot see."""
