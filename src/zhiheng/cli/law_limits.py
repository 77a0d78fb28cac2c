"""`law limits [WORD]`: every statutory clock by the name a procedure writes (`limit: NAME`), with length, articles, days."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from zhiheng.cli.law_changes import cited
from zhiheng.cli.output import write_json
from zhiheng.law.changes import length_in_words
from zhiheng.law.limits import Limit, Row, families
from zhiheng.law.rule import MARKS


def arguments(parser: argparse.ArgumentParser) -> None:
    """A word to look for, if wanted."""
    parser.add_argument("word", nargs="?", default="", metavar="WORD", help="only clocks whose name, title or article holds it")


def show(options: argparse.Namespace) -> int:
    """Print the clocks, a line each row."""
    found = [limit for family in families().values() for limit in family.values() if options.word in _everything(limit)]
    if options.json:
        write_json(options.json, [_json(limit, row) for limit in found for row in limit.rows])
    if options.json != "-":
        print("\n".join(_words(found)))
    return 0


def _everything(limit: Limit) -> str:
    """All that can be looked for."""
    return " ".join([limit.id, *(text for row in limit.rows for text in (row.zh, row.trigger, *map(cited, row.cites)))])


def _json(limit: Limit, row: Row) -> dict[str, object]:
    length = {"amount": row.amount, "unit": row.unit, "then_days": row.then_days, "least": bool(row.more.get("least"))}
    days = {"since": row.since.isoformat(), "until": row.until and row.until.isoformat()}
    asked = {"when": dict(row.when), "custody": row.custody, "mark": row.mark, "cites": list(row.cites), "same_as": limit.same_as}
    return {"limit": limit.id, "zh": row.zh, "trigger": row.trigger, **length, **days, **asked}


def _words(found: list[Limit]) -> Iterator[str]:
    for limit in found:
        yield limit.id + (f"  （即 {limit.same_as}）" if limit.same_as else "")
        for row in limit.rows:
            until = f" 至 {row.until}" if row.until else ""
            least = "，最短期限" if row.more.get("least") else ""
            doubt = "" if row.mark == "T" else f"，{MARKS[row.mark]}"
            rests = f"〔{'、'.join(map(cited, row.cites))}{doubt}〕"
            yield f"  {row.zh}：自{row.trigger}起 {length_in_words(row)}{least}  {row.since} 起{until}{rests}"
    yield f"共 {len(found)} 项"
