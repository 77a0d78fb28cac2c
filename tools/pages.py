"""Every page, who sees it and what for: `list` writes docs/pages.md, `pictures ADDRESS PASSWORD` photographs a demonstration.

Pictures go to `var/pages` (or `--to`), three sizes a page, one folder an account; they are never committed.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "pages.md"
SIZES = {"1366x768": (1366, 768), "1920x1080": (1920, 1080), "390x844": (390, 844)}
ACCOUNTS = {
    "prosecutor": "prosecutor", "chief": "chief_prosecutor", "leader": "leader", "steward": "data_steward", "prison": "organ_leader",
    "security": "security_admin", "system": "system_admin", "auditor": "audit_admin",
}  # fmt: skip
LEFT_OUT = {"sign_out", "locked_out"}
PURPOSE = "核查（2026）川检线索第1号，核对身份"
HEAD = """# Pages

Made by `python tools/pages.py list`; a test holds it true. Pictures of each page at 1366×768, 1920×1080 and 390×844 are made from a running
demonstration by `python tools/pages.py pictures http://127.0.0.1:8000 PASSWORD` and lie in `var/pages`.
What an eye would object to (cut text, a table wider than its card, overlaps, machine words) is measured on the main pages in
`tests/web/browser/test_pages.py`.

An address with `…` is opened from a list. Who may not see what a page shows is answered as if there were no such page.
"""


@dataclass(frozen=True)
class Shown:
    """A page: address, name, the right it asks for, what for, and the folder of the web room in which it stands."""

    address: str
    name: str
    right: str
    purpose: str
    folder: str


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("list")
    pictures = acts.add_parser("pictures")
    pictures.add_argument("address")
    pictures.add_argument("password")
    pictures.add_argument("--to", type=Path, default=ROOT / "var" / "pages")
    given = parser.parse_args(arguments)
    if given.act == "list":
        PAGE.write_text(written(), encoding="utf-8")
        return 0
    return photograph(given.address, given.password, given.to)


def written() -> str:
    """The text of docs/pages.md."""
    parts = [HEAD]
    found = sorted(pages(), key=lambda one: (one.folder, one.address))
    for folder in dict.fromkeys(one.folder for one in found):
        rows = [f"| `{one.address}` | {seen_by(one.right)} | {one.purpose} |" for one in found if one.folder == folder]
        parts.append("\n".join([f"\n## {folder}\n", "| page | who sees it | what for |", "|---|---|---|", *rows, ""]))
    return "".join(parts)


def pages() -> Iterator[Shown]:
    """Every address of the web room that answers a GET with a page or a file."""
    from django.urls import URLPattern

    from zhiheng.web.urls import urlpatterns

    for pattern in urlpatterns:
        if isinstance(pattern, URLPattern) and pattern.name not in LEFT_OUT and "GET" in methods_of(pattern.callback):
            address = "/" + re.sub(r"<[^>]+>", "…", str(pattern.pattern))
            doc = " ".join((pattern.callback.__doc__ or "").split()).replace("|", "\\|")
            yield Shown(address, str(pattern.name), pattern.callback.right, doc, pattern.callback.__module__.split(".")[2])


def methods_of(view: Any) -> list[str]:
    """Methods a view takes, as its decorators say; every one where they say nothing."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            kept = cell.cell_contents
            if isinstance(kept, list) and kept and all(isinstance(one, str) and one.isupper() for one in kept):
                return kept
        view = getattr(view, "__wrapped__", None)
    return ["GET", "POST"]


def seen_by(right: str) -> str:
    """Who holds a right, in words."""
    from zhiheng.registry.core.roles import EVERYONE, ROLES

    if right == "public":
        return "everybody"
    if right == "signed_in" or right in EVERYONE:
        return "every officer"
    return "、".join(role.zh for role in ROLES.values() if right in role.rights)


def photograph(address: str, password: str, target: Path) -> int:
    """A picture of every page in each size, as each account of the demonstration that may see it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--lang=zh-CN"]
        )
        for account, role in ACCOUNTS.items():
            shown: dict[str, str] = {}
            for size, (width, height) in SIZES.items():
                context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", base_url=address)
                page = signed_in(context.new_page(), account, password)
                shown = shown or reached(page, role)
                for name, place in shown.items():
                    open_page(page, place)
                    page.screenshot(path=target / account / f"{name}-{size}.png")
                context.close()
            print(f"{account}: {len(shown)}", flush=True)
        browser.close()
    print(f"pictures: {target}")
    return 0


def signed_in(page: Any, account: str, password: str) -> Any:
    """The page after the sign-in of an account."""
    page.goto("/sign-in/")
    page.fill("#id_username", account)
    page.fill("#id_password", password)
    page.click("button[type=submit]")
    page.wait_for_load_state()
    return page


def reached(page: Any, role: str) -> dict[str, str]:
    """Name → address of the pages a role sees: those without `…`, and of each of the others the first that a link leads to."""
    from zhiheng.registry.core.roles import EVERYONE, ROLES

    rights = {"signed_in", *EVERYONE, *ROLES[role].rights}
    seen = [one for one in pages() if one.right in rights]
    found = {one.name: one.address for one in seen if "…" not in one.address}
    waiting = list(found)
    while waiting:
        name = waiting.pop(0)
        links = links_on(page, found[name])
        if links is None:
            del found[name]  # a file
            continue
        new = {name_of(link): link for link in reversed(links)}
        more = {one.name: new[one.name] for one in seen if one.name in new and one.name not in found}
        found |= more
        waiting += more
    return found


def links_on(page: Any, place: str) -> list[str] | None:
    """Addresses within the program that a page leads to; None where the address gives a file."""
    if not open_page(page, place):
        return None
    return [link for link in page.eval_on_selector_all("a[href]", "all => all.map(one => one.getAttribute('href'))") if link.startswith("/")]


def open_page(page: Any, place: str) -> bool:
    """Open a page, with a purpose where it asks for one; False where the address gives a file."""
    from playwright.sync_api import Error

    try:
        answer = page.goto(place)
    except Error:
        return False
    if answer is None or "html" not in answer.headers.get("content-type", ""):
        return False
    asked = page.locator("main form[action^='/purpose/'] [name=purpose]").first
    if asked.count() and asked.is_visible():
        asked.fill(PURPOSE)
        asked.press("Enter")
        page.wait_for_load_state()
    return True


def name_of(place: str) -> str:
    """The name of the page an address leads to; empty where it leads to none."""
    from django.urls import Resolver404, resolve

    try:
        return str(resolve(place.partition("?")[0].partition("#")[0]).url_name)
    except Resolver404:
        return ""


def begin() -> None:
    """Make the program's rooms known, on a home of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.site.settings")
    os.environ.setdefault("ZHIHENG_HOME", tempfile.mkdtemp())
    import django

    django.setup()


if __name__ == "__main__":
    begin()
    sys.exit(main(sys.argv[1:]))
