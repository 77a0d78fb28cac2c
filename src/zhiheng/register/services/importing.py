"""Entries from an Excel file made with the register's template: rows that cannot be entered are named, the others go in."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from python_calamine import CalamineError, CalamineWorkbook

from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.registers import RegisterSpec
from zhiheng.ledger.core.actor import Actor
from zhiheng.register.core.errors import RegisterRefused
from zhiheng.register.core.workbook import cell_value, headings_of
from zhiheng.register.models import ActRow
from zhiheng.register.services.acting import RegisterAct, enter
from zhiheng.register.services.permission import ledger_of, register_named
from zhiheng.registry.rows import Unit

MOST_BYTES = 20 << 20
MOST_UNPACKED = 200 << 20
MOST_ROWS = 20_000


@dataclass
class ImportReport:
    """What became of a file: entries made, rows that had been entered before from the same file, rows refused with reason and remedy."""

    rows: int = 0
    entered: int = 0
    known: int = 0
    rejected: list[dict[str, Any]] = field(default_factory=list)


def import_entries(  # noqa: PLR0913 - what a file and its ledger are named by
    *,
    actor: Actor,
    now: datetime,
    catalog: Catalog,
    register: str,
    name: str,
    content: bytes,
    organ: str = "",
    unit: Unit | None = None,
    act: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Enter every row of the file's first sheet; each row is a request of its own, so that a stop or a second try enters nothing twice.

    raises   RegisterRefused for a file nobody can read or without the template's headings
    """
    spec = register_named(catalog, register)
    keeper = ledger_of(spec, organ or actor.organ, unit)
    entering, report = act or spec.shape.entering[0], ImportReport()
    ground = hashlib.sha256(f"{register}|{keeper.pk}|{unit.pk if unit else ''}|".encode() + content).hexdigest()[:40]
    for row, values in _rows(spec, entering, name, content):
        report.rows += 1
        key = f"excel:{ground}:{row}"
        if ActRow.objects.filter(key=key).exists():
            report.known += 1
            continue
        try:
            if not dry_run:
                wanted = RegisterAct(entering, values, key=key)
                enter(actor=actor, now=now, catalog=catalog, register=register, wanted=wanted, organ=keeper.name, unit=unit)
            report.entered += 1
        except RegisterRefused as refused:
            report.rejected.append({"row": row, "code": refused.code, "reason": refused.reason, "remedy": refused.remedy})
        except PermissionDenied:
            raise
    return report


def _rows(spec: RegisterSpec, entering: str, name: str, content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    sheet = _sheet(name, content)
    known = headings_of(spec.shape, spec.shape.acts[entering])
    at, columns = next(((place, found) for place, line in enumerate(sheet[:10]) if (found := _columns(line, known))), (0, {}))
    if not columns:
        wanted = "、".join(known)
        raise RegisterRefused("HEADINGS", name, "", "没有找到模板的表头", f"请用本台账的模板填写，表头为：{wanted}")
    if len(sheet) - at - 1 > MOST_ROWS:
        raise RegisterRefused("TOO_MANY", name, "", f"超过 {MOST_ROWS} 行", "请分成几个文件")
    for place, line in enumerate(sheet[at + 1 :], start=at + 2):
        cells = {column: line[index] for index, column in columns.items() if index < len(line) and line[index] not in ("", None)}
        if cells:
            yield place, {column: cell_value(spec.shape.field[column], _plain(cell)) for column, cell in cells.items()}


def _columns(line: list[Any], known: dict[str, str]) -> dict[int, str]:
    found = {place: known[str(cell).strip().rstrip("*")] for place, cell in enumerate(line) if str(cell).strip().rstrip("*") in known}
    return found if found and len(found) >= min(2, len(known)) else {}


def _sheet(name: str, content: bytes) -> list[list[Any]]:
    if len(content) > MOST_BYTES:
        raise RegisterRefused("TOO_LARGE", name, "", f"文件大于 {MOST_BYTES >> 20} MB", "请分成几个文件")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
                raise RegisterRefused("TOO_LARGE", name, "", "展开后过大", "请分成几个文件")
        return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    except (CalamineError, zipfile.BadZipFile, ValueError, IndexError) as error:
        raise RegisterRefused("UNREADABLE", name, "", "不是可以读取的 Excel 文件（.xlsx）", "请用模板另存为 .xlsx") from error


def _plain(cell: Any) -> Any:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="minutes")
    return cell.isoformat() if isinstance(cell, date) else cell if isinstance(cell, bool) else str(cell)
