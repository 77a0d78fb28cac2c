"""Writers of notices that leave the platform: choices, addresses of organs' systems, rounds of the worker, sending again."""

from zhiheng.notices.services.choosing import choose, note_hook
from zhiheng.notices.services.gathering import gather
from zhiheng.notices.services.rounds import work
from zhiheng.notices.services.sending import send_again, send_due

__all__ = ["choose", "gather", "note_hook", "send_again", "send_due", "work"]
