"""Rewrite packs from `assess.finds`, `assess.answers` to `when: {law.<result>: …}` and `sets: {name: law.<result>}` of outcomes.

Run over a folder of packs; each file is changed in place, its comments and layout kept. A file that cannot be rewritten is named.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import yaml

KEY = re.compile(r"^(\s+)(finds|answers): (\{.*\})\s*$")


def rewritten(text: str) -> str:
    """The text of a procedure or track with both keys gone."""
    lines, place = text.split("\n"), 0
    while place < len(lines):
        if found := KEY.match(lines[place]):
            said: Any = yaml.safe_load(found[3])
            if found[2] == "answers" and not all(isinstance(one, dict) for one in said.values()):
                place += 1
                continue
            del lines[place]
            _tell(lines, place, found[2], said)
        else:
            place += 1
    return "\n".join(lines)


def _tell(lines: list[str], start: int, key: str, said: dict[str, Any]) -> None:
    """Write into the outcomes of the step below what stood in its `assess`."""
    first = next(n for n in range(start, len(lines)) if re.match(r"^\s+outcomes:\s*", lines[n]) and not _of_assess(lines, n, start))
    if inline := re.match(r"^(\s+)outcomes: \{(\w+): (\{.*\})\}$", lines[first]):
        lines[first : first + 1] = [f"{inline[1]}outcomes:", f"{inline[1]}  {inline[2]}: {inline[3]}"]
    for number, name in _outcomes(lines, first):
        if key == "answers" and name in said:
            _merge(lines, number, "when", {f"law.{result}": wanted for result, wanted in said[name].items()})
        if key == "finds":
            for own, result in said.items():
                lines[number] = re.sub(rf"(when: \{{[^}}]*?)\b{own}: ", rf"\1law.{result}: ", lines[number])
            _merge(lines, number, "sets", {own: f"law.{result}" for own, result in said.items()})


def _of_assess(lines: list[str], number: int, start: int) -> bool:
    """Whether an `outcomes:` is a key of `assess` itself: it stands as deep as the keys there."""
    return len(lines[number]) - len(lines[number].lstrip()) > _depth_of_step(lines, start) and "[" in lines[number]


def _depth_of_step(lines: list[str], start: int) -> int:
    above = next(n for n in range(start, -1, -1) if re.match(r"^\s+assess:", lines[n]))
    return len(lines[above]) - len(lines[above].lstrip())


def _outcomes(lines: list[str], first: int) -> list[tuple[int, str]]:
    depth = len(lines[first]) - len(lines[first].lstrip()) + 2
    found = []
    for number in range(first + 1, len(lines)):
        inner = re.match(r"^(\s*)(\S.*)$", lines[number])
        if inner and len(inner[1]) < depth:
            break
        if inner and len(inner[1]) == depth and (name := re.match(r"(\w+):", inner[2])):
            found.append((number, name[1]))
    return found


def _merge(lines: list[str], number: int, key: str, more: dict[str, Any]) -> None:
    """Add entries to a mapping of an outcome, written on one line or below it."""
    said = ", ".join(f"{name}: {_flow(value)}" for name, value in more.items())
    line = lines[number]
    if line.rstrip().endswith("}"):
        if re.search(rf"\b{key}: \{{", line):
            lines[number] = re.sub(rf"\b{key}: \{{", f"{key}: {{{said}, ", line, count=1)
        else:
            lines[number] = re.sub(r"\}(\s*)$", rf", {key}: {{{said}}}}}\1", line)
        return
    depth = len(line) - len(line.lstrip())
    for below in range(number + 1, len(lines)):
        here = len(lines[below]) - len(lines[below].lstrip())
        if lines[below].strip() and here <= depth:
            break
        if re.match(rf"^\s+{key}: \{{", lines[below]) and here == depth + 2:
            lines[below] = lines[below].replace(f"{key}: {{", f"{key}: {{{said}, ", 1)
            return
    lines.insert(number + 1, f"{' ' * (depth + 2)}{key}: {{{said}}}")


def _flow(value: Any) -> str:
    written = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True).removesuffix("\n").removesuffix("\n...")
    return written.strip()


def main(root: Path) -> int:
    """Rewrite every procedure and track under `root`; prints what changed."""
    for path in sorted([*root.glob("*/procedures/*.yaml"), *root.glob("*/tracks/*.yaml")]):
        text = path.read_text(encoding="utf-8")
        made = rewritten(text)
        if made != text:
            path.write_text(made, encoding="utf-8")
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
