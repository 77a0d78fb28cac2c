"""What an organ's own system needs to exchange signed messages with the platform: sign, send, ask for receipts. No framework."""

from zhiheng.client.message import MessageError, Statement, key_mark, new_key, public_of, read_statement, sign, signed_by
from zhiheng.client.notice import Notice, OfficerNotice, read_notice, read_officer_notice
from zhiheng.client.platform import Case, Clue, Delivery, Found, Platform
from zhiheng.client.sender import Answer, Client, NotTakenError, Receipt
from zhiheng.client.sm2 import NoSm2Error, Sm2Key, new_sm2_key

__all__ = [
    "Answer",
    "Case",
    "Client",
    "Clue",
    "Delivery",
    "Found",
    "MessageError",
    "NoSm2Error",
    "NotTakenError",
    "Notice",
    "OfficerNotice",
    "Platform",
    "Receipt",
    "Sm2Key",
    "Statement",
    "key_mark",
    "new_key",
    "new_sm2_key",
    "public_of",
    "read_notice",
    "read_officer_notice",
    "read_statement",
    "sign",
    "signed_by",
]
