"""Addresses of callers: written one way, and the place that counts as one where failures are counted."""

from __future__ import annotations

import ipaddress
import re

WITH_PORT = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|(\d{1,3}(?:\.\d{1,3}){3}))(?::\d{1,5})?")
"""`192.0.2.7:51234` and `[2001:db8::7]:51234`, as some proxies write them."""
SITE_BITS = 64
"""A line of IPv6 is given so many bits: whoever has one has all addresses below."""
LONGEST = 45


def plain(text: str) -> str:
    """The address without port and zone, IPv4 as IPv4; what is no address as it came."""
    found = WITH_PORT.fullmatch(text.strip())
    try:
        address = ipaddress.ip_address((found[1] or found[2]) if found else text.strip().partition("%")[0])
    except ValueError:
        return text.strip()[:LONGEST]
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def place_of(text: str) -> str:
    """What waits together: an address of IPv4, the /64 around one of IPv6; what is no address by itself."""
    address = plain(text)
    try:
        return str(ipaddress.ip_network(f"{address}/{SITE_BITS}", strict=False)) if ":" in address else address
    except ValueError:
        return address
