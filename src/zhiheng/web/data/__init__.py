"""The pages of data: deliveries, packages, quality, the dictionary."""
