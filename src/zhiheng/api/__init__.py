"""The programming interface under /api/v1: the same selectors and services as the pages, under the same rights."""
