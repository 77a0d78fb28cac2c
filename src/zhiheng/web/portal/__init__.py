"""Pages of persons: the phone, queries by code, the kiosk, the public pages; and the officers' side of them."""
