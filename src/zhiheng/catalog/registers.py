"""A register (台账) as its file says it: fields, states, acts and their clocks, who keeps and sees it, how it is counted and closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from zhiheng.catalog import declared_files
from zhiheng.catalog.declared import Condition, Flag, Shape, Texts, one_or_many, wrong
from zhiheng.catalog.declared_files import NAME, FileSpec, check_names, note
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.register_caps import Cap, Gap, Once
from zhiheng.catalog.register_parts import Balance, Blocked, Confirmed, Lasts, Length, Mark, OnTime, Within
from zhiheng.law import limits
from zhiheng.law.errors import Refused

__all__ = [
    "Balance",
    "Blocked",
    "Confirmed",
    "Lasts",
    "Length",
    "Mark",
    "OnTime",
    "RegisterAct",
    "RegisterShape",
    "RegisterSpec",
    "Within",
    "read",
]
Every = Literal["day", "workday", "week", "month", "quarter", "half_year", "year"]
MOST_LISTED = 6


class RegisterAct(Shape):
    """One act on an entry.

    to, from      state after it; states in which it can be done (none: it makes an entry)
    by            `keeper` (whose ledger it is), or the field that names the organ whose officers do it
    asks          fields asked; `required` of them must be given
    sets          values set by it: words, or its own day (`act.on`)
    other_than    acts whose doers may not do this one on the same entry
    same_as       acts one of whose doers alone may do this one (who recorded it adds to it)
    whose         the field of an officer who alone may do this one (who declares declares for himself)
    needs         fields of the entry that must have a value
    not_ahead     days and instants among the fields that may not lie in the future
    blocks, asks_reason   where it is refused; where it goes on only with a recorded reason
    on_time       until when it is to be done; later it needs a reason
    in_time       once all clocks that it would end have run out it is refused, or needs a reason (an extension after the term)
    addition      may be done after the period of the entry was closed, as a signed addition
    """

    title: str
    to: str = ""
    from_: Annotated[tuple[str, ...], BeforeValidator(one_or_many)] = Field(default=(), alias="from")
    by: str = "keeper"
    right: str = "register.keep"
    asks: Texts = ()
    required: Texts = ()
    sets: Condition = Field(default_factory=dict)
    reason: Flag = False
    other_than: Texts = ()
    same_as: Texts = ()
    whose: str = ""
    needs: Texts = ()
    not_ahead: Texts = ()
    blocks: tuple[Blocked, ...] = ()
    asks_reason: tuple[Blocked, ...] = ()
    balances: tuple[Balance, ...] = ()
    caps: tuple[Cap, ...] = ()
    gaps: tuple[Gap, ...] = ()
    once: tuple[Once, ...] = ()
    within: Annotated[tuple[Within, ...], BeforeValidator(one_or_many)] = ()
    lasts: Lasts | None = None
    on_time: OnTime | None = None
    in_time: Literal["", "refuse", "reason"] = ""
    confirmed_by: Confirmed | None = None
    draws: Texts = ()
    label: Literal["", "qr"] = ""
    addition: Flag = False
    source: str = ""
    mark: Mark = ""


class KeptBy(Shape):
    """Whose ledger it is: organs of these kinds; one ledger a unit of theirs where `unit` is true (or the kind of unit)."""

    kinds: Texts
    right: str = "register.keep"
    unit: Flag | str = False


class Confidential(Shape):
    """Entries that only who recorded them and holders of a right read; nobody reads or handles an entry that names him.

    read    the right that opens what others recorded (`register.inspect`), within the organs that see the ledger at all
    named   fields of persons or officers: whoever is named there neither reads nor handles the entry
    """

    read: str
    named: Texts = ()


class Number(Shape):
    """The number of an entry: `涉物〔2026〕12号`, a series for each organ (or unit) and year."""

    word: str
    by: Literal["organ", "unit"] = "organ"


class Due(Shape):
    """Until when after a period's end: so many days or workdays (0: its last day), at an hour."""

    days: int | None = None
    workdays: int | None = None
    at: str = Field(default="", pattern=r"^$|^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")


class Close(Shape):
    """The ledger is closed by period; `field`: the day that places an entry; `empty`: what an empty period needs."""

    every: Every
    field: str = ""
    by: Due = Field(default_factory=Due)
    right: str = "register.decide"
    empty: Literal["reason", "refused", "allowed"] = "reason"
    needs_state: Texts = ()
    source: str = ""
    mark: Mark = ""


class Counted(Shape):
    """盘点: how often, what share, which fields are compared; differences become clues (`clue`) or are only listed (`list`)."""

    every: Every
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    fields: Texts
    states: Texts = ()
    other_than: Texts = ()
    right: str = "register.keep"
    differences: Literal["clue", "list"] = "list"
    source: str = ""
    mark: Mark = ""


