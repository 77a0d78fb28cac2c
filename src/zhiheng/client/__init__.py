"""What an organ's own system needs to exchange signed messages with the platform: sign, send, ask for receipts. No framework."""

from zhiheng.client.message import MessageError, Statement, key_mark, new_key, public_of, read_statement, sign, signed_by
from zhiheng.client.notice import Notice, read_notice
from zhiheng.client.sender import Answer, Client, NotTakenError, Receipt

__all__ = [
    "Answer",
    "Client",
    "MessageError",
    "NotTakenError",
    "Notice",
    "Receipt",
    "Statement",
    "key_mark",
    "new_key",
    "public_of",
    "read_notice",
    "read_statement",
    "sign",
    "signed_by",
]
