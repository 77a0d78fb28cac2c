"""A second telling, in plain Python, of indicators of procuratorates, police, corrections and referral."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np

from zhiheng.law.vectors import is_off

from .indicators_told import OPEN_TRIAL, Row, Told, over

Rows = list[Row]
Number = tuple[Any, Any]
LEFT = {"withdrawn", "revoked"}


def topic(row: Row) -> Any:
    return row["opening__topic"] if row["draw_up__topic"] is None else row["draw_up__topic"]


def judged(row: Row, on: date) -> bool:
    """Served, with a reply or past its last day, and neither withdrawn nor revoked."""
    answered = row["reply__outcome"] is not None or over(row, "reply__due_on", on)
    return row["serve__outcome"] == "served" and answered and row["result"] not in LEFT


def put_right(row: Row) -> bool:
    accepted = row["accept__outcome"] == "accepted" or row["look_back__outcome"] == "lasting"
    return accepted and row["look_back__outcome"] in {None, "lasting"}


def corrected(*topics: str) -> Told:
    return Told("case_supervision_document", "serve__on", lambda r, _: put_right(r), lambda r, on: topic(r) in topics and judged(r, on))


def persons(row: Row) -> Any:
    return row["opening__persons"] if row["draw_up__persons"] is None else row["draw_up__persons"]


FILED = {"filed", "admin_filed", "not_filed", "not_breach", "moved"}
TOLD_OF_PROCURATORATES: dict[str, Told] = {
    "cj_corrected": corrected("ruling", "medical_release"),
    "execution_corrected": corrected("execution", "score"),
    "property_corrected": corrected("property"),
    "outside_corrected": Told(
        "case_supervision_document",
        "serve__on",
        keep=lambda r, on: topic(r) == "outside" and judged(r, on) and persons(r) is not None,
        part=lambda r: (r["rectify__people_corrected"] or 0) if put_right(r) else 0,
        whole=persons,
    ),
    "look_back_lasting": Told(
        "case_supervision_document",
        "look_back__on",
        lambda r, _: r["look_back__outcome"] == "lasting",
        lambda r, _: r["look_back__outcome"] is not None,
    ),
    "proposal_filed_in_time": Told(
        "case_proposal_filing",
        "opening__issued_on",
        lambda r, _: both_filed(r),
        lambda r, on: r["file_up__outcome"] == "filed" or r["opening__issued_on"] + timedelta(days=5) < on,
    ),
    "filing_in_time": Told(
        "case_incident",
        "decide__on",
        lambda r, _: r["decide__on"] <= r["examine__due_on"],
        lambda r, _: r["decide__outcome"] in FILED and r["examine__due_on"] is not None,
    ),
    "callback_rate": Told(
        "case_incident",
        "callback__due_on",
        lambda r, _: r["callback__outcome"] == "done",
        lambda r, on: r["callback__outcome"] in {"done", "not_reached"} or (r["callback__on"] is None and r["callback__due_on"] < on),
    ),
    "true_filing_rate": Told("register_alarm_samples", "drawn_on", lambda r, _: (r["second_finding"] or r["finding"]) == "ok"),
    "opinion_followed_share": Told(
        "case_investigation",
        "outcome__on",
        lambda r, _: (r["value__opinion_given"], r["outcome__decision"]) in {("suitable", "corrections"), ("unsuitable", "custody")},
        lambda r, _: r["value__opinion_given"] is not None and r["outcome__decision"] in {"corrections", "custody"},
    ),
    "clue_to_case": Told("clues", "found_on", lambda r, _: r["state"] in {"documented", "closed"}),
}


def both_filed(row: Row) -> bool:
    days = [row[f"file_up__to_{section}_on"] for section in ("section", "research")]
    known = [day for day in days if day is not None]
    return len(known) == 2 and max(known) <= row["opening__issued_on"] + timedelta(days=5)


def over_a_year(rows: Rows, first: date, last: date, as_of: date) -> Number:
    """Open for more than 365 days, over those closed in the period and those open on the day asked about."""
    hits = total = 0
    for row in rows:
        if row["accepted_on"] is None or row["state"] not in OPEN_TRIAL:
            continue
        day = row["closed_on"] or as_of
        if first <= day <= last:
            total += 1
            hits += row["closed_on"] is None and row["accepted_on"] + timedelta(days=365) < as_of
    return hits, total


def guided(tables: Mapping[str, Rows], first: date, last: date, _as_of: date) -> Number:
    """Cases taken in, each once by its first day, for which the same procuratorate sent an outline."""
    taken: dict[tuple[Any, Any], date] = {}
    for row in tables["register_quality_cases"]:
        day = row["happened_on"]
        if row["state"] == "recorded" and row["activity"] in {"arrest", "prosecution"} and day is not None:
            key = (row["case_no"], row["organ"])
            taken[key] = min(taken.get(key, day), day)
    outlines = {(row["case_no"], row["organ"]) for row in tables["register_guidances"] if row["due"] is not None}
    counted = [key for key, day in taken.items() if first <= day <= last]
    return sum(key in outlines for key in counted), len(counted)


def supervised_years(rows: Rows, as_of: date) -> list[tuple[Row, int, date]]:
    """Each person in each year in which they were supervised, with the last such day of it."""
    found = []
    for row in rows:
        if row["term_start"] is None or row["term_start"] > as_of:
            continue
        end = row["released_on"] or as_of
        years = range(row["term_start"].year, min(end, as_of).year + 1)
        found += [(row, year, min(end, date(year, 12, 31), as_of)) for year in years]
    return found


def reoffended(rows: Rows, first: date, last: date, as_of: date) -> Number:
    own = [(row, year) for row, year, day in supervised_years(rows, as_of) if first <= day <= last]
    return sum(
        row["end_reason"] == "new_crime" and row["released_on"] is not None and row["released_on"].year == year for row, year in own
    ), len(own)


def off_roll(tables: Mapping[str, Rows], first: date, last: date, as_of: date) -> Number:
    lost = {
        (row["subject"], row["register__on"].year)
        for row in tables["case_lost_search"]
        if row["register__outcome"] == "registered" and row["register__on"] is not None
    }
    own = [(row["id_number"], year) for row, year, day in supervised_years(tables["corrections_cases"], as_of) if first <= day <= last]
    return sum(one[0] is not None and one in lost for one in own), len(own)


def located(tables: Mapping[str, Rows], first: date, last: date, as_of: date) -> Number:
    """Persons on the roll with an order that is in force on the day asked about."""
    if not first <= as_of <= last:
        return 0, 0
    ordered = {
        row["id_number"]
        for row in tables["monitoring_orders"]
        if row["from_date"] is not None
        and row["from_date"] <= as_of
        and (row["to_date"] is None or row["to_date"] >= as_of)
        and (row["removed_on"] is None or row["removed_on"] > as_of)
    }
    roll = [
        row
        for row in tables["corrections_cases"]
        if row["enrolled_on"] is not None and row["enrolled_on"] <= as_of and (row["released_on"] is None or row["released_on"] > as_of)
    ]
    return sum(row["id_number"] is not None and row["id_number"] in ordered for row in roll), len(roll)


PERSON = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def sound(number: str | None) -> bool:
    """Whether the last place of an identity number or of a credit code is the right one."""
    code = (number or "").strip().upper()
    if len(code) != 18:
        return False
    if code[:17].isdigit() and "10X98765432"[sum(int(one) * by for one, by in zip(code, PERSON, strict=False)) % 11] == code[17]:
        return True
    if not set(code[:17]) <= set(SIGNS):
        return False
    total = sum(SIGNS.index(one) * pow(3, place, 31) for place, one in enumerate(code[:17]))
    return SIGNS[(31 - total) % 31] == code[17]


def filled(row: Row, name: str) -> bool:
    return bool(row[name] and (row[name].strip() if isinstance(row[name], str) else True))


def entry_fields(row: Row) -> list[tuple[int, int, bool]]:
    """Stage, weight and validity of each field that applies, as the table of fields says them."""
    filed, decided, entered = row["enter__filed_on"], row["enter__decided_on"], row["enter__on"]
    approved, sent, answered = row["decide__on"], row["transfer__on"], row["review__on"]

    def after(day: date | None, earlier: date | None) -> bool:
        return day is not None and earlier is not None and day >= earlier

    crime = row["enter__suspected_crime"] if row["report__suspected_crime"] is None else row["report__suspected_crime"]
    fields = [
        (1, 2, filled(row, "enter__case_no")), (1, 1, row["organ__organ"] is not None), (1, 1, row["enter__field"] is not None),
        (1, 1, row["enter__source"] is not None), (1, 2, filled(row, "enter__party")), (1, 3, sound(row["enter__party_id"])),
        (1, 2, after(entered, filed)), (1, 2, filled(row, "enter__facts")), (1, 1, len(row["enter__officers"] or ()) >= 2),
        (2, 3, row["enter__amount"] is not None),
        (3, 2, bool(crime and crime.strip())), (3, 2, after(approved, filed)), (3, 2, after(sent, approved)),
        (3, 2, filled(row, "transfer__documents")), (4, 2, row["review__outcome"] is not None), (4, 1, after(answered, sent)),
    ]  # fmt: skip
    if not row["enter__no_goods"]:
        fields.append((2, 1, filled(row, "enter__goods")))
    if not row["enter__no_penalty"]:
        fields.append((2, 1, after(decided, filed) and after(entered, decided)))
        fields += [(2, 1, filled(row, f"enter__{name}")) for name in ("decision_no", "penalty", "legal_basis")]
        fields.append((2, 1, row["enter__legality_checked"] is not None))
    return fields


def stage_of(row: Row) -> int:
    if row["review__outcome"] is not None:
        return 4
    if row["transfer__outcome"] == "sent":
        return 3
    decided = row["enter__decided_on"] is not None or row["enter__decision_no"] is not None or bool(row["enter__penalty"])
    return 2 if decided else 1


def entries(rows: Rows, first: date, last: date) -> list[tuple[int, int]]:
    """Points held and due of each case entered in the period."""
    found = []
    for row in rows:
        if row["enter__outcome"] is None or row["enter__on"] is None or not first <= row["enter__on"] <= last:
            continue
        due = [(weight, valid) for stage, weight, valid in entry_fields(row) if stage <= stage_of(row)]
        found.append((sum(weight for weight, valid in due if valid), sum(weight for weight, _ in due)))
    return found


def completeness(rows: Rows, first: date, last: date, _as_of: date) -> Number:
    cent, own = Decimal("0.01"), entries(rows, first, last)
    return float(sum((Decimal(100 * held) / due).quantize(cent, ROUND_HALF_UP) for held, due in own)), 100 * len(own)


def complete(rows: Rows, first: date, last: date, _as_of: date) -> Number:
    own = entries(rows, first, last)
    return sum(100 * held >= 95 * due for held, due in own), len(own)


def rounded(kind: str, places: set[str], since: Callable[[date], date]) -> Callable[[Mapping[str, Rows], date, date, date], Number]:
    """Places that a round of the kind entered since a day."""

    def of(tables: Mapping[str, Rows], first: date, last: date, as_of: date) -> Number:
        if not first <= as_of <= last:
            return 0, 0
        entered = {
            row["organ__place"]
            for row in tables["case_patrol"]
            if row["value__round_kind"] == kind and (day := row["enter__entered_on"] or row["enter__on"]) and since(as_of) <= day <= as_of
        }
        own = [row["name"] for row in tables["organs"] if row["kind"] in places]
        return sum(name in entered for name in own), len(own)

    return of


def places_rounded(tables: Mapping[str, Rows], first: date, last: date, as_of: date) -> Number:
    """Places by the first day of a year on which a round entered them."""
    known = {row["name"] for row in tables["organs"]}
    entered: dict[tuple[str, int], date] = {}
    for row in tables["case_patrol"]:
        day = row["enter__entered_on"] or row["enter__on"]
        if day and day <= as_of and row["organ__place"] in known:
            key = (row["organ__place"], day.year)
            entered[key] = min(day, entered.get(key, day))
    found = sum(first <= day <= last for day in entered.values())
    return found, found


def year_begins(day: date) -> date:
    return date(day.year, 1, 1)


def three_years_before(day: date) -> date:
    return date(day.year - 3, day.month, day.day) + timedelta(days=1)


CODES = [
    "510107199004075992",
    "91510100MA6CW2YT5H",
    " 91510100ma6cw2yt5h",
    "510107199004075991",
    "91510100MA6CW2YT5A",
    "51010719900407",
    "91510100IA6CW2YT5X",
    None,
]
OUTCOMES_OF_REPLY = ["adopted", "refused", None]
WORDS_OF_PROCURATORATES: dict[str, dict[str, list[Any]]] = {
    "case_supervision_document": {
        "opening__topic": ["general", "ruling", "medical_release", "execution", "score", "property", "outside", "outside"],
        "draw_up__topic": [None, None, None, "property", "outside"],
        "serve__outcome": ["served", "served", "served", None],
        "reply__outcome": OUTCOMES_OF_REPLY,
        "rectify__outcome": ["rectified", "rectified", None],
        "accept__outcome": ["accepted", "accepted", "returned", None],
        "look_back__outcome": ["lasting", "relapsed", "not_lasting", None, None],
        "result": ["closed", "withdrawn", "revoked", None, None, None],
    },
    "case_proposal_filing": {"file_up__outcome": ["filed", "filed", None]},
    "case_incident": {"decide__outcome": [*sorted(FILED), "returned", None], "callback__outcome": ["done", "not_reached", "rework", None]},
    "case_investigation": {
        "value__opinion_given": ["suitable", "unsuitable", None],
        "outcome__decision": ["corrections", "custody", "withdrawn", None],
    },
    "case_lost_search": {"register__outcome": ["registered", "excused", None]},
    "case_referral": {
        "enter__party_id": CODES,
        "enter__case_no": ["市监1", " ", None],
        "enter__outcome": ["plain", "suspected", "suspected", None],
        "transfer__outcome": ["sent", "sent", "already_filed", None],
        "review__outcome": ["filed", "not_filed", None, None],
    },
    "case_patrol": {"value__round_kind": ["regular", "cross", "special", None]},
    "clues": {"state": ["received", "verified", "refuted", "documented", "closed"]},
    "documents": {"document_no": ["1", "2", "3", "200", "201", None], "kind": ["proposal", "correction"]},
    "organs": {"kind": ["prison", "detention_house", "court"]},
}
"""What random rows of these tables say where a word decides."""


def first_working_day(day: date) -> date:
    while bool(is_off(np.asarray(day, "datetime64[D]"))):
        day += timedelta(days=1)
    return day


def reply_due(row: Row) -> date:
    """The day the paper names, else two months after service of a proposal, fifteen days after that of another paper."""
    served: date = row["served_on"]
    if row["reply_due"] is not None:
        return row["reply_due"]
    if row["kind"] != "proposal":
        return first_working_day(served + timedelta(days=15))
    year, month = divmod(served.year * 12 + served.month + 1, 12)
    last = monthrange(year, month + 1)[1]
    return first_working_day(date(year, month + 1, min(served.day, last)))


def served(tables: Mapping[str, Rows]) -> Rows:
    """Papers of the platform, and of the procuratorates' own systems where the platform has none of that number."""
    own = {row["document_no"] for row in tables["documents"]}
    reported = [
        {**row, "reply_due": reply_due(row)}
        for row in tables["supervision_documents"]
        if row["served_on"] is not None and row["document_no"] not in own
    ]
    return [*(row for row in tables["documents"] if row["served_on"] is not None), *reported]


