"""Writers of exchange packages: taken in, bound, sent, answered."""

from zhiheng.exchange.packages.services.receiving import bind_package, receive_package, register_code, take_receipt
from zhiheng.exchange.packages.services.sending import send_package

__all__ = ["bind_package", "receive_package", "register_code", "send_package", "take_receipt"]