class OpensCase(Shape):
    """A case that an entry can open; `with`: field of the case ← field of the entry."""

    procedure: str
    title: str = ""
    from_: Texts = Field(default=(), alias="from")
    with_: Mapping[str, str] = Field(default_factory=dict, alias="with")


class Print(Shape):
    """How the ledger is printed."""

    landscape: Flag = False
    columns: Texts = ()


class View(Shape):
    """A register whose rows are read out of another's entries: `rows` is the field of rows, `when` picks among them."""

    of: str
    rows: str = ""
    when: Condition = Field(default_factory=dict)


class Warn(Shape):
    """A model whose findings are shown beside the ledger."""

    model: str


class RegisterShape(Shape):
    """`registers/<id>.yaml`."""

    register_: str = Field(alias="register", pattern=NAME)
    title: str
    purpose: str = ""
    source: Texts = ()
    note: str = ""
    kept_by: KeptBy
    seen_by: Mapping[str, Literal["all", "own"]] = Field(default_factory=dict)
    confidential: Confidential | None = None
    number: Number | None = None
    key: Texts = ()
    feeds: str = ""
    columns: Mapping[str, str] = Field(default_factory=dict)
    about: Mapping[str, str] | Literal["", "person", "organ", "case", "item"] = Field(default="", alias="of")
    fields: tuple[FieldShape, ...]
    list_: Annotated[tuple[str, ...], BeforeValidator(one_or_many), Field(max_length=MOST_LISTED)] = Field(default=(), alias="list")
    states: Mapping[str, str] = Field(default_factory=dict)
    acts: Mapping[str, RegisterAct] = Field(default_factory=dict)
    close: Close | None = None
    count: Counted | None = None
    opens: tuple[OpensCase, ...] = ()
    print_: Print = Field(default_factory=Print, alias="print")
    warns: tuple[Warn, ...] = ()
    view: View | None = None
    corrected: Flag = True
    """Whether entries may be corrected; where not, what was wrong is entered anew beside what stands."""

    @property
    def field(self) -> Mapping[str, FieldShape]:
        """Fields by id."""
        return {item.id: item for item in self.fields}

    @property
    def listed(self) -> tuple[str, ...]:
        """Fields that lists show, filter and sort by: those said, else the first six that are one value."""
        plain = [
            item.id for item in self.fields if item.type not in {"rows", "file", "files", "paragraphs", "items", "choices", "officers"}
        ]
        return self.list_ or tuple(plain[:MOST_LISTED])

    @property
    def entering(self) -> tuple[str, ...]:
        """Acts that make an entry."""
        return tuple(name for name, act in self.acts.items() if not act.from_)

    @model_validator(mode="after")
    def _whole(self) -> RegisterShape:
        if self.view is None and (not self.states or not self.acts):
            raise wrong("没有状态或操作", "写 states: {代码: 名称} 和 acts: {登记操作: …}；只读的台账写 view。")
        if self.view is not None and self.acts:
            raise wrong("只读的台账不写操作", "删去 acts，或删去 view。")
        return self


RegisterSpec = FileSpec[RegisterShape]


def read(path: Path, pack: str, faults: Faults) -> RegisterSpec | None:
    """Read `registers/<id>.yaml`; faults are noted with file, line and remedy."""
    spec = declared_files.read(path, pack, faults, RegisterShape, "register_", "台账")
    if spec is not None:
        _check(spec, faults)
    return spec


def _check_counts(spec: RegisterSpec, faults: Faults) -> None:
    for item in (one for one in spec.shape.fields if one.counts):
        note(spec, faults, ("fields",), f"台账 {spec.id} {item.id}", "台账的字段不计数", "删去 counts；计数写在流程的表单里。")


def _check(spec: RegisterSpec, faults: Faults) -> None:
    shape, thing = spec.shape, f"台账 {spec.id}"
    fields, acts = shape.field, shape.acts
    named = shape.confidential.named if shape.confidential else ()
    for key, listed in (("key", shape.key), ("list", shape.list_), ("confidential", named)):
        check_names(spec, faults, (key,), f"{thing} {key}", listed, fields)
    check_names(spec, faults, ("print", "columns"), f"{thing} print", shape.print_.columns, [*fields, "number", "state"])
    check_names(spec, faults, ("columns",), f"{thing} columns", tuple(shape.columns.values()), [*fields, "number", "state", "organ"])
    if not shape.entering and shape.view is None:
        note(spec, faults, ("acts",), thing, "没有登记的操作", "写一个没有 from 的操作，用来登记新条目。")
    for name, act in acts.items():
        for place, words, names, known in _names_of(name, act, shape):
            check_names(spec, faults, place, f"{thing} {words}", names, known)
        _check_lengths(spec, faults, name, act)
    _check_states(spec, faults)
    _check_counts(spec, faults)
    for part in (shape.count, shape.close):
        if isinstance(part, Counted):
            check_names(spec, faults, ("count", "fields"), f"{thing} count", part.fields, fields)
            check_names(spec, faults, ("count", "states"), f"{thing} count", part.states, shape.states)
            check_names(spec, faults, ("count", "other_than"), f"{thing} count", part.other_than, acts)
        elif isinstance(part, Close) and part.field:
            check_names(spec, faults, ("close", "field"), f"{thing} close", [part.field], fields)


