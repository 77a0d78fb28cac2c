"""The texts the law rests on, from when each is in force and what took its place: an answer about a day rests on the texts of that day.

The table stands in `data/texts.yaml`. A text names its successor and where its articles went; a citation of an article is led on to the
text in force on a day, or falls away where no text took it over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files

from zhiheng.law.own_yaml import read_yaml

_YEAR = re.compile(r"_\d{4}$")
_NAMED = re.compile(r"[#\s]")
_WHOLE = re.compile(r"第[^条]+条(?:之[一二三四五六七八九十]+)?")


@dataclass(frozen=True)
class Text:
    """A text of law: the stem of its file, its title, the days it holds.

    by          the text that took its place, and `articles`: where each of its articles went
    day         U where no text at hand states the first day
    """

    stem: str
    title: str
    since: date
    until: date | None = None
    by: str | None = None
    short: tuple[str, ...] = ()
    articles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    day: str = "T"

    def holds_on(self, day: date) -> bool:
        """Whether the text is in force on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


@cache
def texts() -> Mapping[str, Text]:
    """Every text by its stem."""
    read = read_yaml(files("zhiheng.law").joinpath("data/texts.yaml").read_text(encoding="utf-8"))
    return {raw["stem"]: _text(raw) for raw in read["texts"]}


def _text(raw: Mapping[str, object]) -> Text:
    articles = {name: tuple(found) for name, found in dict(raw.get("articles", {})).items()}  # type: ignore[call-overload]
    return Text(**{**raw, "short": tuple(raw.get("short", ())), "articles": articles})  # type: ignore[arg-type, call-overload]


def stem_called(name: str, day: date | None = None) -> str | None:
    """The stem of the text of that short name: the one in force on the day, else the newest; None for a name not in the table."""
    called = [text for text in texts().values() if name in text.short]
    fitting = [text for text in called if day is not None and text.holds_on(day)] or called
    return max(fitting, key=lambda text: text.since).stem if fitting else None


def led_on(cite: str, day: date) -> tuple[str, ...]:
    """The citation as it stands on the day: itself, or the articles of the text that took its place by then."""
    stem, _, article = cite.partition("#")
    text = texts().get(stem)
    if text is None or text.until is None or day <= text.until:
        return (cite,)
    return tuple(f"{text.by}#{each}" for each in text.articles.get(article, ()))


def all_led_on(cites: Iterable[str], day: date) -> tuple[str, ...]:
    """Every citation as it stands on the day, each once."""
    return tuple(dict.fromkeys(found for cite in cites for found in led_on(cite, day)))


def standing_on(cite: str, day: date) -> tuple[str, ...]:
    """The citation as it stands on the day: led on, or, of a text that only came later, led back to the articles it took the place of."""
    stem, _, article = cite.partition("#")
    text = texts().get(stem)
    if text is None or text.since <= day:
        return led_on(cite, day)
    before = [old for old in texts().values() if old.by == stem and old.holds_on(day)]
    return tuple(f"{old.stem}#{number}" for old in before for number, later in old.articles.items() if _article(article) in later)


def _article(cited: str) -> str:
    """The article of a citation without its paragraph and item."""
    found = _WHOLE.match(cited)
    return found[0] if found else cited


def begun(cites: Iterable[str], day: date) -> tuple[str, ...]:
    """The citations whose text was already in force on the day; one of a text not in the table stays."""
    known = texts()
    return tuple(cite for cite in cites if (text := known.get(cite.partition("#")[0])) is None or text.since <= day)


def editions_by(cites: Iterable[str], day: date) -> tuple[str, ...]:
    """The citations without those of an edition that only came later (监狱法_2026 before its first day); they name a text as packs do."""
    later = _later(day)
    return tuple(cite for cite in cites if _NAMED.split(cite, maxsplit=1)[0] not in later)


@lru_cache(maxsize=512)
def _later(day: date) -> frozenset[str]:
    """The texts that took another's place only after the day."""
    return frozenset(text.by for text in texts().values() if text.by and text.until is not None and day <= text.until)


def citation_text(cite: str) -> str:
    """A citation as people read it, however it is written: “监狱法_2026#第三十七条” as “监狱法（2026年修订） 第三十七条”."""
    name, *article = _NAMED.split(cite, maxsplit=1)
    return " ".join([title_of(name), *article]).strip()


def title_of(stem: str) -> str:
    """A text as people name it: the name of its file without the year, of one with several editions at hand with its edition."""
    text = texts().get(stem)
    return text.title if text is not None and "年修" in text.title else _YEAR.sub("", stem)
