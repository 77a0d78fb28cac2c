"""States of a clue, texts drawn from clues, intervals: pure, no framework."""
