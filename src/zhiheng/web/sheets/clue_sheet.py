"""打印一条线索: why it is one, the records it rests on with their content, the articles with their words, and all that was done."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhiheng.dossier.core.print_sheets import Facts, Sheet, Table
from zhiheng.oversight.core.states import ACTS, CAUSES, LEVELS, STATES
from zhiheng.oversight.selectors import ClueView
from zhiheng.oversight.selectors.used import parameters_used
from zhiheng.registry.gate import demand_open
from zhiheng.web.clues.clue import clue_or_404, is_machine_word, told_values
from zhiheng.web.clues.evidence import Evidence, evidence_of, with_facts
from zhiheng.web.law.shelf import ShelfCitation, shelf_citations
from zhiheng.web.rights import requires
from zhiheng.web.sheets.printing import at, printed
from zhiheng.web.templatetags.pages import dataset_title, key_in_words, plain, sentence_text, spoken


@requires("clue.read")
@require_GET
def clue_sheet(request: HttpRequest, clue_id: int) -> HttpResponse:
    """The clue as PDF, for a stated purpose."""
    found = clue_or_404(request, clue_id)
    clue = found.clue
    evidence = evidence_of(clue.evidence, request.user)
    demand_open(sensitive=any(one.sensitive for one in evidence))
    title = found.model.title if found.model else clue.model
    tables = [_evidence(with_facts(evidence)), _articles(clue), _cases(found), _events(found), _parameters(found)]
    parts = [_facts(found, title), *(table for table in tables if table)]
    return printed(request, Sheet(f"线索　{title}", f"线索 {clue.pk}", parts), thing=f"clue:{clue.pk}")


def _facts(found: ClueView, title: str) -> Facts:
    clue, model = found.clue, found.model
    rows = [
        ("模型", title), ("单位", clue.organ.name if clue.organ else "—"), ("情形", sentence_text(clue.summary_text)),
        ("状态", STATES.get(clue.state, clue.state)), ("级别", LEVELS.get(clue.level, clue.level)), ("人员", clue.subject),
        *((str(meaning), plain(value)) for meaning, value in told_values(found) if not is_machine_word(value)),
        ("核查日", clue.as_of.isoformat()), ("发现时间", at(clue.found_at)),
        ("承办人", clue.assigned_to.name if clue.assigned_to else "—"),
    ]  # fmt: skip
    if model:
        rows += [("规则", model.logic), ("怎样算说清楚", model.clears), ("由谁答复", model.answers)]
    return Facts(rows)


def _evidence(evidence: list[Evidence]) -> Table:
    return Table("用到的记录", ["数据", "记录", "报送单位与文件", "何时收到", "内容"], [_record(one) for one in evidence])


def _record(one: Evidence) -> list[str]:
    came = at(one.received_at) if one.received_at else "—"
    source = f"{one.batch.organ.name}　{one.batch.source_name}" if one.batch else str(one.place.title if one.place else "不在您的查看范围")
    content = "；".join(f"{title}：{value}" for title, value in one.facts or ())
    return [
        dataset_title(one.name), key_in_words(one.told_key), " ".join(filter(None, (source, one.origin))), came,
        content or ("见所列案件或台账" if one.place else "记录内容读不到"),
    ]  # fmt: skip


def _articles(clue: Any) -> Table:
    found = [one for cite in clue.cites for one in shelf_citations(cite, clue.as_of)]
    return Table("依据", ["条文", "内容"], [[spoken(one.cite), _words(one)] for one in found])


def _words(cited: ShelfCitation) -> str:
    found = cited.article
    return " ".join(found.text.split()) if found and found.text else "本平台未收录条文全文"


def _cases(found: ClueView) -> Table | None:
    rows = [[case.number, case.title, f"{timezone.localdate(case.opened_at)}", f"{case.ended_on or ''}"] for case in found.cases]
    return Table("办件", ["案号", "名称", "建案", "办结"], rows) if rows else None


def _events(found: ClueView) -> Table:
    rows = [
        [
            at(one.at),
            ACTS.get(one.kind, one.kind),
            f"{one.actor_name}　{one.organ}",
            "；".join(_remarks(one)),
        ]
        for one in found.events
    ]
    return Table("办理记录", ["时间", "办理", "办理人", "说明"], rows)


def _remarks(event: Any) -> Iterator[str]:
    details = event.details
    if cause := details.get("cause"):
        yield str(CAUSES.get(cause, cause))
    if until := details.get("until"):
        yield f"暂缓到 {until}"
    if number := details.get("number"):
        yield str(number)
    if event.reason:
        yield event.reason


def _parameters(found: ClueView) -> Table | None:
    rows = [
        [one.parameter.note or one.name, f"{one.value} {one.parameter.unit}".strip(), one.set_for or "全省"]
        if one.parameter
        else [one.name, str(one.value), one.set_for or "全省"]
        for one in parameters_used(found.clue, found.model)
    ]
    return Table("查出时的参数", ["参数", "值", "设定范围"], rows) if rows else None