def _names_of(
    name: str, act: RegisterAct, shape: RegisterShape
) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...], Mapping[str, Any]]]:
    fields, at = shape.field, ("acts", name)
    yield (*at, "to"), f"{name}.to", (act.to,) if act.to else (), shape.states
    yield (*at, "from"), f"{name}.from", act.from_, shape.states
    for key in ("asks", "required", "needs", "not_ahead"):
        yield (*at, key), f"{name}.{key}", getattr(act, key), fields
    yield (*at, "sets"), f"{name}.sets", tuple(act.sets), fields
    yield (*at, "whose"), f"{name}.whose", tuple(filter(None, [act.whose])), fields
    for key in ("other_than", "same_as"):
        yield (*at, key), f"{name}.{key}", getattr(act, key), shape.acts
    yield (*at, "by"), f"{name}.by", (act.by,), {**fields, "keeper": None}
    yield from _names_of_guards(name, act, fields)
    for cap in act.caps:
        yield (*at, "caps"), f"{name}.caps", (*cap.sum, *cap.same), fields
        yield (*at, "caps"), f"{name}.caps.not_in", cap.not_in, shape.states
    for gap in act.gaps:
        yield (*at, "gaps"), f"{name}.gaps", (*gap.same, gap.start, gap.until), fields
    yield (*at, "once"), f"{name}.once", tuple(one.field for one in act.once), fields
    for clock in (*act.within, *((act.lasts,) if act.lasts else ())):
        due = getattr(clock, "due", "")
        yield (*at, "within"), f"{name}.within", tuple(word for word in (clock.from_, due) if word), fields
        yield (*at, "within"), f"{name}.within.until", clock.until, shape.acts
        yield (*at, "within"), f"{name}.within.facts", tuple(clock.facts.values()), fields
    if act.on_time:
        words = tuple(filter(None, (act.on_time.from_, act.on_time.explained_by)))
        yield (*at, "on_time"), f"{name}.on_time", words, fields
    if act.confirmed_by:
        yield (
            (*at, "confirmed_by"),
            f"{name}.confirmed_by",
            tuple(filter(None, (act.confirmed_by.organ, act.confirmed_by.asked, act.confirmed_by.answered))),
            fields,
        )


def _names_of_guards(
    name: str, act: RegisterAct, fields: Mapping[str, Any]
) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...], Mapping[str, Any]]]:
    """Fields that the sums and the blocks of an act name."""
    for one in act.balances:
        yield ("acts", name, "balances"), f"{name}.balances", (*one.plus, *one.minus, *one.times, *one.over, one.equals), fields
    for block in (*act.blocks, *act.asks_reason):
        yield ("acts", name, "blocks"), f"{name}.blocks", block.names, fields


def _check_lengths(spec: RegisterSpec, faults: Faults, name: str, act: RegisterAct) -> None:
    given = [
        *act.within,
        *([act.lasts] if act.lasts else []),
        *([act.on_time] if act.on_time else []),
        *([act.confirmed_by.within] if act.confirmed_by and act.confirmed_by.within else []),
    ]
    for length in given:
        if length.limit and not _known_limit(length.limit):
            note(
                spec,
                faults,
                ("acts", name, "within"),
                f"台账 {spec.id} {name}",
                f"没有时限 {length.limit}",
                "写 law/data/limits 中的时限名称。",
            )


def _known_limit(name: str) -> bool:
    try:
        limits.limit_named(name)
    except Refused:
        return False
    return True


def _check_states(spec: RegisterSpec, faults: Faults) -> None:
    """Every state can be reached from an entering act."""
    shape = spec.shape
    reached = {act.to for act in shape.acts.values() if not act.from_ and act.to}
    grown = True
    while grown:
        new = {act.to for act in shape.acts.values() if act.to and set(act.from_) & reached} - reached
        reached, grown = reached | new, bool(new)
    for state in shape.states:
        if shape.view is None and state not in reached:
            note(spec, faults, ("states", state), f"台账 {spec.id} 状态 {state}", "从登记开始不能到达", "给一个操作写 to，或删去这个状态。")
    for name, act in shape.acts.items():
        if not act.from_ and not act.to:
            note(spec, faults, ("acts", name), f"台账 {spec.id} {name}", "没有写登记后的状态", "写 to: 状态。")
