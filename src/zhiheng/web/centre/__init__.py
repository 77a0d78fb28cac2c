"""The screen of the command centre."""
