"""What pages of ledgers show: values in words, columns of lists, acts with what stood before, choices for fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import EMPTY
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterAct, RegisterShape, RegisterSpec
from zhiheng.register.core.clocks import COLOURS, EntryClock, colour
from zhiheng.register.core.entry import OWN_ACTS
from zhiheng.register.core.ledgers import text_of
from zhiheng.register.rows import COLUMNS, ActRow
from zhiheng.register.selectors.sight import is_inside
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.masking import HIDDEN, masked
from zhiheng.registry.gate import hides_marked, keeps_from_lists
from zhiheng.web import words
from zhiheng.web.fields.kinds import Choices
from zhiheng.web.listing import Column

PERSONAL = frozenset({"person"})
NOT_IN_COLUMNS = frozenset({"rows", "file", "files"})


@dataclass(frozen=True)
class TitledValue:
    """One value under its title: text in lines, or rows as a table. hidden: sensitive, shown once a purpose is stated."""

    title: str
    lines: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    before: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class ClockShown:
    """A clock of an entry in words."""

    colour: str
    word: str
    title: str
    due: str
    how: str


@dataclass(frozen=True)
class ActShown:
    """One act of an entry's history."""

    row: ActRow
    title: str
    values: tuple[TitledValue, ...]
    corrects: str


def listed_text(item: FieldShape, value: Any) -> str:
    """A value as a list shows it: numbers of persons masked, sensitive values hidden."""
    if value in EMPTY:
        return ""
    if item.sensitive:
        return HIDDEN
    if item.type in PERSONAL and isinstance(value, Mapping):
        return " ".join(filter(None, [str(value.get("name", "")), masked(str(value.get("id_number", "")))]))
    return text_of(item, value)


def told_in_list(item: FieldShape, entry: Any, viewer: Any) -> str:
    """A value of an entry as a list shows it to the viewer."""
    return "" if item.inner and not is_inside(viewer, entry.organ) else listed_text(item, entry.values.get(item.id))


def titled_value(item: FieldShape, value: Any, catalog: Catalog | None = None, *, before: Any = None) -> TitledValue:
    """A value under its title."""
    if item.type == "rows":
        rows = tuple(tuple(cell_told(inner, row.get(inner.id), catalog) for inner in item.rows) for row in value or ())
        used = [place for place in range(len(item.rows)) if any(row[place] for row in rows)]
        heads = tuple(item.rows[place].title for place in used)
        return TitledValue(item.title, heads=heads, rows=tuple(tuple(row[place] for place in used) for row in rows))
    return TitledValue(item.title, lines_of(item, value, catalog), before=lines_of(item, before, catalog))


def cell_told(item: FieldShape, value: Any, catalog: Catalog | None) -> str:
    """A value within rows, as the gate shows it."""
    return HIDDEN if value not in EMPTY and hides_marked(item) else "\n".join(lines_of(item, value, catalog))


def lines_of(item: FieldShape, value: Any, catalog: Catalog | None = None) -> tuple[str, ...]:
    """A value in lines: paragraphs one a line, items of a catalogue with their titles, an amount with its unit."""
    if value in EMPTY:
        return ()
    if item.type == "paragraphs":
        return tuple(value) if isinstance(value, (list, tuple)) else (str(value),)
    if item.type in {"item", "items"}:
        known = catalog.items[item.of].by_id if catalog and item.of in catalog.items else {}
        names = value if isinstance(value, (list, tuple)) else [value]
        return tuple(f"{name} {known[name].title}" if name in known else str(name) for name in names)
    text = text_of(item, value)
    return (f"{text} {item.unit}" if item.unit and text else text,)


def told_values(shape: RegisterShape, values: Mapping[str, Any], catalog: Catalog) -> list[TitledValue]:
    """Every value of an entry that stands, in the order of the register."""
    found = []
    for item in shape.fields:
        if values.get(item.id) in EMPTY:
            continue
        hidden = hides_marked(item)
        found.append(TitledValue(item.title, hidden=True) if hidden else titled_value(item, values[item.id], catalog))
    return found


def history(shape: RegisterShape, rows: Sequence[ActRow], catalog: Catalog, *, inside: bool) -> list[ActShown]:
    """The acts, newest first, each with what it gave and what stood before."""
    titles = {row.seq: title_of(shape, row.act) for row in rows}
    return [
        ActShown(
            row, titles[row.seq], tuple(_given(shape, row, catalog, inside=inside)),
            f"第 {row.corrects} 次办理“{titles[row.corrects]}”" if row.corrects in titles else "",
        )
        for row in reversed(rows)
    ]  # fmt: skip


def _given(shape: RegisterShape, row: ActRow, catalog: Catalog, *, inside: bool) -> Iterable[TitledValue]:
    for name, value in row.values.items():
        item = shape.field.get(name)
        if item is None or (item.inner and not inside):
            continue
        if value not in EMPTY and hides_marked(item):
            yield TitledValue(item.title, hidden=True)
            continue
        shown = titled_value(item, value, catalog, before=row.before.get(name))
        yield shown if shown.lines or shown.rows else TitledValue(item.title, ("（清空）",), before=shown.before)


