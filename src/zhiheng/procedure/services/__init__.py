"""Writers of cases: each asks who acts and when, checks state, organ and right, and leaves its entry in the ledger."""

from zhiheng.procedure.reading import spec_of
from zhiheng.procedure.services.acting import Files, act, act_aside, event_title, take_in_hand
from zhiheng.procedure.services.applying import apply_as_person, is_for_persons
from zhiheng.procedure.services.opening import open_case, open_received, publish
from zhiheng.procedure.services.refilling import refill_lists
from zhiheng.procedure.services.rights import demand, demand_any
from zhiheng.procedure.services.transferring import transfer

__all__ = [
    "Files",
    "act",
    "act_aside",
    "apply_as_person",
    "demand",
    "demand_any",
    "event_title",
    "is_for_persons",
    "open_case",
    "open_received",
    "publish",
    "refill_lists",
    "spec_of",
    "take_in_hand",
    "transfer",
]
