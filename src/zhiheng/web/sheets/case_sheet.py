"""打印一个案件: who takes part, every step with its limit, every paper, and every event with what was filled in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from zhiheng.dossier.core.print_sheets import Facts, Sheet, Table
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import clues_seen_by
from zhiheng.procedure import selectors as procedure
from zhiheng.procedure.selectors import CaseView, EventView, StepView
from zhiheng.registry.gate import demand_open
from zhiheng.web.cases.case import case_or_404, listed_values, parties
from zhiheng.web.cases.case_page import said_in
from zhiheng.web.rights import requires
from zhiheng.web.sheets.printing import at, printed

STATUS = {"done": "已办", "open": "在办", "ahead": "未到"}


@requires("case.read")
@require_GET
def case_sheet(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case as its viewer sees it, as PDF, for a stated purpose."""
    view = case_or_404(request, case_id)
    demand_open()
    parts = [_facts(request, view), _steps(view), *_papers(request, view), _events(view), *_clues(request, view)]
    sheet = Sheet(f"{view.spec.title}案件情况表", view.case.number or "未编号", [part for part in parts if part])
    return printed(request, sheet, thing=f"case:{view.case.pk}")


def _facts(request: HttpRequest, view: CaseView) -> Facts:
    case = view.case
    rows = [
        ("案件", case.title), ("案号", case.number or "—"), ("案件类型", view.spec.title), *parties(view),
        ("涉及人员", case.subject or "—"),
        ("建案时间", at(case.opened_at)), ("办结", f"{case.ended_on}" if case.ended_on else "在办"),
        *((str(title), said) for title, said in listed_values(request, view)),
    ]  # fmt: skip
    notes = [] if view.inside else [("说明", "本单位可看到送达以后的办理情况")]
    return Facts([*rows, *notes])


def _steps(view: CaseView) -> Table:
    rows = [_step(step) for step in view.steps if step.status != "ahead"]
    return Table("办理步骤", ["步骤", "办理机关", "状态", "开始", "办毕", "期限", "期限依据"], rows)


def _step(step: StepView) -> list[str]:
    done, clock = (step.completed[-1].on.isoformat() if step.completed else ""), step.clock
    limit = f"{clock.due_on:%Y-%m-%d}" if clock and clock.due_on else "无法定期限" if clock is None else "未定期限"
    late = "（逾期）" if clock and clock.colour == "overdue" else ""
    opened = step.opened_on.isoformat() if step.opened_on else ""
    return [step.title, step.organ, STATUS[step.status], opened, done, f"{limit}{late}", clock.source if clock else ""]


def _papers(request: HttpRequest, view: CaseView) -> list[Table]:
    files = procedure.case_files(request.user, view.case)
    papers = [
        [one.document.title, one.document.number or "", one.document.organ.name, at(one.document.drawn_up_at)]
        for one in files.documents
    ]  # fmt: skip
    others = [[one.name, str(one.organ), at(one.kept_at)] for one in files.attachments]
    found = [Table("卷宗文书", ["文书", "文号", "制作机关", "制作时间"], papers)]
    return [*found, Table("附件", ["文件", "提交机关", "提交时间"], others)] if others else found


def _events(view: CaseView) -> Table:
    rows = [
        [event.on.isoformat(), _what(event), f"{event.actor}　{event.organ}", _remarks(event, view), at(event.recorded_at)]
        for event in view.events
    ]  # fmt: skip
    return Table("办理记录", ["日期", "事项", "办理人", "理由和填写内容", "录入时间"], rows)


def _what(event: EventView) -> str:
    if not event.step_title:
        return event.title
    if event.outcome_title:
        return f"{event.step_title} · {event.outcome_title}"
    return event.step_title if event.kind == "done" else f"{event.step_title} · {event.title}"


def _remarks(event: EventView, view: CaseView) -> str:
    reasons = [f"理由：{event.reason}"] if event.reason else []
    return "；".join([*reasons, *(f"{one.title}：{'、'.join(one.lines)}" for one in said_in(event, view.spec))])


def _clues(request: HttpRequest, view: CaseView) -> list[Table]:
    known: dict[str, Any] = {name: spec.title for name, spec in catalog().models.items()}
    found = clues_seen_by(request.user).filter(cases__case_id=view.case.pk).order_by("pk")
    rows = [[str(clue.pk), str(known.get(clue.model, clue.model)), clue.summary_text] for clue in found]
    return [Table("依据的线索", ["线索", "模型", "情形"], rows)] if rows else []
