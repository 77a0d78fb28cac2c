"""The story a demonstration tells: records come in, clues are found and judged by persons, documents go out and are answered or not.

The demonstration's clock starts on the day the simulated province is assessed and moves on by days, so that some clocks have run out
by today. Every act is done by an officer's account through the services of the rooms; nothing is written behind their back.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils import timezone

from zhiheng.catalog.kept_tables import is_kept
from zhiheng.cli.indicators import result_lines
from zhiheng.exchange.quality.services import examine_batches
from zhiheng.exchange.services import receive_all
from zhiheng.law.clocks import add_days
from zhiheng.ledger.core.actor import Actor
from zhiheng.models.in_force import catalog
from zhiheng.oversight import selectors, services
from zhiheng.procedure.core.filling import Around, first_values
from zhiheng.procedure.core.state import State
from zhiheng.procedure.selectors import state_for
from zhiheng.registry.selectors import COMMAND_LINE, actor_of, officer_named, organ_named, organs_seen_by
from zhiheng.registry.selectors.relations import stands
from zhiheng.registry.services import ensure_organ, seed_demonstration

DOCUMENTS = 7
REFUTED = 2
HELD_FOR_DAYS = 3650
"""Officers of the demonstration have held their posts for so long: some cases began years ago."""


def moment(as_of: date, days: int, hour: int = 9) -> datetime:
    """An instant of the demonstration's clock, never later than now."""
    at = datetime.combine(add_days(as_of, days), time(hour), tzinfo=timezone.get_current_timezone())
    return min(at, timezone.now())


def take_in(files: Path, as_of: date) -> Sequence[Any]:
    """Register the province's organs and import their files, folder by folder."""
    for organ in sorted(place.name for place in files.iterdir() if place.is_dir()):
        ensure_organ(actor=COMMAND_LINE, name=organ, now=moment(as_of, 0))
    reports = receive_all(actor=COMMAND_LINE, now=moment(as_of, 0), paths=[files])
    examine_batches(actor=COMMAND_LINE, now=moment(as_of, 0))
    return reports


def import_lines(reports: Sequence[Any]) -> str:
    """What came in, in one line, and three rejected rows as examples."""
    sums = {name: sum(getattr(report, name) for report in reports) for name in ("rows", "accepted", "duplicates", "superseded")}
    rejected = [(report, row) for report in reports for row in report.rejected]
    skipped = sum(report.skipped for report in reports)
    lines = [
        f"  {len(reports)} 个文件，{sums['rows']} 行：收下 {sums['accepted']}，其中重复 {sums['duplicates']}、更新 {sums['superseded']}；"
        f"退回 {len(rejected)}" + (f"；{skipped} 个文件此前已导入" if skipped else "")
    ]
    lines += [f"    退回示例：{Path(report.path).name} 第 {row.row} 行 {row.column}：{row.reason}" for report, row in rejected[:3]]
    return "\n".join(lines)


def screen(as_of: date) -> Any:
    """Run every model of exchanged records on the day the province is assessed."""
    return services.screen(actor=COMMAND_LINE, now=moment(as_of, 0, 10), catalog=catalog(), models=models_of(kept=False), as_of=as_of)


def screen_own() -> str:
    """Run the models of what the platform itself keeps, as of today, once its cases are played; one line."""
    today = timezone.localdate()
    outcome = services.screen(actor=COMMAND_LINE, now=timezone.now(), catalog=catalog(), models=models_of(kept=True), as_of=today)
    return f"  筛查本平台的办件和台账：{len(outcome.clues)} 条线索，新增 {outcome.added} 条"


def models_of(*, kept: bool) -> list[str]:
    """Models that read what the platform keeps, or those that read exchanged records only."""
    return sorted(name for name, spec in catalog().models.items() if any(map(is_kept, spec.reads)) == kept)


