"""Rating by a sheet: figures are read, raters give the rest with evidence, everything is kept and can be worked out again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from zhiheng.analysis.items import coverage, covered_by
from zhiheng.analysis.periods import Period
from zhiheng.analysis.recurring import named
from zhiheng.analysis.sheets import Evidence, Figure, work_out
from zhiheng.catalog.field_values import holds
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.sheets import From, SheetSpec, figures_of
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.selectors.entries import EntryFilter, entries_seen_by
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.named_numbers import names_any
from zhiheng.registry.rows import Officer, Organ, Unit
from zhiheng.work.core.errors import WorkRefused
from zhiheng.work.models import Rating, SheetText

SELF = "self"


class Sources(Protocol):
    """Figures that rooms above keep: indicators (which may count clues and documents) and clues of models."""

    def indicator(self, name: str, organ: Organ, period: Period) -> Figure:
        """An indicator of an organ in a period."""

    def clues(self, models: Sequence[str], organ: Organ, period: Period) -> Figure:
        """How many clues of some models an organ has in a period."""


@dataclass(frozen=True)
class Rated:
    """Whom a rating is about, for which period, in which step of the grading (`self`, `first`, `second`, `final`), in which case."""

    organ: Organ
    period: str
    unit: Unit | None = None
    subject: str = ""
    stage: str = SELF
    case: str = ""


def gather(catalog: Catalog, sheet: SheetSpec, rated: Rated, sources: Sources | None) -> dict[str, Figure]:
    """Every figure the sheet reads from records; one that nobody can give is not known."""
    period = named(rated.period)
    return {name: _figure(catalog, source, rated, period, sources) for name, source in figures_of(sheet.shape).items()}


def _figure(catalog: Catalog, source: From, rated: Rated, period: Period, sources: Sources | None) -> Figure:
    if source.register_:
        return _of_register(catalog, source, rated, period)
    if source.items:
        return _of_items(catalog, source, rated, period)
    if sources is None:
        return Figure(None)
    return (
        sources.indicator(source.indicator, rated.organ, period) if source.indicator else sources.clues(source.model, rated.organ, period)
    )


def _entries(catalog: Catalog, register: str, rated: Rated, period: Period) -> list[Any]:
    spec = catalog.registers[register]
    wanted = EntryFilter(organ=rated.organ.name, unit=rated.unit.pk if rated.unit else None, since=period.first_on, until=period.last_on)
    return list(entries_seen_by(registry.COMMAND_LINE, spec, wanted, sort="oldest"))


def _of_register(catalog: Catalog, source: From, rated: Rated, period: Period) -> Figure:
    rows: list[tuple[Any, dict[str, Any]]] = [
        (entry, {**entry.values, "state": entry.state, **row})
        for entry in _entries(catalog, source.register_, rated, period)
        for row in _parts_of(entry.values, source.rows)
    ]
    hits = [f"entry:{entry.pk}" for entry, values in rows if holds(source.when, values)]
    if source.of is None:
        return Figure(Decimal(len(hits)), None, tuple(hits), f"{len(hits)} 条")
    whole = [(entry, values) for entry, values in rows if holds(source.of, values)]
    counted = [f"entry:{entry.pk}" for entry, values in whole if holds(source.when, values)]
    return Figure(Decimal(len(counted)), Decimal(len(whole)), tuple(dict.fromkeys(counted)), f"{len(counted)}/{len(whole)}")


def _parts_of(values: Mapping[str, Any], rows: str) -> Iterable[Mapping[str, Any]]:
    """The rows of a field, or the entry itself as one."""
    return values.get(rows) or () if rows else ({},)


def _of_items(catalog: Catalog, source: From, rated: Rated, period: Period) -> Figure:
    spec = catalog.items[source.items]
    if not source.covered_by:
        found = coverage(spec, group=source.group)
    else:
        fields = catalog.registers[source.covered_by].shape.fields
        entries = ((f"entry:{entry.pk}", entry.values) for entry in _entries(catalog, source.covered_by, rated, period))
        found = covered_by(spec, fields, entries, group=source.group)
    refs = tuple(dict.fromkeys(ref for refs in found.by.values() for ref in refs))
    gaps = "、".join(item.id for item in found.gaps)
    told = f"{len(found.covered)}/{len(found.items)}" + (f"，未覆盖：{gaps}" if gaps else "")
    return Figure(Decimal(len(found.covered)), Decimal(len(found.items)), refs, told)


@transaction.atomic
def rate(
    *,
    actor: Actor,
    now: datetime,
    catalog: Catalog,
    sheet: str,
    rated: Rated,
    given: Mapping[str, Mapping[str, Any]] | None = None,
    sources: Sources | None = None,
    reason: str = "",
) -> Rating:
    """Rate once more: what raters gave before in the same stage stays unless they give it anew; figures are read anew.

    given    part → `points`, `choice`, `count`, `holds`, `reason`, `evidence` as this rater gives them
    raises   WorkRefused (also outside a case where the sheet is rated in one); PermissionDenied without the right, for a rater of the
             rated office itself, or for one who may not rate it (outside a case: who is not above it)
    """
    spec = catalog.sheets.get(sheet)
    if spec is None:
        raise WorkRefused("评定", sheet, "没有这种评定", f"可用：{'、'.join(sorted(catalog.sheets))}")
    if spec.shape.rated_in and not rated.case:
        procedure = catalog.procedures[spec.shape.rated_in].title
        raise WorkRefused(spec.title, rated.organ.name, f"本评定在“{procedure}”案件内进行", f"请先办理“{procedure}”，在案件的评分节点评定")
    _demand(spec, rated, actor, now)
    if (officer := registry.officer_named(actor.id)) and is_closed(rated, officer):
        raise WorkRefused(spec.title, rated.organ.name, "被评定人不在本岗位可以评定的范围", "请由可以查看其材料的人员评定")
    before = latest(sheet, rated)
    both = merged(before.evidence["given"] if before else {}, given or {}, spec, actor)
    evidence = Evidence(gather(catalog, spec, rated, sources), both)
    result = work_out(spec.shape, evidence)
    text, _ = SheetText.objects.get_or_create(
        digest=spec.digest, defaults={"sheet": spec.id, "content": spec.path.read_text(encoding="utf-8")}
    )
    details = {
        "period": rated.period, "stage": rated.stage, "unit": rated.unit.name if rated.unit else "", "given": dict(given or {}),
        "points": result.points, "grade": result.grade, "sheet": spec.digest, "reason": reason,
    }  # fmt: skip
    ledger.append(actor=actor, act="sheet.rated", thing=f"sheet:{spec.id}:{rated.organ.pk}", details=details, now=now)
    rating = Rating(
        sheet=spec.id, pack=spec.pack, text=text, organ=rated.organ, unit=rated.unit, subject=rated.subject, period=rated.period,
        stage=rated.stage, case=rated.case, evidence=evidence.to_json(), result=result.to_json(), points=result.points, grade=result.grade,
        reason=reason, rated_at=now, actor=actor.id, actor_name=actor.name,
    )  # fmt: skip
    rating.save()
    return rating


def is_closed(rated: Rated, viewer: Officer) -> bool:
    """Whether the rated is a person whose records are closed to the viewer: neither figures nor what others gave are for him."""
    return names_any([rated.subject], registry.barred_numbers(viewer))


def latest(sheet: str, rated: Rated) -> Rating | None:
    """The newest rating of the same in the same stage."""
    same = {
        "organ": rated.organ,
        "unit": rated.unit,
        "subject": rated.subject,
        "period": rated.period,
        "stage": rated.stage,
        "case": rated.case,
    }
    return Rating.objects.filter(sheet=sheet, **same).order_by("-pk").first()


def merged(before: Mapping[str, Any], given: Mapping[str, Mapping[str, Any]], spec: SheetSpec, actor: Actor) -> dict[str, Any]:
    """What raters gave, with what this one gives now: his points stand beside those of others."""
    known = {one.id for one in spec.shape.parts}
    both: dict[str, Any] = {name: dict(part) for name, part in before.items()}
    for name, part in given.items():
        if name not in known:
            raise WorkRefused(spec.title, name, "没有这一项", "请刷新后再填写")
        kept = both.setdefault(name, {})
        if "points" in part:
            others = [row for row in kept.get("rated", []) if row["by"] != actor.id]
            kept["rated"] = [*others, {"by": actor.id, "name": actor.name, "points": str(part["points"])}]
        kept.update({key: value for key, value in part.items() if key != "points"})
    return both


def _demand(spec: SheetSpec, rated: Rated, actor: Actor, now: datetime) -> None:
    officer = registry.officer_named(actor.id)
    if officer is None or officer.organ.name != actor.organ:
        raise PermissionDenied(f"{actor.name}不是{actor.organ}的办案人员")
    rights.demand(officer, spec.shape.right, on=timezone.localdate(now), pack=spec.pack)
    own = _is_of(officer, rated)
    if rated.stage == SELF and not own:
        raise PermissionDenied("自评由被评定单位自己填写")
    about_others = spec.shape.of.person or bool(spec.shape.of.case)
    if rated.stage != SELF and own and not about_others:
        raise PermissionDenied("被评定单位的人员不能评定本单位")
    if rated.stage != SELF and officer.organ_id != rated.organ.pk and not rated.case:  # in a case its seat was asked for
        uppers = {organ.pk for organ in registry.related(rated.organ, "upper", on=timezone.localdate(now))}
        if officer.organ_id not in uppers and not registry.sees_everything(officer):
            raise PermissionDenied("只有本机关或者上级机关可以评定")


def _is_of(officer: Officer, rated: Rated) -> bool:
    """Whether the officer belongs to what is rated: its unit, or its organ where no unit is named."""
    if officer.organ_id != rated.organ.pk:
        return False
    if rated.unit is None:
        return True
    return rated.unit.pk in {getattr(officer, "unit_id", None), *(post.unit_id for post in rights.posts_of(officer))}
