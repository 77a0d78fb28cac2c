"""权责清单: who may and who must do what at which step, made of the procedures themselves, on the page and as an Excel file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from zhiheng.catalog.powers import Power, differences, powers, unlisted
from zhiheng.models.in_force import catalog
from zhiheng.registry.core.kinds import ORGAN_KINDS
from zhiheng.registry.rights import may
from zhiheng.web.excel import GIVEN, export
from zhiheng.web.fields.filters import Filters, choice, text
from zhiheng.web.listing import Column, listing
from zhiheng.web.rights import requires

DUTY = {"must": _("必须做"), "may": _("可以做")}
OTHER = {"yes": _("有不一致"), "unlisted": _("必须做而清单目录没有列")}
LEFT_OUT = "清单目录没有列"


class PowerFilters(Filters):
    """Rows of the list."""

    q = text(_("事项、文书或依据"))
    kind = choice(_("机关"))
    pack = choice(_("业务"))
    duty = choice(_("义务"))
    act = choice(_("权限"))
    other = choice(_("与清单目录比较"))


@dataclass(frozen=True)
class Line:
    """A row as the page shows it: every cell under its heading. procedure: empty where the viewer may not open it."""

    procedure: str
    cells: tuple[tuple[Any, Any], ...]


def kinds_of(power: Power) -> str:
    """The kinds of organs in words."""
    return "、".join(ORGAN_KINDS[kind].title if kind in ORGAN_KINDS else kind for kind in power.kinds)


def delegable(power: Power) -> str:
    """Whether a catalogue lets it be delegated; nothing said is no permission."""
    said = dict.fromkeys(item.more["delegable"] for item in power.stated if item.more.get("delegable"))
    return "；".join(said) or "清单未载明，须书面授权"


COLUMNS = (
    Column(_("机关"), kinds_of),
    Column(_("流程"), lambda row: row.procedure.title),
    Column(_("办案事项"), lambda row: row.step.title),
    Column(_("决定主体"), lambda row: row.who),
    Column(_("权限"), lambda row: row.act),
    Column(_("义务"), lambda row: DUTY["must" if row.must else "may"]),
    Column(_("相关文书"), lambda row: "、".join(row.papers)),
    Column(_("期限"), lambda row: "；".join(row.clocks)),
    Column(_("依据"), lambda row: "；".join(row.bases)),
    Column(_("可否委托"), delegable),
    Column(_("逾期"), lambda row: row.otherwise),
    Column(_("清单差异"), lambda row: differences(row) or (LEFT_OUT if unlisted(row) else "")),
)


@requires("items.read")
@require_GET
def power_list(request: HttpRequest) -> HttpResponseBase:
    """The list over all procedures of the packs one may read, or the same rows as an Excel file."""
    known = catalog()
    rows = [row for row in powers(known) if may(request.user, "items.read", pack=row.pack)]
    kinds = sorted({kind for row in rows for kind in row.kinds if kind in ORGAN_KINDS}, key=list(ORGAN_KINDS).index)
    packs = dict.fromkeys(row.pack for row in rows)
    filters = PowerFilters(
        request.GET,
        kind=[(kind, ORGAN_KINDS[kind].title) for kind in kinds],
        pack=[(name, known.packs[name].title) for name in packs],
        duty=DUTY.items(),
        act=[(act, act) for act in dict.fromkeys(row.act for row in rows)],
        other=OTHER.items(),
    )
    found = [row for row in rows if fits(row, filters)]
    if request.GET.get("format") in GIVEN:
        return export(request, "权责清单", COLUMNS, found)
    opened = {pack for pack in packs if may(request.user, "case.read", pack=pack)}
    shown = [
        Line(row.procedure.id if row.pack in opened else "", tuple((column.title, column.value(row)) for column in COLUMNS))
        for row in found
    ]
    context = {
        "filters": filters, "listing": listing(shown, COLUMNS, request.GET, sort=""), "kept": filters.kept, "total": len(rows),
        "must": sum(row.must for row in rows), "odd": sum(bool(differences(row)) for row in rows),
    }  # fmt: skip
    return render(request, "web/work/powers.html", context)


def fits(row: Power, filters: PowerFilters) -> bool:
    """Whether a row is under the filters."""
    said = " ".join((row.name, row.procedure.title, row.step.title, row.who, *row.papers, *row.bases))
    asked = {name: filters.given(name) for name in ("kind", "pack", "duty", "act")}
    stands = {"kind": row.kinds, "pack": (row.pack,), "duty": ("must" if row.must else "may",), "act": (row.act,)}
    if not all(word in said for word in (filters.given("q") or "").split()):
        return False
    if any(wanted and wanted not in stands[name] for name, wanted in asked.items()):
        return False
    other = filters.given("other")
    return not other or (unlisted(row) if other == "unlisted" else bool(differences(row)))
