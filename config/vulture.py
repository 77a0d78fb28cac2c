"""Names that frameworks call and vulture cannot see."""
person_ref  # what every provider of face and voice is asked for
