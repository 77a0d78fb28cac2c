"""What an entry of a register is and what follows from its acts: pure, no framework."""
