"""What a notice says outside, and what may be chosen; no framework."""
