"""Fields of forms, as packs and pages declare them."""
