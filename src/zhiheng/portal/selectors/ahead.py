"""The next things: what the person is to do and by when, and what they wait for."""

from __future__ import annotations

from datetime import datetime

from zhiheng.portal.selectors.own_cases import OwnCase, Waiting, own_cases
from zhiheng.portal.selectors.parts import Line, day_text
from zhiheng.portal.viewers import Viewer
from zhiheng.tracking.selectors.checkins import due_checkins, leaves_of_person

FOLLOWED = ("applications", "decisions", "sanctions", "study", "health", "points")
SUPPORT = "应当答复的日期已过，可以向人民检察院反映"


def next_lines(viewer: Viewer, now: datetime) -> list[Line]:
    """Check-ins, returns from leave, what cases wait for; what is the person's own first, then by day."""
    found = [*checkins(viewer, now), *returns(viewer, now)]
    for own_case in own_cases(viewer, FOLLOWED, now):
        found += [_line(own_case, one) for one in own_case.waiting]
    return sorted(found, key=lambda line: line.order)


def checkins(viewer: Viewer, now: datetime) -> list[Line]:
    """Windows of check-in duties: the one that runs, else the next."""
    lines = []
    for due in due_checkins(viewer.number, now):
        first, last = due.window
        says = "现在可以签到" if due.open else f"从{day_text(first)}开始"
        lines.append(Line("签到", says, due=day_text(last), act=due.open, page="check_in", order=f"{int(not due.open)}{last.isoformat()}"))
    return lines


def returns(viewer: Viewer, now: datetime) -> list[Line]:
    """The end of a leave that was granted."""
    lines = []
    for leave in leaves_of_person(viewer.number, now):
        begun = leave.from_at <= now
        says = "外出期间，请按期返回，回来后向司法所报告" if begun else f"已批准，{day_text(leave.from_at.astimezone())}起可以外出"
        lines.append(
            Line("外出", says, due=day_text(leave.until_at), facts=(("批准编号", leave.number),), order=f"1{leave.until_at.isoformat()}")
        )
    return lines


def _line(own_case: OwnCase, one: Waiting) -> Line:
    due = one.clock.due_on.isoformat() if one.clock and one.clock.due_on else "9999"
    organ = one.organ or "有关机关"
    says = "等您办理" if one.mine else f"请您到{organ}办理" if one.attends else f"由{organ}办理"
    own = one.mine or one.attends
    return Line(
        f"{own_case.title}：{one.title}", says, due=one.due, late=one.late, why=(SUPPORT,) if one.late and not own else (),
        case=own_case.case.pk, act=one.mine, article=own_case.spec.steps[one.step].source, order=f"{0 if own else 2}{due}",
    )  # fmt: skip


def own_case_line(own_case: OwnCase) -> Line:
    """A case in one line: where it stands, the newest answer, by when the next one is due."""
    newest = own_case.answers[-1] if own_case.answers else None
    waiting = next((one for one in own_case.waiting if one.due), own_case.waiting[0] if own_case.waiting else None)
    says = newest.says if newest else own_case.result or "已提交，等待答复"
    opened = own_case.case.opened_at.astimezone().date()
    return Line(
        own_case.title, says, opened, newest.facts if newest else (), newest.why if newest else (), newest.article if newest else "",
        due=waiting.due if waiting else "", late=bool(waiting and waiting.late), case=own_case.case.pk,
    )  # fmt: skip
