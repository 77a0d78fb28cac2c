"""打印一个指标: the number with its rule, every part, the periods before, and every row it was counted from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from zhiheng.analysis.indicators import IndicatorResult
from zhiheng.analysis.written import written
from zhiheng.dossier.core.print_sheets import Facts, Sheet, Table
from zhiheng.models.in_force import catalog
from zhiheng.web.excel import watched
from zhiheng.web.listing import Column
from zhiheng.web.sheets.printing import MOST_ROWS, cell_text, printed
from zhiheng.web.templatetags.pages import figure, spoken


def indicator_sheet(
    request: HttpRequest,
    result: IndicatorResult,
    *,
    about: str,
    columns: Sequence[Column],
    rows: Iterable[Mapping[str, Any]],
    trend: Mapping[str, Any],
) -> HttpResponse:
    """The indicator as PDF; `about`: period and organ. Too many rows are refused, never cut off."""
    found = list(islice(rows, MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        messages.error(request, _("超过 %(most)s 行，一次打印不下：请选择单位或较短的期间，或者导出 Excel。") % {"most": MOST_ROWS})
        return redirect(request.path)
    cells = [watched(column) for column in columns]
    lines = [[cell_text(column.value(row)) for column in cells] for row in found]
    parts = [
        _facts(result), _numbers("趋势", "期间", trend), _parts(result),
        Table("逐条记录", [str(column.title) for column in columns], lines, "这一期间没有可计入的记录。"),
    ]  # fmt: skip
    sheet = Sheet(result.spec.title, about, [part for part in parts if part], wide=True)
    return printed(request, sheet, thing=f"indicator:{result.spec.id}")


def number_text(result: IndicatorResult) -> str:
    """The number as a sheet writes it."""
    return str(strip_tags(figure(result))).partition("（")[0] + (result.spec.unit if result.spec.kind == "count" else "")


def _facts(result: IndicatorResult) -> Facts:
    spec = result.spec
    rows = [("数值", number_text(result))]
    if spec.kind != "count":
        rows.append(("分子 / 分母", f"{result.numerator:,} / {result.denominator:,}"))
    if result.interval:
        rows.append(("95% 置信区间", f"{result.interval[0]:.1%} — {result.interval[1]:.1%}"))
    rows += [("用途", spec.purpose), ("算法", spec.logic), ("依据", "；".join(map(spoken, spec.source)) or "—")]
    return Facts([*rows, *(("不计入", one) for one in spec.leaves_out), *([("说明", spec.caveat)] if spec.caveat else [])])


def _parts(result: IndicatorResult) -> Table | None:
    """Every part, not only those a chart has room for."""
    known = {name: spec.title for name, spec in catalog().models.items()} if result.spec.group_by == "model" else {}
    ordered = sorted(result.parts.items(), key=lambda item: (-item[1].denominator, item[0]))
    rows = [[str(known.get(name, name)), _value(result, one), f"{one.numerator} / {one.denominator}"] for name, one in ordered]
    return Table("按模型" if known else "按单位", ["名称", "数值", "分子 / 分母"], rows) if rows else None


def _value(result: IndicatorResult, one: Any) -> str:
    if one.value is None:
        return "—"
    if result.spec.kind == "count":
        return f"{one.value:,.0f}"
    return written(result.spec, one) if result.spec.written_as else f"{one.value:.1%}"


def _numbers(title: str, what: str, numbers: Mapping[str, Any]) -> Table | None:
    columns = zip(numbers["names"], numbers["values"], numbers["notes"], strict=True)
    rows = [[str(name), "—" if value is None else f"{value}{numbers['unit']}", str(note)] for name, value, note in columns]
    return Table(title, [what, "数值", "分子 / 分母"], rows) if rows else None
