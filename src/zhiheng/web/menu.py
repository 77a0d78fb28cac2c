"""The menu: which pages there are, under which right, in which order."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhiheng.registry.rights import may


@dataclass(frozen=True)
class Page:
    """An entry of the menu: `section` is the head of the addresses below it."""

    name: str
    title: str
    icon: str
    right: str
    section: str


PAGES = (
    Page("home", _("工作台"), "home", "home.read", "/home/"),
    Page("clues", _("线索"), "list-search", "clue.read", "/clues/"),
    Page("persons", _("人员"), "users", "person.read", "/persons/"),
    Page("cases", _("办件"), "checklist", "case.read", "/cases/"),
    Page("register", _("监督文书台账"), "file-text", "document.read", "/documents/"),
    Page("data", _("数据"), "database", "data.read", "/data/"),
    Page("models", _("监督模型"), "template", "model.read", "/models/"),
    Page("sandbox", _("试查"), "code", "sandbox.use", "/sandbox/"),
    Page("calculators", _("法律计算器"), "scale", "law.use", "/law/"),
    Page("indicators", _("指标"), "chart-bar", "indicator.read", "/indicators/"),
    Page("dictionary", _("数据字典"), "book-2", "dictionary.read", "/dictionary/"),
    Page("trace", _("留痕"), "fingerprint", "ledger.read", "/trace/"),
    Page("accounts", _("人员账号"), "key", "registry.manage", "/system/accounts/"),
    Page("proposals", _("管理员任职"), "shield-check", "post.confirm", "/system/proposals/"),
    Page("organs", _("机关"), "building-bank", "organ.manage", "/system/organs/"),
)


def menu(request: HttpRequest) -> dict[str, object]:
    """Template context: the pages this officer may open, and the one that is open."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {"menu": []}
    seen = [page for page in PAGES if may(request.user, page.right)]
    entries = [(page, reverse(page.name), is_open(request.path, page)) for page in seen]
    return {"menu": entries}


def is_open(path: str, page: Page) -> bool:
    """Whether an address belongs to a page of the menu; the desk stands at the root."""
    return path == "/" if page.name == "home" else path.startswith(page.section)
