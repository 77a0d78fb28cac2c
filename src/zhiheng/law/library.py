"""Every text at hand: the operator's folder and the laws that come with the product, each with its edition and how it stands on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from zhiheng.law import bundled
from zhiheng.law.bundled import IN_FORCE, NOT_YET, REPLACED, Law
from zhiheng.law.citations import statute_in
from zhiheng.law.texts import stem_called, texts

MOST_FOUND = bundled.MOST_FOUND
DAY_UNKNOWN = "施行日未载明"


@dataclass(frozen=True)
class Entry:
    """A text on the shelf: its stem, title, edition in words, state on the day asked, and why it is an older one."""

    stem: str
    title: str
    edition: str
    state: str
    older: str = ""
    own: bool = False


@dataclass(frozen=True)
class Hit:
    """An article found, without its number in front."""

    entry: Entry
    article: str
    text: str


def entries(texts_dir: Path | None, day: date) -> list[Entry]:
    """All texts, those the rules rest on first; one that lies in the folder stands for the bundled one of its stem."""
    own = [_own(texts_dir, path.stem, day) for path in sorted(texts_dir.glob("*.md"))] if texts_dir and texts_dir.is_dir() else []
    here = {entry.stem for entry in own if entry}
    given = [_given(law, day) for law in bundled.laws() if law.stem not in here]
    return sorted((entry for entry in (*own, *given) if entry), key=lambda entry: (entry.stem not in texts(), entry.title, entry.stem))


def opened(texts_dir: Path | None, stem: str, day: date) -> tuple[Entry, list[Hit]] | None:
    """A text with all its articles; None where it is not at hand."""
    entry = _own(texts_dir, stem, day) if texts_dir else None
    if entry is not None:
        return entry, list(_own_articles(texts_dir, entry))
    law = next((each for each in bundled.laws() if each.stem == stem), None)
    if law is None:
        return None
    entry = _given(law, day)
    return entry, [Hit(entry, found.article, found.text) for found in bundled.articles(law)]


def search(texts_dir: Path | None, day: date, words: Sequence[str], names: str = "", number: str = "") -> list[Hit]:
    """Articles in which all the words stand; texts in force first, at most `MOST_FOUND`.

    names   part of a title, or a short name (刑诉法)
    """
    known = entries(texts_dir, day)
    titled = [entry for entry in known if _is_named(entry, names, day)]
    own = [hit for entry in titled if entry.own for hit in _own_articles(texts_dir, entry) if _fits(hit, words, number)]
    given = {entry.stem: entry for entry in titled if not entry.own}
    found = bundled.search(list(words), {law.number for law in bundled.laws() if law.stem in given}, number) if given else []
    hits = [*own, *(Hit(given[each.law.stem], each.article, each.text) for each in found)]
    return sorted(hits, key=lambda hit: (hit.entry.state != IN_FORCE, bool(hit.entry.older)))[:MOST_FOUND]


def _is_named(entry: Entry, names: str, day: date) -> bool:
    """Whether a text bears the name; a short name that the table knows means its editions and no other text."""
    if not names:
        return True
    if stem_called(names, day):
        return any(names in text.short for stem, text in texts().items() if stem == entry.stem)
    return names in entry.title or names == entry.stem


def _fits(hit: Hit, words: Sequence[str], number: str) -> bool:
    return (not number or hit.article == number) and all(word in hit.text for word in words)


def _own(texts_dir: Path | None, stem: str, day: date) -> Entry | None:
    read = statute_in(texts_dir, stem) if texts_dir else None
    if read is None:
        return None
    text = texts().get(stem)
    if text is None:
        return Entry(stem, read[0], DAY_UNKNOWN, DAY_UNKNOWN, own=True)
    until = f"，至 {text.until}" if text.until else ""
    state = IN_FORCE if text.holds_on(day) else NOT_YET if day < text.since else REPLACED
    return Entry(stem, read[0], f"{text.since} 起施行{until}", state, own=True)


def _own_articles(texts_dir: Path | None, entry: Entry) -> Iterator[Hit]:
    read = statute_in(texts_dir, entry.stem) if texts_dir else None
    for number, text in (read[1] if read else {}).items():
        yield Hit(entry, number, text.removeprefix(number).strip())


def _given(law: Law, day: date) -> Entry:
    until = f"，至 {law.until}" if law.until else ""
    return Entry(law.stem, law.title, law.edition + until, law.state_on(day), law.older)
