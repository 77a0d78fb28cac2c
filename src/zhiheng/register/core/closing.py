"""Whether a period of a ledger may be closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zhiheng.analysis.periods import Period
from zhiheng.analysis.recurring import title_of
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.register.core.errors import RegisterRefused


def check_closing(spec: RegisterSpec, period: Period, states: Sequence[str], today: date, reason: str) -> None:
    """Refuse a closing that may not be; `states` are those of the entries in the period."""
    close = spec.shape.close
    if close is None:
        raise RegisterRefused("CLOSE", spec.title, period.name, "本台账不按期间关账", "无须关账")
    if period.first_on > today:
        raise RegisterRefused("AHEAD", spec.title, title_of(period), "期间尚未开始", "请在期间结束后关账")
    if not states and close.empty == "refused":
        raise RegisterRefused("EMPTY", spec.title, title_of(period), "没有任何登记", "请先登记")
    if not states and close.empty == "reason" and not reason.strip():
        raise RegisterRefused("REASON", spec.title, title_of(period), "没有任何登记，也没有写明原因", "无事项的，请写明原因（零报告）")
    unfinished = [spec.shape.states.get(state, "待确认") for state in states if close.needs_state and state not in close.needs_state]
    if unfinished:
        named_states = "、".join(dict.fromkeys(unfinished))
        raise RegisterRefused("STATE", spec.title, title_of(period), f"还有条目是“{named_states}”", "请先办理完毕")
