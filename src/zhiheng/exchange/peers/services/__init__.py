"""Writers of signed messages: accounts, intake, outbox, notices."""

from zhiheng.exchange.peers.services.accounts import close_service_account, make_message_key, note_peer, open_service_account, rotate_key
from zhiheng.exchange.peers.services.admitting import Known, StrangerError, asked_now, known, may_ask
from zhiheng.exchange.peers.services.bundles import take, take_bundle
from zhiheng.exchange.peers.services.delivering import deliver
from zhiheng.exchange.peers.services.intake import process, return_message, take_up_again
from zhiheng.exchange.peers.services.notices import send_notices
from zhiheng.exchange.peers.services.operating import connection_tested, send_again
from zhiheng.exchange.peers.services.rounds import work

__all__ = [
    "Known",
    "StrangerError",
    "asked_now",
    "close_service_account",
    "connection_tested",
    "deliver",
    "known",
    "make_message_key",
    "may_ask",
    "note_peer",
    "open_service_account",
    "process",
    "return_message",
    "rotate_key",
    "send_again",
    "send_notices",
    "take",
    "take_bundle",
    "take_up_again",
    "work",
]
