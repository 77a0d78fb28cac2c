"""What the room of work refuses: pure, no framework."""
