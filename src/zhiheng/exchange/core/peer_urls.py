"""Where messages may go: TLS to public addresses, else only to what the operator allowed; the address checked is the one called."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from zhiheng.schema.errors import UnusableInputError

REMEDY: Final = "请核对网址；政法专网内的地址，由系统运行人员在 ZHIHENG_PEERS_ALLOWED 中写明（主机:端口 或 网段，多个用逗号分开）"
TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""Addresses of the older kind as a translator writes them."""
GIVEN_OUT: Final = ipaddress.IPv6Network("2000::/3")
"""All that is given out on the public net; whatever lies beside it is of a machine, a site, a translator, or of nobody yet."""
Lookup = Callable[[str, int], Sequence[str]]


def looked_up(host: str, port: int) -> list[str]:
    """Every address of a host."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Walls:
    """allowed: `host:port` or networks that may be called though they are inside, or without TLS."""

    allowed: tuple[str, ...] = ()
    lookup: Lookup = looked_up

    def demand_url(self, url: str) -> str:
        """The address without a slash at its end; refused where it is none, or unencrypted and not allowed."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise _refused(url, "不是网址") from error
        if parts.scheme not in {"https", "http"} or not host or parts.username or parts.password or parts.fragment or parts.query:
            raise _refused(url, "应为 https://主机/路径，不带账号、参数")
        if parts.scheme == "http" and not self._named(host, port):
            raise _refused(url, "没有加密（http），也没有经运行人员允许")
        return url.rstrip("/")

    def resolve(self, host: str, port: int) -> str:
        """The address to call; refused where one of the host's addresses is inside and not allowed."""
        found = list(dict.fromkeys(self.lookup(host, port)))
        if not found:
            raise _refused(host, "查不到地址")
        for address in found:
            if not is_outside(address) and not self._named(host, port) and not self._within(address):
                raise _refused(f"{host}:{port}", f"地址 {address} 在内部网络，没有经运行人员允许")
        return found[0]

    def _named(self, host: str, port: int) -> bool:
        return f"{host}:{port}".lower() in {one.lower() for one in self.allowed}

    def _within(self, address: str) -> bool:
        place = ipaddress.ip_address(address.partition("%")[0])
        return any(place in network for network in self._networks() if network.version == place.version)

    def _networks(self) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
        found = []
        for one in self.allowed:
            try:
                found.append(ipaddress.ip_network(one))
            except ValueError:
                continue
        return found


def is_outside(address: str) -> bool:
    """Whether an address lies on the public net: not of the machine, of a network inside, of a group, nor such a one written otherwise."""
    place = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(place, ipaddress.IPv6Address):
        inner = place.ipv4_mapped or place.sixtofour or (place.teredo[1] if place.teredo else None)
        if place in TRANSLATED:
            inner = ipaddress.IPv4Address(int(place) & 0xFFFFFFFF)
        if inner is None and place not in GIVEN_OUT:
            return False
        place = inner or place
    return place.is_global and not place.is_multicast


def _refused(place: str, reason: str) -> UnusableInputError:
    return UnusableInputError("对方系统的网址", place, reason, REMEDY)
