"""What an eye would object to, measured in the browser: cut text, tables wider than their card, overlaps, machine words."""

from __future__ import annotations

import re
from pathlib import Path

MEASURE = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")

MACHINE_WORDS = {
    "an identifier": r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-",
    "a digest": r"(?=[0-9]*[a-f])(?=[a-f]*[0-9])\b[0-9a-f]{16,}\b",
    "a field's or code's name": r"(?<![\w.@/-])[a-z]{2,}(?:_[a-z0-9]+)+(?![\w.])",
    "a dotted name": r"(?<![\w.@/-])[a-z]{3,}(?:\.[a-z_]{3,})+"
    r"(?<!\.csv)(?<!\.xlsx)(?<!\.jsonl)(?<!\.parquet)(?<!\.zip)(?<!\.pdf)(?<!\.docx)(?![\w.])",
    "a key of parts": r"\S\|\S+\|",
    "nothing in a programming language": r"\b(?:None|null|undefined|NaN|True|False)\b",
    "a template": r"\{\{|\{%|%\(",
    "nothing said as a dash within a sentence": r"[\u4e00-\u9fff]—(?=[，。、元日年月人])",
}
"""What no officer should read: kind → pattern. What experts need stands in a closed fold or under `data-technical`."""


def faults_of_look(page) -> list[str]:
    """Every fault of the page as it stands in the window."""
    told = page.evaluate(MEASURE)
    seen = [f"{kind}: {words}" for kind, words in told["found"]]
    return sorted({*seen, *(f"{kind}: {found[0]} in {text[:60]}" for text in told["texts"] for kind, found in machine_words(text))})


def machine_words(text: str):
    """Each machine word in a text with its kind."""
    for kind, pattern in MACHINE_WORDS.items():
        for found in re.finditer(pattern, text):
            yield kind, found
