"""docs/security.md: every line of ASVS 5 (levels 1 and 2) and of 等保三级 is there once, and every test it names exists."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.pages import ROOT, page

PAGE = page("security.md")
LINE = re.compile(r"^\| (\d[^|]*) \| ([^|]+) \| ([^|]+) \|$", re.M)
NAMED = re.compile(r"`([a-z]+(?:/[a-z]+)?/test_\w+)::(\w+)`")
KINDS = ("Operator: ", "Not used: ", "Documented: ")
PROTECTION = """8.1.1 8.1.2.1 8.1.2.2 8.1.2.3 8.1.3 8.1.4.1a-d 8.1.4.2a-g 8.1.4.3a-d 8.1.4.4a-f 8.1.4.5 8.1.4.6
8.1.4.7a-b 8.1.4.8a-b 8.1.4.9a-c 8.1.4.10a-b 8.1.4.11a-b 8.1.5.1a-b 8.1.5.2a-b 8.1.5.3a-b 8.1.5.4a-f 8.1.6 8.1.7 8.1.8 8.1.9 8.1.10"""
"""The control points of GB/T 22239-2019, third level: those of the computing environment and the management centre line by line."""


def lines(heading: str) -> list[tuple[str, str]]:
    """Number and evidence of every line of a part of the page."""
    part = PAGE.split(f"\n## {heading}")[1].split("\n## ")[0]
    return [(number.strip(), shown.strip()) for number, _, shown in LINE.findall(part)]


def ranged(first: str, last: str) -> list[str]:
    """1.2.3 to 1.2.5, or a to c."""
    if first.isalpha():
        return [chr(one) for one in range(ord(first), ord(last) + 1)]
    head, start = first.rsplit(".", 1)
    return [f"{head}.{number}" for number in range(int(start), int(last.rsplit(".", 1)[1]) + 1)]


def demanded_of_asvs() -> list[str]:
    """Every requirement of levels 1 and 2, in its order."""
    found = []
    for line in (Path(__file__).parent / "asvs_5_level_2.txt").read_text().splitlines():
        section, numbers = line.split(": ")
        for part in numbers.split():
            first, _, last = part.partition("-")
            found += ranged(f"{section}.{first}", f"{section}.{last or first}")
    return found


def said_of_asvs() -> list[str]:
    found = []
    for numbers, _ in lines("ASVS 5.0"):
        for part in numbers.split(", "):
            first, _, last = part.partition("–")
            found += ranged(first, last or first)
    return found


def lettered(text: str, dash: str) -> list[str]:
    """8.1.4.1 a to d as four lines."""
    number, letters = re.fullmatch(r"([\d.]+) ?(.*)", text).groups()
    first, _, last = letters.partition(dash)
    return [number + letter for letter in ranged(first, last or first)] if letters else [number]


def test_every_line_of_asvs_is_there_once():
    demanded = demanded_of_asvs()
    assert len(demanded) == 253
    assert sorted(said_of_asvs()) == sorted(demanded)


def test_every_line_of_the_third_level_is_there_once():
    demanded = [one for part in PROTECTION.split() for one in lettered(part, "-")]
    assert [one for number, _ in lines("等保三级") for one in lettered(number, "–")] == demanded


def test_every_line_names_a_test_or_says_whose_it_is():
    bare = [
        (number, shown)
        for number, shown in [*lines("ASVS 5.0"), *lines("等保三级")]
        if not NAMED.match(shown) and not shown.startswith(KINDS)
    ]
    assert bare == []


def test_every_test_named_exists():
    named = NAMED.findall(PAGE)
    assert len(named) > 100
    assert [f"{place}::{name}" for place, name in named if not there(place, name)] == []


def there(place: str, name: str) -> bool:
    """Whether the file has a test of this name."""
    file = ROOT / "tests" / f"{place}.py"
    return file.is_file() and f"\ndef test_{name}(" in file.read_text(encoding="utf-8")


def test_a_name_that_is_no_test_would_be_found():
    assert there("web/signing/test_sessions", "signing_out_removes_the_session")
    assert not there("web/signing/test_sessions", "signing_out")
    assert not there("web/test_nothing", "signing_out_removes_the_session")


def test_every_page_it_points_to_is_there():
    pointed = re.findall(r"\]\(([\w./-]+\.md)\)", PAGE)
    assert pointed
    assert [name for name in pointed if not (ROOT / "docs" / name).is_file()] == []
