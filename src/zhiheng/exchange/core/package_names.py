"""Names of package files: node, business and hash are found by their shape, as senders differ in the order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_HEX: Final = re.compile(r"[0-9A-Fa-f]{32}")
_LCJDBH: Final = re.compile(r"\d{4}[A-Z]")


@dataclass(frozen=True)
class NameRead:
    """What a file name says: the nodes and the words of 32 hexadecimal digits in it (hash and id of the data, in either order)."""

    lcjdbh: tuple[str, ...]
    marks: tuple[str, ...]

    def fits_hash(self, md5: str, mark: str) -> bool | None:
        """Whether one of its words is the hash; None where the name bears no word that could be one."""
        candidates = [one.lower() for one in self.marks]
        if md5.lower() in candidates:
            return True
        return None if not [one for one in candidates if one != mark.lower()] else False


def read_name(name: str) -> NameRead:
    """The parts of a file name that can be told by their shape."""
    parts = re.sub(r"\.zip$", "", name, flags=re.IGNORECASE).split("_")
    return NameRead(tuple(part for part in parts if _LCJDBH.fullmatch(part)), tuple(part for part in parts if _HEX.fullmatch(part)))


def package_name(*, sender: str, receiver: str, node: str, business: str, md5: str, mark: str) -> str:
    """Sender, receiver, node, business, hash and id of the data, as most senders join them."""
    return "_".join([sender, receiver, node, business, md5.upper(), mark]) + ".zip"


def receipt_name(*, business: str, node: str, sender: str, receiver: str, serial: int, md5: str) -> str:
    """Flow, node, sender, receiver, instance and hash of the XML."""
    return "_".join([business or node[:4], node, sender, receiver, str(serial), md5.upper()]) + ".xml"
