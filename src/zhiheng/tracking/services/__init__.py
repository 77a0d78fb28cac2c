"""Writers of positions, orders, devices, fences and alarms."""

from zhiheng.tracking.services.alarming import close_alarm, link_case, note_contact, see_alarm
from zhiheng.tracking.services.calling import call_at_random
from zhiheng.tracking.services.checking_in import CheckInGiven, check_in, compare_checkin
from zhiheng.tracking.services.devices import close_gateway, give_device, register_gateway, take_back_device
from zhiheng.tracking.services.duties import CheckinDuty, end_checkin_duty, set_checkin_duty
from zhiheng.tracking.services.fencing import NewFence, draw_fence, end_fence
from zhiheng.tracking.services.following import follow_orders
from zhiheng.tracking.services.intake import take_in
from zhiheng.tracking.services.keeping import summarise_positions
from zhiheng.tracking.services.watching import watch_orders

__all__ = [
    "CheckInGiven",
    "CheckinDuty",
    "NewFence",
    "call_at_random",
    "check_in",
    "close_alarm",
    "close_gateway",
    "compare_checkin",
    "draw_fence",
    "end_checkin_duty",
    "end_fence",
    "follow_orders",
    "give_device",
    "link_case",
    "note_contact",
    "register_gateway",
    "see_alarm",
    "set_checkin_duty",
    "summarise_positions",
    "take_back_device",
    "take_in",
    "watch_orders",
]
