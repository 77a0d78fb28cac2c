"""Inputs for any list of declared fields, with groups of rows that work without script. Cases, ledgers and sheets share them.

A page makes `inputs = field_inputs(fields, request.POST, request.FILES, initial=…, choices=…)`, shows `web/parts/field_inputs.html`
with it, and asks `inputs.is_valid()`, then `inputs.values()` and `inputs.files_given()`. A press of 增加行 sends `more`:
`inputs.grown` is true then, and the page shows the form again instead of acting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from zhiheng.catalog import field_values
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import EMPTY, FieldFault, FieldFaultsError
from zhiheng.web.fields.kinds import ONE_LINE, Choices, field_of, given_value, room_for, shown_initial

FILES = frozenset({"file", "files"})
PERSON_PARTS = {"name": "姓名", "id_number": "证件号码"}
BLANK_ROWS, MOST_ROWS = 2, 200
MORE = "more"
SHADOWING = frozenset(
    {
        "action", "attributes", "children", "closest", "contains", "dataset", "elements", "id", "matches", "method", "name", "remove",
        "reset", "style", "submit", "target",
    }
)  # fmt: skip
"""Names that an input would take away from its form for scripts of the page (`form.matches`); such fields are sent as `v-matches`."""


@dataclass
class RowGroup:
    """The rows of one field: a form a row, its faults as a whole."""

    shape: FieldShape
    name: str
    forms: list[FieldInputs]
    faults: list[str] = field(default_factory=list)

    @property
    def heads(self) -> list[str]:
        """Titles of the columns."""
        return [item.title for item in self.shape.rows]

    @property
    def filled(self) -> list[FieldInputs]:
        """Rows in which anything was given."""
        return [form for form in self.forms if form.values()]


@dataclass(frozen=True)
class ShownField:
    """One declared field on the page: its inputs, or its rows."""

    shape: FieldShape
    inputs: tuple[BoundField, ...] = ()
    rows: RowGroup | None = None
    condition: str = ""

    @property
    def is_needed(self) -> bool:
        """Whether it must be filled in by hand: what the system counts need not be."""
        return self.shape.required and not self.shape.counts


class FieldInputs(forms.Form):
    """Inputs of declared fields. Every value is read by the catalogue; its faults stand beside the inputs."""

    use_required_attribute = False

    def __init__(  # noqa: PLR0913 - what a form of a pack needs
        self,
        shapes: Sequence[FieldShape],
        data: Any = None,
        files: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        choices: Mapping[str, Choices] | None = None,
        prefix: str | None = None,
        known_values: Mapping[str, Any] | None = None,
        defaults: bool = True,
        inner: bool = False,
    ) -> None:
        super().__init__(data, files, prefix=prefix)
        self.shapes, self.known_values = tuple(one for one in shapes if not one.scores), dict(known_values or {})
        self.groups: dict[str, RowGroup] = {}
        self._inner, self._choices, self._initial = inner, dict(choices or {}), dict(initial or {})
        for item in self.shapes:
            self._add(item, defaults)

    def add_prefix(self, field_name: str) -> str:
        """The name under which an input is sent; never one that shadows a property of the form."""
        name: str = super().add_prefix(field_name)
        return f"v-{name}" if name in SHADOWING else name

    def _add(self, item: FieldShape, defaults: bool) -> None:
        value = self._initial.get(item.id)
        if item.type == "rows":
            self.groups[item.id] = self._group(item, value)
            return
        if item.type == "person":
            parts = value if isinstance(value, Mapping) else {"name": value} if value else {}
            for part, title in PERSON_PARTS.items():
                label = f"{item.title}{title}" if part == "id_number" else item.title
                self.fields[f"{item.id}__{part}"] = forms.CharField(label=label, required=False, max_length=200, initial=parts.get(part))
            return
        self.fields[item.id] = field_of(item, self._choices.get(item.id, ()), default=defaults)
        if value is not None and item.type not in FILES:
            self.fields[item.id].initial = shown_initial(item, value)
            if item.type == "text" and len(str(value)) > ONE_LINE:
                self.fields[item.id].widget = room_for(str(value))

    def _group(self, item: FieldShape, value: Any) -> RowGroup:
        name = self.add_prefix(item.id)
        standing = [row for row in value or [] if isinstance(row, Mapping)]
        count = self._rows_wanted(item, name, len(standing))
        inner = {key.split(".", 1)[1]: one for key, one in self._choices.items() if key.startswith(f"{item.id}.")}
        made = [
            FieldInputs(
                item.rows, self.data if self.is_bound else None, self.files if self.is_bound else None, prefix=f"{name}-{place}",
                initial=standing[place] if place < len(standing) else {}, choices={**self._choices, **inner}, defaults=False, inner=True,
            )
            for place in range(count)
        ]  # fmt: skip
        return RowGroup(item, name, made)

    def _rows_wanted(self, item: FieldShape, name: str, standing: int) -> int:
        least = int(item.least or 0)
        most = min(int(item.most or MOST_ROWS), MOST_ROWS)
        if self.is_bound:
            given = str(self.data.get(f"{name}-count", ""))
            sent = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else max(least, BLANK_ROWS)
            more = BLANK_ROWS + 1 if self.data.get(MORE) == name else 0
            return min(sent + more, MOST_ROWS)
        return max(1, min(max(standing + BLANK_ROWS, least), max(most, standing)))

    @property
    def grown(self) -> bool:
        """Whether more rows were asked for: the form is shown again, nothing is done."""
        return self.is_bound and self.data.get(MORE) in {group.name for group in self.groups.values()}

    @property
    def has_files(self) -> bool:
        """Whether the form must be sent as multipart."""
        return any(item.type in FILES for item in self.shapes) or any(f.has_files for g in self.groups.values() for f in g.forms)

    @property
    def shown_fields(self) -> Iterator[ShownField]:
        """Every declared field in its order."""
        for item in self.shapes:
            condition = condition_of(item, self.shapes)
            if item.type == "rows":
                yield ShownField(item, rows=self.groups[item.id], condition=condition)
            else:
                yield ShownField(item, tuple(self[name] for name in self._names(item)), condition=condition)

    def _names(self, item: FieldShape) -> list[str]:
        return [f"{item.id}__{part}" for part in PERSON_PARTS] if item.type == "person" else [item.id]

    def values(self) -> dict[str, Any]:
        """What was given, as plain values for `catalog.field_values.read`; blanks are left out, a file is its name."""
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        found = {item.id: self._value(item) for item in self.shapes}
        return {name: value for name, value in found.items() if value not in EMPTY or value is False}

    def _value(self, item: FieldShape) -> Any:
        cleaned = getattr(self, "cleaned_data", {})
        if item.type == "rows":
            return [form.values() for form in self.groups[item.id].filled]
        if item.type == "person":
            parts = {part: cleaned.get(f"{item.id}__{part}") for part in PERSON_PARTS}
            return {part: text for part, text in parts.items() if text}
        value = cleaned.get(item.id)
        if item.type == "file":
            return value.name if value else None
        return [one.name for one in value or []] if item.type == "files" else given_value(item, value)

    def files_given(self) -> dict[str, Any]:
        """Uploaded files: field → the file, or the list of files of a field that takes several."""
        found = {item.id: self.cleaned_data.get(item.id) for item in self.shapes if item.type in FILES}
        return {name: value for name, value in found.items() if value}

    def clean(self) -> dict[str, Any]:
        """Let the catalogue read the values; its faults go to the inputs they concern."""
        if not self._inner and not self.grown:
            for form in (form for group in self.groups.values() for form in group.forms):
                form.full_clean()
            try:
                field_values.read(self.shapes, self.values(), known_values=self.known_values)
            except FieldFaultsError as error:
                for fault in error.faults:
                    self.fault(fault)
        return dict(self.cleaned_data)

    def fault(self, fault: FieldFault) -> None:
        """Put a fault beside the input it concerns: `id`, or `id.row.id` within rows."""
        name, _dot, rest = fault.field.partition(".")
        group = self.groups.get(name)
        if group is not None:
            self._fault_in_rows(group, rest, fault)
            return
        shape = next((item for item in self.shapes if item.id == name), None)
        self.add_error(self._names(shape)[0] if shape else None, fault.reason if shape else str(fault))

    def _fault_in_rows(self, group: RowGroup, rest: str, fault: FieldFault) -> None:
        number, _dot, inner = rest.partition(".")
        if inner and number.isdecimal() and 0 < int(number) <= len(group.filled):
            form = group.filled[int(number) - 1]
            form.fault(FieldFault(inner, fault.title, fault.reason))
        else:
            group.faults.append(fault.reason)
        self.add_error(None, _("“%(title)s”有需要改正的内容") % {"title": group.shape.title})


def condition_of(item: FieldShape, shapes: Sequence[FieldShape]) -> str:
    """When a field is asked, in words; empty where always."""
    known = {one.id: one for one in shapes}
    parts = []
    for name, wanted in item.when.items():
        other = known.get(name)
        values = wanted if isinstance(wanted, (list, tuple)) else [wanted]
        if other is not None:
            parts.append(f"“{other.title}”为{'、'.join(condition_text(other, value) for value in values)}")
    return f"{'，且'.join(parts)}时填写" if parts else ""


def condition_text(item: FieldShape, value: Any) -> str:
    """A value of a condition in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    codes = item.codes if isinstance(item.codes, Mapping) else {}
    return f"“{codes.get(str(value), value)}”" if value is not None else "空"


def field_inputs(fields: Sequence[FieldShape], data: Any = None, files: Any = None, **more: Any) -> FieldInputs:
    """The inputs of declared fields; see `FieldInputs` for what else may be given."""
    return FieldInputs(fields, data, files, **more)
