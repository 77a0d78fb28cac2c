"""Notices on their way out of the platform: by e-mail and to organs' own systems."""
