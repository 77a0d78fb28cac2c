"""What a procedure is and what follows from its events: pure, no framework."""
