"""What persons are shown of their own matters, and what they ask for: the phone, queries by code, the kiosk, the public pages."""