def screen_lines(outcome: Any, truth_file: Path) -> str:
    """Clues per model, and whether they are what the simulated province planted."""
    titles = {spec.id: spec.title for spec in catalog().models.values()}
    lines = [f"    {titles.get(model, model)}：{count} 条" for model, count in outcome.counts.items() if count]
    truth = json.loads(truth_file.read_text(encoding="utf-8"))
    planted = {(clue["model"], clue["subject"], clue["occurrence"]) for clue in truth["clues"]}
    found = {(clue.model, clue.subject, clue.occurrence) for clue in outcome.clues}
    compared = f"与模拟时埋设的 {len(planted)} 条对照：漏 {len(planted - found)}，误 {len(found - planted)}"
    lines.append(f"  共 {len(found)} 条线索，新增 {outcome.added} 条；{compared}")
    return "\n".join(lines)


def seat(as_of: date, also: Sequence[str] = ()) -> Sequence[Any]:
    """Make the demonstration accounts for the organs that sent records (and others named), with a fresh password."""
    prosecutor = officer_named("prosecutor")
    organs = organs_seen_by(prosecutor) if prosecutor else ()
    names = [organ.name for organ in organs] or sending_organs()
    return seed_demonstration(actor=COMMAND_LINE, now=moment(as_of, 0, 11), organs=[*names, *also], whole=True, since=held_since(as_of))


def held_since(as_of: date) -> date:
    """From when the officers of the demonstration hold their posts."""
    return add_days(as_of, -HELD_FOR_DAYS)


def sending_organs() -> list[str]:
    """Names of the organs whose records are in the library."""
    from zhiheng.records.selectors import snapshot_now

    return sorted({segment.organ for segment in snapshot_now().segments})


def supervise(accounts: Sequence[Any], as_of: date) -> str:
    """Judge clues and carry documents to different stages; a demonstration already told is only summed up."""
    people = {account.username: acting(account.username) for account in accounts}
    handlers = {account.organ: people[account.username] for account in accounts if account.username.startswith("organ-")}
    viewer = officer_named("prosecutor")
    waiting = [clue for clue in selectors.clues_seen_by(viewer) if clue.state == "received"]
    if not selectors.document_register(viewer, timezone.localdate()):
        tell(people, handlers, waiting, as_of)
    register = selectors.document_register(viewer, timezone.localdate())
    counts: dict[str, int] = defaultdict(int)
    for row in register:
        counts[row.status] += 1
    shown = "、".join(f"{status} {count} 件" for status, count in counts.items())
    return f"  监督文书 {len(register)} 件：{shown or '无'}"


def acting(username: str) -> Actor:
    """The officer of this account as an actor."""
    officer = officer_named(username)
    if officer is None:
        raise LookupError(username)
    return actor_of(officer, "cli")


def tell(people: Mapping[str, Actor], handlers: Mapping[str, Actor], waiting: Iterable[Any], as_of: date) -> None:
    """Assign, refute a few, verify the rest organ by organ, and draw up one document an organ."""
    by_organ: dict[str, list[Any]] = defaultdict(list)
    for clue in waiting:
        by_organ[clue.organ.name].append(clue)
    prosecutor = people["prosecutor"]
    ways = {organ: way_to(organ, prosecutor.organ, as_of) for organ in by_organ if organ in handlers}
    ranked = sorted(ways, key=lambda name: (-len(by_organ[name]), name))
    chosen = [organ for organ in ranked if ways[organ] is not None][:DOCUMENTS]
    for number, organ in enumerate(chosen):
        clues = by_organ[organ]
        if number == 0:
            for clue in clues[-REFUTED:] if len(clues) > REFUTED else ():
                services.assign_clue(actor=prosecutor, now=moment(as_of, 1), clue_id=clue.pk, to="prosecutor")
                services.refute_clue(
                    actor=prosecutor,
                    now=moment(as_of, 1, 10),
                    clue_id=clue.pk,
                    cause="lawful_exception",
                    reason="经核对原始文书，已另行依法批准（演示）",
                )
            clues = clues[:-REFUTED] if len(clues) > REFUTED else clues
        for clue in clues:
            services.assign_clue(actor=prosecutor, now=moment(as_of, 1), clue_id=clue.pk, to="prosecutor")
            services.verify_clue(actor=prosecutor, now=moment(as_of, 2), clue_id=clue.pk, reason="与原始文书一致")
        way = {"kind": "proposal" if len(clues) > 1 else "correction_notice", **(ways[organ] or {})}
        case_id = draw_up(prosecutor, [clue.pk for clue in clues], way, moment(as_of, 3))
        carry(people, handlers[organ], case_id, number, as_of)


