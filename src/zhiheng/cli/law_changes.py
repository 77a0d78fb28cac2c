"""`law changes --since DATE`: what changed in the law, for whom and from which day."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date

from zhiheng.cli.output import write_json
from zhiheng.law.changes import Change, changes_since
from zhiheng.law.texts import citation_text
from zhiheng.schema.errors import UnusableInputError


def arguments(parser: argparse.ArgumentParser) -> None:
    """A first day; a last one and whom it concerns, if wanted."""
    parser.add_argument("--since", required=True, metavar="DATE", help="first day of force, YYYY-MM-DD")
    parser.add_argument("--until", metavar="DATE", help="last day of force")
    parser.add_argument("--who", default="", metavar="TEXT", help="only changes that name this organ, as 监狱")


def show(options: argparse.Namespace) -> int:
    """Print the changes, newest first."""
    until = _day(options.until, "--until") if options.until else None
    found = changes_since(_day(options.since, "--since"), until=until, who=options.who)
    if options.json:
        write_json(options.json, [each.to_json() for each in found])
    if options.json != "-":
        print("\n".join(_words(found)))
    return 0


def _day(text: str, name: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnusableInputError(f"参数 {name}", text, "不是日期", "请写成 2026-11-01") from error


def _words(found: tuple[Change, ...]) -> Iterator[str]:
    day: date | None = None
    for each in found:
        if each.day != day:
            yield f"自 {each.day} 起"
            day = each.day
        who = f"（{'、'.join(each.who)}）" if each.who else f"（{each.limit}）" if each.limit else ""
        yield f"  {each.subject}{who}"
        yield f"    原：{each.before}{'（未见原文）' if each.before_unseen else ''}{_cited(each.old)}"
        yield f"    现：{each.after}{_cited(each.new)}"
    yield f"共 {len(found)} 项"


def _cited(cites: tuple[str, ...]) -> str:
    return f"〔{'、'.join(cited(each) for each in cites)}〕" if cites else ""


def cited(cite: str) -> str:
    """A citation as people read it, with the edition."""
    return citation_text(cite)
