"""The menu in two levels: pages under their rights, and a line for each pack in which the officer's organ has a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zhiheng.catalog.packs import Catalog, PackSpec
from zhiheng.ledger.core.once import once
from zhiheng.models.in_force import catalog
from zhiheng.oversight.selectors import ClueFilter, clues_seen_by
from zhiheng.oversight.selectors.todo import CLUE_STEPS, data_items
from zhiheng.procedure.selectors import barred_count
from zhiheng.procedure.selectors import waiting_count as waiting_steps
from zhiheng.register.selectors.entries import waiting_count
from zhiheng.registry.core.kinds import counts_as
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.rights import may, roles_of
from zhiheng.web.counting import count_of
from zhiheng.work.selectors import duties_seen_by

GROUPS = {
    "work": _("我的工作"), "oversight": _("监督"), "cases": _("协同办案"), "ledgers": _("台账"), "persons": _("人员与卷宗"),
    "data": _("数据"), "study": _("研判"), "tools": _("工具"), "system": _("管理"),
}  # fmt: skip
PACK_GROUPS = {"监督": "oversight", "派驻巡回": "oversight", "协同办案": "cases", "台账": "ledgers", "人员与卷宗": "persons",
               "数据": "data", "研判": "study", "考核": "study", "工具": "tools", "管理": "system"}  # fmt: skip
"""What a pack's card says under `menu` → the group it stands in; another word is a group of its own."""


@dataclass(frozen=True)
class Page:
    """An entry of the menu: `section` is the head of the addresses below it, `group` where it stands."""

    name: str
    title: Any
    icon: str
    right: str
    section: str
    group: str = "work"


PAGES = (
    Page("home", _("待办"), "home", "home.read", "/home/"),
    Page("centre", _("指挥中心"), "activity", "centre.read", "/command/"),
    Page("duties", _("职责"), "calendar", "duty.read", "/duties/"),
    Page("clues", _("线索"), "list-search", "clue.read", "/clues/", "oversight"),
    Page("cases", _("办件"), "checklist", "case.read", "/cases/"),
    Page("register", _("监督文书台账"), "file-text", "document.read", "/documents/", "oversight"),
    Page("tracking", _("定位监管"), "circle-dot", "tracking.read", "/tracking/", "cases"),
    Page("portal_accounts", _("手机页和自助终端"), "users", "case.handle", "/portal-accounts/", "cases"),
    Page("procedures", _("办理流程"), "activity", "case.read", "/procedures/", "cases"),
    Page("ledgers", _("全部台账"), "table", "register.read", "/ledgers/", "ledgers"),
    Page("persons", _("人员"), "users", "person.read", "/persons/", "persons"),
    Page("data", _("数据"), "database", "data.read", "/data/", "data"),
    Page("dictionary", _("数据字典"), "book-2", "dictionary.read", "/dictionary/", "data"),
    Page("models", _("监督模型"), "template", "model.read", "/models/", "study"),
    Page("judgments", _("类案检索"), "report-search", "judgment.read", "/judgments/", "study"),
    Page("sandbox", _("试查"), "code", "sandbox.use", "/sandbox/", "study"),
    Page("indicators", _("指标"), "chart-bar", "indicator.read", "/indicators/", "study"),
    Page("ratings", _("评定"), "checks", "report.read", "/ratings/", "study"),
    Page("reports", _("报告"), "report-search", "report.read", "/reports/", "study"),
    Page("calculators", _("法律计算器"), "scale", "law.use", "/law/", "tools"),
    Page("catalogues", _("目录"), "list-details", "items.read", "/catalogues/", "tools"),
    Page("powers", _("权责清单"), "shield-check", "items.read", "/powers/", "tools"),
    Page("trace", _("留痕"), "fingerprint", "ledger.read", "/trace/", "system"),
    Page("accounts", _("人员账号"), "key", "registry.manage", "/system/accounts/", "system"),
    Page("proposals", _("管理员任职"), "shield-check", "post.confirm", "/system/proposals/", "system"),
    Page("organs", _("机关"), "building-bank", "organ.manage", "/system/organs/", "system"),
    Page("exchange", _("系统间交换"), "activity", "organ.manage", "/system/exchange/", "system"),
    Page("notice_hooks", _("通知发送"), "bell", "organ.manage", "/system/notices/", "system"),
    Page("service_accounts", _("系统账号"), "key", "registry.manage", "/system/service-accounts/", "system"),
)
PACK_ICON, PAPER_SEARCH = "folders", "/documents/search/"
ALWAYS = frozenset({"work", "oversight"})
FEW = 14
KEPT_SECONDS = 60


@dataclass(frozen=True)
class Entry:
    """A line of the menu: `count` is what waits there, None where nothing is counted."""

    title: Any
    icon: str
    address: str
    open: bool
    count: int | None = None


@dataclass(frozen=True)
class Group:
    """A group of lines."""

    name: str
    title: Any
    entries: tuple[Entry, ...]
    alone: bool = False

    @property
    def open(self) -> bool:
        """Whether its lines are shown at first: the officer's own work, the group one stands in, all where there are few."""
        return self.alone or self.name in ALWAYS or any(entry.open for entry in self.entries)

    @property
    def count(self) -> int:
        """What waits in all its lines."""
        return sum(entry.count or 0 for entry in self.entries)


