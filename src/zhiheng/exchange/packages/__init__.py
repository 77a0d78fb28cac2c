"""Exchange packages between systems: taken in, bound to cases, sent, receipted."""
