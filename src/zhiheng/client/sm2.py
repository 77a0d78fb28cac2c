"""Signatures by SM2 with SM3 (GB/T 32918.2, the usual identifier 1234567812345678), where the extra `zhiheng[sm]` is installed.

The library is plain Python: it verifies well, and signs where nobody can measure how long that takes. A key that must not be read lies in
a hardware module, which signs by itself; what it gives, r and s in hex, is what goes here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Final

BEGINS: Final = "sm2:"
"""So begins a public key of this kind; after it x and y in hex."""
P: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
N: Final = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
B: Final = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
SIDE: Final = 64
"""Hex digits of one number."""


class NoSm2Error(RuntimeError):
    """The extra is not installed."""


@dataclass(frozen=True)
class Sm2Key:
    """A private key, 64 hex digits."""

    private: str

    @property
    def public(self) -> str:
        """The public key as it is registered."""
        point = _library("")._kg(int(self.private, 16), _table()["g"])  # noqa: SLF001 - the library offers no other way
        return f"{BEGINS}{point}"

    def sign(self, content: bytes) -> bytes:
        """r and s over the content."""
        library = _library(self.public.removeprefix(BEGINS), self.private)
        return bytes.fromhex(str(library.sign_with_sm3(content, f"{secrets.randbelow(N - 1) + 1:064x}")))


def is_there() -> bool:
    """Whether the extra is installed."""
    return find_spec("gmssl") is not None


def new_sm2_key() -> Sm2Key:
    """A new key; raises NoSm2Error."""
    _table()
    return Sm2Key(f"{secrets.randbelow(N - 2) + 1:064x}")


def is_public(public: str) -> bool:
    """Whether it is a point of the curve in the form that is registered."""
    text = public.removeprefix(BEGINS)
    if not public.startswith(BEGINS) or len(text) != 2 * SIDE or set(text) - set("0123456789abcdef"):
        return False
    x, y = int(text[:SIDE], 16), int(text[SIDE:], 16)
    return x < P and y < P and (y * y - (x * x * x - 3 * x + B)) % P == 0


def verified(public: str, content: bytes, signature: bytes) -> bool:
    """Whether the signature is that key's; False where the extra is not installed, as for a key that is not known."""
    if len(signature) != SIDE or not is_public(public) or not is_there():
        return False
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    if not 0 < r < N or not 0 < s < N:
        return False
    return bool(_library(public.removeprefix(BEGINS)).verify_with_sm3(signature.hex(), content))


def _table() -> Any:
    try:
        from gmssl import sm2
    except ImportError as error:
        raise NoSm2Error("没有安装国密签名组件，请安装 zhiheng[sm]") from error
    return sm2.default_ecc_table


def _library(public: str, private: str = "") -> Any:
    """The library's signer; the key is set afterwards, since it takes every leading 0 and 4 of one that begins with 04 away."""
    table = _table()
    from gmssl import sm2

    made = sm2.CryptSM2(private_key=private, public_key="", ecc_table=table)
    made.public_key = public
    return made