def menu(request: HttpRequest) -> dict[str, object]:
    """Template context: the groups of pages this officer may open, and the one that is open."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"menu": []}
    return once(("menu", request.user.pk, request.path), lambda: drawn_for(request))


def drawn_for(request: HttpRequest) -> dict[str, object]:
    """The menu of an officer who has signed in; a page that is drawn of several templates counts it once."""
    found: dict[str, list[Entry]] = {name: [] for name in GROUPS}
    for page in PAGES:
        if may(request.user, page.right):
            found[page.group].append(entry_of(request, page))
    for spec in packs_of(request.user, catalog()):
        address = reverse("pack", args=[spec.id])
        line = Entry(spec.title, PACK_ICON, address, request.path.startswith(address))
        found.setdefault(PACK_GROUPS.get(spec.menu, spec.menu), []).append(line)
    few = sum(map(len, found.values())) <= FEW
    groups = [Group(name, GROUPS.get(name, name), tuple(entries), few) for name, entries in found.items() if entries]
    return {"menu": groups, "posts": [ROLES[role].zh for role in sorted(roles_of(request.user))], "error_frame": "web/framed_error.html"}


def entry_of(request: HttpRequest, page: Page) -> Entry:
    """A page as a line, with what waits there."""
    count = COUNTS[page.name](request.user) if page.name in COUNTS else None
    return Entry(page.title, page.icon, reverse(page.name), is_open(request.path, page), count or None)


def mine(officer: Any) -> int:
    """What the queue holds: steps that wait for the own organ, clues one has taken, duties, data to send."""
    steps = own_steps(officer) if may(officer, "case.read") else 0
    taken = ClueFilter(assigned_to=officer.username, resolved=False)
    clues = count_of(clues_seen_by(officer, taken).filter(state__in=CLUE_STEPS)) if may(officer, "clue.read") else 0
    owed = duties_seen_by(officer, open_only=True, now=timezone.now()).filter(organ_id=officer.organ_id).count()
    return steps + clues + owed + (to_send(officer) if may(officer, "data.send") else 0)


def own_steps(officer: Any) -> int:
    """Steps that wait for the own organ, without those that the officer, having done another, may not do."""
    now = timezone.now()
    barring = {
        (spec.id, step.id): step.other_than for spec in catalog().procedures.values() for step in spec.steps.values() if step.other_than
    }
    return waiting_steps(officer, now=now) - barred_count(officer, barring, now=now)


def to_send(officer: Any) -> int:
    """Data the own organ should have sent or must mend; looked up once a minute."""
    name = f"to-send:{officer.organ_id}:{timezone.localdate()}"
    return int(cache.get_or_set(name, lambda: sum(1 for _one in data_items(officer, timezone.localdate())), KEPT_SECONDS) or 0)


COUNTS: dict[str, Callable[[Any], int]] = {
    "home": mine,
    "duties": lambda officer: duties_seen_by(officer).filter(done_at=None, organ_id=officer.organ_id, due_at__lt=timezone.now()).count(),
    "ledgers": waiting_count,
}
"""What is counted at a page: steps and clues to do, duties overdue in the own organ, entries that wait for its confirmation."""


def is_open(path: str, page: Page) -> bool:
    """Whether an address belongs to a page of the menu; the desk stands at the root, the search of papers below the cases."""
    if path.startswith(PAPER_SEARCH):
        return page.name == "cases"
    return path == "/" if page.name == "home" else path.startswith(page.section)


def packs_of(officer: Any, known: Catalog) -> list[PackSpec]:
    """Packs that name a place in the menu and in which the officer's organ has a part, by title."""
    return sorted((spec for spec in known.packs.values() if spec.menu and concerns(officer, spec, known)), key=lambda spec: spec.title)


def concerns(officer: Any, spec: PackSpec, known: Catalog) -> bool:
    """Whether an officer has to do with a pack: a seat in a procedure, a ledger kept or seen, a duty; under the rights for that pack."""
    kind = officer.organ.kind
    if may(officer, "case.read", pack=spec.id) and any(takes_part(kind, one) for one in known.procedures.values() if one.pack == spec.id):
        return True
    if may(officer, "register.read", pack=spec.id) and any(
        has_ledger(kind, one) for one in known.registers.values() if one.pack == spec.id
    ):
        return True
    owed = [one.shape.of for one in known.duties.values() if one.pack == spec.id and one.shape.of]
    return may(officer, "duty.read", pack=spec.id) and any(counts_as(kind, one.kinds) for one in owed)


def takes_part(kind: str, procedure: Any) -> bool:
    """Whether organs of a kind can hold a seat of the procedure."""
    return any(role.kinds and counts_as(kind, role.kinds) for role in procedure.roles.values())


def has_ledger(kind: str, register: Any) -> bool:
    """Whether organs of a kind keep the register, or see entries of others."""
    shape = register.shape
    return counts_as(kind, shape.kept_by.kinds) or any_counts(kind, shape.seen_by)


def any_counts(kind: str, kinds: Iterable[str]) -> bool:
    """Whether a kind counts as one of these."""
    return any(counts_as(kind, [one]) for one in kinds if one != "upper")