def papers(
    day: str, keep: Callable[[Row, date], Any], hit: Callable[[Row], Any]
) -> Callable[[Mapping[str, Rows], date, date, date], Number]:
    def of(tables: Mapping[str, Rows], first: date, last: date, as_of: date) -> Number:
        rows = [row for row in served(tables) if row[day] is not None and first <= row[day] <= last and keep(row, as_of)]
        return sum(bool(hit(row)) for row in rows), len(rows)

    return of


def settled(row: Row, on: date) -> bool:
    return row["replied_on"] is not None or over(row, "reply_due", on)


def in_time(row: Row) -> bool:
    return row["replied_on"] is not None and row["reply_due"] is not None and row["replied_on"] <= row["reply_due"]


PAPERS = ("documents", "supervision_documents")
BOTH = {"prison", "detention_house"}
PATROLS = ("organs", "case_patrol")
BY_ITSELF_OF_PROCURATORATES: dict[str, tuple[Any, Callable[..., Number]]] = {
    "reply_rate": (PAPERS, papers("served_on", settled, lambda r: r["replied_on"] is not None)),
    "reply_in_time": (PAPERS, papers("served_on", settled, in_time)),
    "adoption_rate": (PAPERS, papers("replied_on", lambda *_: True, lambda r: r["adopted"])),
    "adoption_issued": (PAPERS, papers("served_on", lambda *_: True, lambda r: r["adopted"])),
    "rectification_rate": (PAPERS, papers("replied_on", lambda r, _: r["adopted"], lambda r: r["rectified_on"] is not None)),
    "over_twelve_months": ("register_trial_quality", over_a_year),
    "guided_rate": (("register_quality_cases", "register_guidances"), guided),
    "reoffend_share": ("corrections_cases", reoffended),
    "off_roll_rate": (("corrections_cases", "case_lost_search"), off_roll),
    "located_rate": (("corrections_cases", "monitoring_orders"), located),
    "entry_completeness": ("case_referral", completeness),
    "entry_complete_share": ("case_referral", complete),
    "places_rounded": (PATROLS, places_rounded),
    "patrol_coverage": (PATROLS, rounded("regular", BOTH, year_begins)),
    "patrol_cross_coverage": (PATROLS, rounded("cross", {"prison"}, year_begins)),
    "patrol_window_coverage": (PATROLS, rounded("cross", {"prison"}, three_years_before)),
}
