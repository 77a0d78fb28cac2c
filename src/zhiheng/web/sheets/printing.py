"""Printing a sheet: who, when and for what purpose stand on it, and the act in the trace; lists with every row, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from zhiheng.dossier.core.print_sheets import NO_PURPOSE, Printed, Sheet, Table, to_pdf
from zhiheng.ledger import services as ledger
from zhiheng.registry.callers import caller_of
from zhiheng.registry.gate import PurposeNeededError, current, demand_for_numbers
from zhiheng.registry.selectors import actor_of
from zhiheng.web.listing import Column

MOST_ROWS = 3000
"""Rows of one printed list; more are not cut off but refused, with the way to fewer."""
FEW_COLUMNS = 5


def printed(request: HttpRequest, sheet: Sheet, *, thing: str) -> HttpResponse:
    """The sheet as a PDF shown in the browser; the act is in the trace with its purpose before it leaves."""
    now, purpose = timezone.localtime(), current().purpose or NO_PURPOSE
    who = Printed(request.user.name, request.user.organ.name, f"{now:%Y-%m-%d %H:%M}", purpose)
    demand_for_numbers(repr(sheet))
    content = to_pdf(sheet, who, on=now.date())
    rows = sum(len(part.rows) for part in sheet.parts if isinstance(part, Table))
    asked = {"filters": request.GET.urlencode(), "address": caller_of(request).address}
    details = {"title": sheet.title, "rows": rows, "purpose": purpose, **asked}
    with transaction.atomic():
        ledger.append(actor=actor_of(request.user, "web"), act="sheet.printed", thing=thing, details=details, now=now)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{sheet.title}{now:%Y%m%d}.pdf") or "inline"  # noqa: FBT003
    response["Cache-Control"] = "private, no-store"
    return response


def print_list(request: HttpRequest, title: str, columns: Sequence[Column], rows: Iterable[Any]) -> HttpResponse:
    """The rows of a list as its page shows them under its filters, all of them; columns as they are exported."""
    gate, before = current(), current().hidden
    found = list(islice(rows.iterator(chunk_size=2000) if hasattr(rows, "iterator") else rows, MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        messages.error(request, _("超过 %(most)s 行，一次打印不下：请用筛选条件缩小范围，或者导出 Excel。") % {"most": MOST_ROWS})
        asked = request.GET.copy()
        asked.pop("format", None)
        return redirect(f"{request.path}?{asked.urlencode()}" if asked else request.path)
    cells = [[cell_text(column.value(row)) for column in columns] for row in found]
    if gate.hidden > before:
        raise PurposeNeededError
    filtered = "按页面所选条件筛选，" if any(value for name, value in request.GET.items() if name not in {"format", "sort"}) else ""
    table = Table("", [str(column.title) for column in columns], cells, "没有符合条件的记录。")
    return printed(request, Sheet(title, f"{filtered}共 {len(cells)} 行", [table], len(columns) > FEW_COLUMNS), thing=f"list:{title}")


def at(instant: datetime) -> str:
    """An instant on paper."""
    return f"{timezone.localtime(instant):%Y-%m-%d %H:%M}"


def cell_text(value: object) -> str:
    """A value of a row as it stands on paper."""
    if isinstance(value, datetime):
        return at(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