def title_of(shape: RegisterShape, act: str) -> str:
    """An act as people read it."""
    return OWN_ACTS.get(act) or (shape.acts[act].title if act in shape.acts else act)


def clock_shown(clock: EntryClock, shape: RegisterShape) -> ClockShown:
    """A clock in words: how urgent, until when, on which ground."""
    code = colour(clock, timezone.now())
    due = (
        ""
        if clock.due is None
        else f"{timezone.localtime(clock.due):%Y-%m-%d %H:%M}"
        if hasattr(clock.due, "hour")
        else f"{clock.due:%Y-%m-%d}"
    )
    reason = clock.why_unknown
    for item in shape.fields:
        reason = reason.replace(f"（{item.id}）", f"（{item.title}）").replace(f"没有填写{item.id}", f"没有填写{item.title}")
    how = "\n".join(part for part in (f"依据：{clock.source}" if clock.source else "", words.MARKS.get(clock.mark, ""), reason) if part)
    return ClockShown(code, COLOURS[code] if clock.due else "不能确定", clock.title, due, how)


def columns_for(spec: RegisterSpec, asked: QueryDict, viewer: Any, *, several: bool, organs: bool) -> list[Column]:
    """The columns of a ledger's list: number, state, the fields chosen (those listed where none is), limit, organ.

    What is inner to the organ that keeps an entry stands empty for viewers of others.
    """
    shape = spec.shape
    known = [item.id for item in shape.fields if item.type not in NOT_IN_COLUMNS]
    chosen = [name for name in asked.getlist("col") if name in known] or list(shape.listed)
    sorts = {name: column for name, column in zip(shape.listed, COLUMNS, strict=False) if not keeps_from_lists(shape.field[name])}
    own = [Column(_("编号"), lambda row: row.number, sort="number")] if shape.number else []
    state = [Column(_("状态"), lambda row: shape.states.get(row.state, row.state), sort="state")] if len(shape.states) > 1 else []
    fields = [
        Column(
            shape.field[name].title, lambda row, name=name: told_in_list(shape.field[name], row, viewer), sort=sorts.get(name, "")
        )
        for name in chosen
    ]
    due = [Column(_("时限"), lambda row: row.due_at, sort="due_at", kind="due")] if has_clocks(shape) else []
    unit = [Column(_("内设机构"), lambda row: row.unit.name if row.unit else "", sort="unit__name")] if several else []
    organ = [Column(_("机关"), lambda row: row.organ.name, sort="organ__name")] if organs else []
    return [*own, *state, *fields, *due, *unit, *organ]


def has_clocks(shape: RegisterShape) -> bool:
    """Whether any act of the register starts a clock."""
    return any(act.within or (act.confirmed_by and act.confirmed_by.within) for act in shape.acts.values())


def choices_for(fields: Iterable[FieldShape], catalog: Catalog, viewer: Any) -> dict[str, Choices]:
    """What fields are chosen from: organs, officers of the own organ, items of a catalogue; those within rows by `rows.field`."""
    found: dict[str, Choices] = {}
    for item in fields:
        if item.type == "rows":
            found |= {f"{item.id}.{name}": offered for name, offered in choices_for(item.rows, catalog, viewer).items()}
        elif item.type == "organ":
            found[item.id] = organs_of(item.of)
        elif item.type in {"officer", "officers"}:
            names = registry.officers_seen_by(viewer).filter(organ=viewer.organ).values_list("name", flat=True)
            found[item.id] = [(name, name) for name in sorted(set(names))]
        elif item.type in {"item", "items"} and item.of in catalog.items:
            found[item.id] = [(one.id, one.named) for one in catalog.items[item.of].items if one.id not in item.elsewhere]
    return found


def organs_of(kind: str) -> Choices:
    """Organs by name, those of a kind where one is named."""
    names = registry.organ_names()
    kinds = registry.kinds_of_organs(names) if kind else {}
    return [(name, name) for name in sorted(names) if not kind or kinds.get(name) == kind]


def first_values(fields: Iterable[FieldShape], viewer: Any) -> dict[str, Any]:
    """First values that a register says: today, now, the own organ, the officer."""
    now = timezone.now()
    known = {"today": timezone.localdate(now), "now": now, "organ.name": viewer.organ.name, "officer.name": viewer.name}
    return {item.id: known[item.fills] for item in fields if item.fills in known}


def standing_values(shape: RegisterShape, act: RegisterAct, values: Mapping[str, Any], state: str) -> dict[str, Any]:
    """What stands already and is shown in the form of an act: where the act keeps the state, and rows to which more are added."""
    stays = not act.to or act.to == state
    return {name: values[name] for name in act.asks if name in values and (stays or shape.field[name].type == "rows")}
