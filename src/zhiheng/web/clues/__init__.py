"""The pages of clues: the list, one clue, what was known on a day."""
