"""The facts of a case that a paper is compared with, read from plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.dossier.core.values import amount_of, day_of


@dataclass(frozen=True)
class Person:
    """A person of the case; `expected`: the paper must name them."""

    name: str
    identity_no: str = ""
    born_on: date | None = None
    sex: str = ""
    minor: bool | None = None
    expected: bool = True


@dataclass(frozen=True)
class Facts:
    """What the case's own records say; what is not given is not compared.

    credit_days    days set off against the term (折抵)
    watched_days   days of residential surveillance at a named place: one counts as one against control, two as one against other terms
    term           (begins, ends) of the sentence as recorded
    order          events that must follow each other: (title, day)
    court_codes    codes of the courts of the case, 川07
    public         the paper is a copy for publication
    panel          names that must stand under it (合议庭、书记员)
    notices        words that it must contain (上诉、复议、申诉的告知)
    must_cite      articles that it must cite, 刑法第七十八条
    earlier        numbers of earlier rulings that it must name
    executing      the executing organ as recorded
    sealed         words of sealed records, never in a copy for publication
    called         words by which persons are called at this stage, 罪犯
    places         name → places in the proceedings, 上诉人
    whole          `persons` are all persons of the case: other names are strangers to it
    own_number, taken_numbers   number of the paper, and those given before in its series
    served_on      day of service; on_workdays: the signature must be of a working day
    cut_most_months, cut_faults   most months a term may be cut by, and what of the law on cuts is not met, in words
    circumstances, opinions     circumstances, and who gave opinions, that the reasons must answer
    evidence_count   how many pieces of evidence are listed
    parts          (title, words) of parts that the paper must hold; words may be parted by |
    annexes        names of what is attached; None: not compared
    awards, score  awards by word and count, score of the record
    awards_most    awards by word and count, of which the paper may count a part
    others         names of others who take part: neither slips of a name nor strangers
    organs         organs of the case; elsewhere: registered organs that the paper names too
    true_ends      ends of the term that are true beside `term` (as judged, as cut before)
    ends           the end that the operative part must give
    doubtful       identity numbers that are none, under which the case itself knows somebody
    all_numbers    `case_numbers` are all that the paper may cite; else only a number one serial away is asked about
    """

    persons: tuple[Person, ...] = ()
    case_numbers: tuple[str, ...] = ()
    court_codes: tuple[str, ...] = ()
    credit_days: int | None = None
    watched_days: int | None = None
    term: tuple[date, date] | None = None
    fine: Decimal | None = None
    order: tuple[tuple[str, date], ...] = ()
    public: bool = False
    panel: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    must_cite: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    executing: str = ""
    sealed: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    places: tuple[tuple[str, tuple[str, ...]], ...] = ()
    whole: bool = False
    own_number: str = ""
    taken_numbers: tuple[str, ...] = ()
    served_on: date | None = None
    on_workdays: bool = False
    cut_most_months: int | None = None
    cut_faults: tuple[str, ...] = ()
    circumstances: tuple[str, ...] = ()
    opinions: tuple[str, ...] = ()
    evidence_count: int | None = None
    parts: tuple[tuple[str, str], ...] = ()
    annexes: tuple[str, ...] | None = None
    awards: tuple[tuple[str, int], ...] = ()
    score: str | None = None
    awards_most: tuple[tuple[str, int], ...] = ()
    others: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    true_ends: tuple[date, ...] = ()
    ends: date | None = None
    all_numbers: bool = True


NOTHING = Facts()


def facts_of(given: Mapping[str, Any] | None) -> Facts:
    """Facts from plain values: persons as mappings, days in ISO form, residential surveillance in days."""
    values = given or {}
    credit, watched = values.get("credit_days"), values.get("surveillance_days")
    term = values.get("term")
    listed: dict[str, Any] = {name: _texts(values.get(name)) for name in _LISTS}
    return Facts(
        persons=tuple(_person(one) for one in values.get("persons", ())),
        case_numbers=_texts(values.get("case_numbers")),
        court_codes=_texts(values.get("court_codes")),
        credit_days=None if credit is None else int(credit),
        watched_days=None if watched is None else int(watched),
        term=_span(term),
        fine=amount_of(values["fine"]) if values.get("fine") is not None else None,
        order=tuple((str(title), day) for title, text in values.get("order", ()) if (day := day_of(text))),
        public=bool(values.get("public")),
        executing=str(values.get("executing") or ""),
        **listed,
        **_of_decisions(values),
    )


_LISTS = (
    "panel", "notices", "must_cite", "earlier", "sealed", "called", "taken_numbers", "cut_faults", "circumstances", "opinions",
    "others", "organs", "elsewhere", "doubtful",
)  # fmt: skip


def _of_decisions(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is compared in judgments and rulings."""
    numbers = {name: int(values[name]) for name in ("cut_most_months", "evidence_count") if values.get(name) is not None}
    return {
        **numbers,
        "places": tuple((str(name), _texts(places)) for name, places in dict(values.get("places") or {}).items()),
        "whole": bool(values.get("whole")),
        "own_number": str(values.get("own_number") or ""),
        "served_on": day_of(values.get("served_on")),
        "on_workdays": bool(values.get("on_workdays")),
        "parts": tuple((str(title), str(words)) for title, words in dict(values.get("parts") or {}).items()),
        "annexes": None if values.get("annexes") is None else _texts(values["annexes"]),
        "awards": tuple((str(word), int(count)) for word, count in dict(values.get("awards") or {}).items()),
        "awards_most": tuple((str(word), int(count)) for word, count in dict(values.get("awards_most") or {}).items()),
        "true_ends": tuple(day for text in values.get("true_ends") or () if (day := day_of(text))),
        "ends": day_of(values.get("ends")),
        "all_numbers": bool(values.get("all_numbers", True)),
        "score": None if values.get("score") is None else str(values["score"]),
    }


def _texts(given: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(str(item) for item in given or ())


def _span(term: Any) -> tuple[date, date] | None:
    if not term:
        return None
    begins, ends = (day_of(item) for item in term)
    return (begins, ends) if begins and ends else None


def _person(one: Mapping[str, Any]) -> Person:
    born, minor = day_of(one.get("born_on")), one.get("minor")
    sex = str(one.get("sex") or "")
    return Person(
        str(one["name"]),
        str(one.get("identity_no") or ""),
        born,
        sex,
        minor if isinstance(minor, bool) else None,
        bool(one.get("expected", True)),
    )
