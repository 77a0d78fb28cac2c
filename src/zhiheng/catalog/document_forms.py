"""A form-like paper (表格式文书): a YAML file whose rows of cells are laid out as a table.

    columns: [2, 3, 2, 3]                      widths in parts
    above:   ["单位：{{organ}}", "编号：{{number}}"]   a line over the table, its parts spread from left to right
    rows:
      - [姓名, "{{name}}", 性别, "{{sex}}"]       a text without placeholders is a label
      - [意见, {text: "{{opinion}}", across: 3, lines: 5, sign: "{{signer}} {{signed_on}}"}]
      - {each: items, least: 5, cells: ["{{items.serial}}", "{{items.name}}", …]}
    below:   [注：本表一式两份。]                   lines under the table

`across` and `down` join cells; `lines` is the least height.
"""

from __future__ import annotations

from typing import Any

from zhiheng.catalog.document_parts import SERIAL, Cell, Grid, Line, Placeholder, Row, clause_fault, names_in
from zhiheng.catalog.errors import did_you_mean
from zhiheng.catalog.fields import Fields

Places = dict[str, Placeholder]


def read_grid(fields: Fields, places: Places) -> Grid:
    """Read `columns` and `rows`; a row that does not fill the width, or names an undeclared placeholder, is a fault."""
    widths = tuple(int(width) for width in fields.raw("columns") or () if isinstance(width, int) and width > 0)
    if not widths:
        fields.fault("columns", "应是各列宽度", "写 columns: [2, 3, 2, 3]。")
    rows = tuple(_row(fields, index, entry, places) for index, entry in enumerate(_listed(fields, "rows")))
    if not rows:
        fields.fault("rows", "没有表格行", "写 rows:，每行是格子的列表。")
    _check_widths(fields, widths, rows)
    return Grid(widths, rows)


def read_lines(fields: Fields, places: Places) -> tuple[Line, ...]:
    """Read what stands over and under the table, with the place of the table between."""
    above = [Line("over", "\t".join(fields.texts("above")))] if "above" in fields else []
    below = [Line("note", text) for text in fields.texts("below")]
    for key, lines in (("above", above), ("below", below)):
        for line in lines:
            _check_names(fields, key, line.names, places, "")
            _check_clauses(fields, key, line.text)
    return (*above, Line("grid", ""), *below)


def _listed(fields: Fields, key: str) -> list[Any]:
    value = fields.raw(key)
    return value if isinstance(value, list) else []


def _row(fields: Fields, index: int, entry: Any, places: Places) -> Row:
    if isinstance(entry, list):
        return Row(tuple(_cell(fields, index, cell, places, "") for cell in entry))
    inner = Fields(fields.document, fields.faults, f"{fields.thing} 第{index + 1}行", (*fields.at, "rows", index))
    each = inner.text("each")
    if each not in places or places[each].type != "table":
        inner.fault("each", f"{each} 不是表格占位", did_you_mean(each, [name for name, place in places.items() if place.type == "table"]))
    row = Row(tuple(_cell(fields, index, cell, places, each) for cell in _listed(inner, "cells")), each, inner.whole("least", default=0))
    inner.only()
    return row


def _cell(fields: Fields, row: int, entry: Any, places: Places, each: str) -> Cell:
    thing = f"{fields.thing} 第{row + 1}行"
    cell = Cell("" if entry is None else str(entry)) if not isinstance(entry, dict) else _written(fields, row, thing, entry)
    _check_names(fields, "rows", cell.names, places, each, row)
    _check_clauses(fields, "rows", cell.text, row)
    _check_clauses(fields, "rows", cell.sign, row)
    labelled = cell.label or (bool(cell.text) and not names_in(cell.text))
    return Cell(cell.text, cell.across, cell.down, cell.lines, labelled, cell.sign)


def _written(fields: Fields, row: int, thing: str, entry: dict[str, Any]) -> Cell:
    place = (*fields.at, "rows", row)
    index = next(at for at, one in enumerate(_cells_of(fields, row)) if one is entry)
    key: tuple[str | int, ...] = (*place, index) if isinstance(_listed(fields, "rows")[row], list) else (*place, "cells", index)
    inner = Fields(fields.document, fields.faults, thing, key)
    cell = Cell(
        inner.text("text", default=""),
        across=inner.whole("across", default=1),
        down=inner.whole("down", default=1),
        lines=inner.whole("lines", default=1),
        label=inner.flag("label"),
        sign=inner.text("sign", default=""),
    )
    inner.only()
    return cell


def _cells_of(fields: Fields, row: int) -> list[Any]:
    entry = _listed(fields, "rows")[row]
    found = entry if isinstance(entry, list) else entry.get("cells", [])
    return found if isinstance(found, list) else []


def _check_names(fields: Fields, key: str, names: tuple[str, ...], places: Places, each: str, row: int | None = None) -> None:
    """Note placeholders that are not declared, or not of this row."""
    line = fields.line(key) if row is None else fields.document.line_of((*fields.at, key, row))

    def refuse(reason: str, remedy: str) -> None:
        fields.faults.add(fields.document.path, line, fields.thing, reason, remedy)

    for name in names:
        table, _, column = name.partition(".")
        if table not in places:
            refuse(f"占位 {table} 没有声明", did_you_mean(table, places))
        elif column and (table != each or column not in {SERIAL, *places[table].columns}):
            refuse(f"{name} 不是这一行可用的列", f"在 each: {table} 的行里写 {table}.列名。")
        elif not column and places[table].type == "table":
            refuse(f"表格占位 {table} 不能放在一个格子里", f"写一行 {{each: {table}, cells: [...]}}。")


def _check_clauses(fields: Fields, key: str, text: str, row: int | None = None) -> None:
    wrong = clause_fault(text)
    if wrong:
        line = fields.line(key) if row is None else fields.document.line_of((*fields.at, key, row))
        fields.faults.add(fields.document.path, line, fields.thing, wrong, "写成 [[自{{起日}}起至{{止日}}止|另一种说法]]。")


def _check_widths(fields: Fields, widths: tuple[int, ...], rows: tuple[Row, ...]) -> None:
    """Every row fills the width, counting cells that reach down into it."""
    reaching: dict[int, int] = {}
    for index, row in enumerate(rows):
        held = reaching.pop(index, 0)
        for cell in row.cells:
            for below in range(1, cell.down):
                reaching[index + below] = reaching.get(index + below, 0) + cell.across
        filled = held + sum(cell.across for cell in row.cells)
        if filled != len(widths):
            fields.fault("rows", f"第{index + 1}行占{filled}列，表格有{len(widths)}列", "改正各格的 across、down，使每行正好占满。")
    if reaching:
        fields.fault("rows", "有格子伸出表格之外", "改小 down。")
