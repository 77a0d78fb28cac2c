"""Orders of electronic positioning and check-in duties of a person: why, from when, until when. Never a place."""

from __future__ import annotations

from datetime import datetime

from zhiheng.law.clocks import add_days
from zhiheng.portal.selectors.parts import Line, day_text
from zhiheng.portal.viewers import Viewer
from zhiheng.tracking.instants import local_day
from zhiheng.tracking.selectors.checkins import orders_of_person

ARTICLE = "社区矫正法 第二十九条"
TITLES = {"tag": "电子定位", "checkin": "签到"}


def tag_lines(viewer: Viewer, now: datetime) -> list[Line]:
    """Each order with its ground and its end."""
    lines = []
    for order in orders_of_person(viewer.number):
        over = now >= order.last_at
        says = "已经终止" if over else "生效中" if order.in_force_at(now) else "没有生效"
        last = add_days(local_day(order.last_at), -1) if order.ended_at is None else local_day(order.ended_at)
        facts = (("编号", order.number), ("依据", order.basis), ("起", day_text(local_day(order.from_at))), ("止", day_text(last)))
        why = ("期满自动停止；延长的，须重新评估和批准",) if order.kind == "tag" and not over else ()
        lines.append(Line(TITLES[order.kind], says, local_day(order.from_at), facts, why, ARTICLE if order.kind == "tag" else ""))
    return lines