def way_to(organ: str, procuratorate: str, on: date) -> dict[str, Any] | None:
    """What a paper of a procuratorate to an organ must say, by how it stands to it; None where it may not send one itself."""
    one, other = organ_named(organ), organ_named(procuratorate)
    standing = stands(one, other, on=on) if one and other else ""
    return WAYS.get(standing)


def draw_up(actor: Actor, clues: list[int], way: Mapping[str, Any], now: datetime) -> UUID:
    """Open a case of the procedure that begins with clues and is a paper, with the words its form is filled with and those of its way."""
    viewer, known = officer_named(actor.id), catalog()
    spec = next(one for one in known.procedures.values() if one.documents_table and "clue" in one.opens.places)
    around = Around(now=now, organ=actor.organ, officer=actor.name, clue=selectors.clue_values(clues, viewer, known, way["kind"]))
    values = {**first_values(spec.opening_fields, State(), around), **way}
    values |= {"proposal_kind": "correction"} if values["kind"] == "proposal" else {}
    case = services.open_case(actor=actor, now=now, procedure=spec, clues=clues, values=values, explained=AS_TOLD)
    return UUID(str(case.pk))


def carry(people: Mapping[str, Actor], handler: Actor, case_id: UUID, number: int, as_of: date) -> None:
    """Carry one paper as far as its number says: 0–1 closed, 2 to look back on, 3 rectifying, 4–5 unanswered, later with the chief."""
    who = {**people, "handler": handler}
    for least, days, name, step, outcome, values in STORY:
        if number > least:
            return
        hour = 15 if days == SUBMITTED else 9
        given = values or words_of(case_id)
        files = {"evidence": [PROOF]} if step == "rectify" else {}
        services.act(
            actor=who[name], now=moment(as_of, days, hour), case_id=case_id, step=step, outcome=outcome, values=given, files=files,
            explained=AS_TOLD,
        )  # fmt: skip


def words_of(case_id: UUID) -> dict[str, Any]:
    """The words the paper was drawn up with."""
    found = state_for(case_id)
    return dict(found[2].rounds["opening"][-1]) if found else {}


WAYS: Mapping[str, dict[str, Any]] = {
    "": {}, "own": {}, "lower": {"kind": "correction_notice"},
    "elsewhere": {"kind": "proposal", "addressee_level": "elsewhere", "local_agreed": True},
}  # fmt: skip
"""How an organ stands to a procuratorate → what a paper to it says; to one above it none is sent."""
SUBMITTED = 3
AS_TOLD = "演示用的内容，照原样发出"
"""What an officer of the demonstration says of words that the check of papers asks about."""
STORY: Sequence[tuple[int, int, str, str, str, Mapping[str, Any]]] = (
    (99, SUBMITTED, "prosecutor", "draw_up", "submitted", {}),
    (5, 4, "chief", "approve", "approved", {"approval_note": ["同意。"]}),
    (5, 5, "prosecutor", "serve", "served", {"service_method": "electronic"}),
    (3, 15, "handler", "reply", "adopted", {"reply_text": ["已逐件核查，情况属实，正在整改。"]}),
    (2, 25, "handler", "rectify", "rectified", {"rectification": ["已全部纠正，并完善了核对制度。"]}),
    (2, 27, "prosecutor", "accept", "accepted", {"acceptance_note": ["已核对整改材料，符合要求。"]}),
    (1, 60, "chief", "look_back", "lasting", {"look_back": ["现场核查，整改到位，未再发生同类问题。"]}),
    (1, 61, "prosecutor", "close", "closed", {"closing_note": ["办结。"]}),
)
"""Up to which number a paper comes this far, on which day, by whom, which act, with which values (none: the words drawn up)."""
PROOF = ("整改情况说明.txt", "整改情况说明（演示文件）\n已逐件纠正。\n".encode())


def indicator_lines() -> str:
    """Every indicator of this year with its numerator and denominator; parts are left to `zhiheng indicators`."""
    results = selectors.indicator_results(officer_named("prosecutor"))
    return "\n".join(f"    {result_lines(result)[0]}" for result in results)
