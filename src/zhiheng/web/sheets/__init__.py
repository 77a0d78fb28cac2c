"""打印: sheets of lists, clues, cases, persons and indicators as PDF."""
