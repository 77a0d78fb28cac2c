"""The pages of models and indicators: what runs, with which values and versions, and what came of it."""
