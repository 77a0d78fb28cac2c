"""From a document's text and values to blocks, and from blocks to PDF and Word: pure, no framework."""
