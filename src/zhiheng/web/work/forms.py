"""Forms of duties, catalogues and sheets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from zhiheng.analysis.sheets import SheetResult
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.sheets import Criterion, Each, SheetShape, Veto
from zhiheng.web.fields.filters import Filters, choice, text
from zhiheng.web.fields.inputs import FieldInputs

ASKS = {"choice": "选项", "points": "评分", "evidence": "佐证", "reason": "理由", "count": "次数", "holds": "有此情形"}


class DutyFilters(Filters):
    """Duties owed."""

    duty = choice(_("职责"))
    organ = choice(_("机关"))
    period = choice(_("期间"))
    state = choice(_("情况"))


class RatingFilters(Filters):
    """Ratings."""

    sheet = choice(_("评定"))
    organ = choice(_("机关"))
    period = choice(_("期间"))
    stage = choice(_("环节"))


class ItemFilters(Filters):
    """Items of a catalogue."""

    q = text(_("编号、名称或依据"))
    group = choice(_("分组"))
    covered = choice(_("覆盖情况"))
    period = choice(_("按台账统计的期间"))


@dataclass(frozen=True)
class Part:
    """One part of a sheet on the page: what it is worth, the figure read for it, its inputs."""

    title: str
    note: str
    worth: str
    read: str
    inputs: tuple[BoundField, ...]


class SheetInputs(FieldInputs):
    """What a rater gives of a sheet; figures are read from records and shown beside."""

    def __init__(self, shape: SheetShape, data: Any = None, *, standing: Mapping[str, Any], rater: str) -> None:
        self.sheet, self.standing = shape, standing
        fields = [item for part in parts_of(shape) for item in fields_of(part)]
        super().__init__(fields, data, initial=dict(initial_of(standing, rater)), defaults=False)

    def given(self) -> dict[str, dict[str, Any]]:
        """Part → what this rater gives, as `work.services.rate` takes it; a part left blank is not touched."""
        found: dict[str, dict[str, Any]] = {}
        for name, value in self.values().items():
            part, _sep, ask = name.rpartition("__")
            found.setdefault(part, {})[ask] = str(value) if ask == "points" else value
        for veto in self.sheet.vetoes:
            if veto.from_ is None and self.standing.get(veto.id, {}).get("holds") and "holds" not in found.get(veto.id, {}):
                found.setdefault(veto.id, {})["holds"] = False
        return found

    def parts(self, result: SheetResult) -> list[Part]:
        """Every part with its inputs and what is known of it."""
        lines = {line.id: line for line in (*result.lines, *result.more, *result.less)}
        found = []
        for part in parts_of(self.sheet):
            line = lines.get(part.id)
            inputs = tuple(self[item.id] for item in fields_of(part))
            read = (line.how or line.missing) if line and part.from_ is not None else ""
            found.append(Part(part.title, getattr(part, "note", ""), worth_of(part), read, inputs))
        return found


def parts_of(shape: SheetShape) -> tuple[Criterion | Veto | Each, ...]:
    """Criteria, additions, deductions, vetoes."""
    return (*shape.criteria, *shape.more, *shape.less, *shape.vetoes)


def worth_of(part: Criterion | Veto | Each) -> str:
    """What a part can give, in words."""
    if isinstance(part, Veto):
        return f"一票否决：{part.grade}"
    if isinstance(part, Each):
        return f"每次 {part.each} 分" + (f"，最多 {part.most} 分" if part.most is not None else "")
    return f"{part.weight} 分" + (f"，{part.raters} 人分别评分" if part.raters > 1 else "")


def fields_of(part: Criterion | Veto | Each) -> list[FieldShape]:
    """The fields a rater fills in for a part."""
    if isinstance(part, Veto):
        return [] if part.from_ else [_field(part, "holds", "flag")]
    if isinstance(part, Each):
        return [_field(part, "count", "whole", least=0)] if part.filled else []
    fields = []
    if part.choices:
        fields.append(
            _field(part, "choice", "choice", codes={code: f"{title}（{points} 分）" for code, (title, points) in part.choices.items()})
        )
    if part.filled:
        fields.append(_field(part, "points", "decimal", least=part.least, most=part.highest, unit="分"))
    if part.evidence or part.filled or part.choices:
        fields.append(_field(part, "evidence", "paragraphs", doc="必须有佐证，没有的不得分" if part.evidence else ""))
    if part.reason or part.unused:
        fields.append(_field(part, "reason", "text", doc="期间没有发生此类事项的，写明理由后按满分计" if part.unused else ""))
    return fields


def _field(part: Criterion | Veto | Each, ask: str, kind: str, **more: Any) -> FieldShape:
    return FieldShape.model_validate({"id": f"{part.id}__{ask}", "title": ASKS[ask], "type": kind, **more})


def initial_of(standing: Mapping[str, Any], rater: str) -> Any:
    """What stands already: of points only the rater's own, so that raters do not follow each other."""
    for part, given in standing.items():
        for ask in ("choice", "evidence", "reason", "count", "holds"):
            if given.get(ask) not in (None, "", []):
                yield f"{part}__{ask}", given[ask]
        own = next((row for row in given.get("rated", ()) if row["by"] == rater), None)
        if own:
            yield f"{part}__points", own["points"]
