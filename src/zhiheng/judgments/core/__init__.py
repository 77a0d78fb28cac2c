"""Retrieval of judgments: words, an index in files, likeness with its reasons, ranges of outcomes, measures: pure, no framework."""
