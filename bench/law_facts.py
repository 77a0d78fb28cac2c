"""The facts every path of the law benchmark reads, drawn at random as columns; `law_told` tells single cases of them as raw facts.

Shares are chosen so that every class of sentence, every bar and every finding occurs; they claim nothing about real cases.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from zhiheng.law.sentence.columns import CATEGORY_BIT, DEATH_REPRIEVE, DETENTION, FIXED, LIFE, MAJOR, ORDINARY, SPECS
from zhiheng.law.sentence.shapes import CATEGORIES, ITEM_KINDS, KINDS

Arrays = dict[str, Any]
Random = np.random.Generator

_NO_DAY = np.datetime64("NaT", "D")
_SENTENCED = (np.datetime64("2012-01-01", "D"), np.datetime64("2018-12-31", "D"))
_FILED = (np.datetime64("2019-03-01", "D"), np.datetime64("2025-12-31", "D"))
_KIND_SHARES = (0.02, 0.05, 0.75, 0.12, 0.06)
_CATEGORY_SHARES = (0.05, 0.06, 0.04, 0.02, 0.01, 0.01, 0.01, 0.05, 0.17, 0.58)
_FINE, _CONFISCATION, _, _COMPENSATION = range(4)
_REMITTED, _INSTALMENT, _DEPOSITED, _WAIVED, NO_STATUS = range(5)
NEW_TERM_MONTHS = 264


def drawn(count: int, seed: int) -> Arrays:
    """`count` cases: the columns of `law.sentence.columns` that commutation reads, and what more is needed to tell a case as raw facts."""
    rng = np.random.default_rng(seed)
    facts = _sentence(rng, count)
    for draw in (_held, _offences, _reductions, _offender, _new_crimes, _items, _conduct):
        facts |= draw(rng, facts)
    return facts


def columns(facts: Arrays) -> Arrays:
    """Only what the assessment reads."""
    return {name: facts[name] for name in SPECS if name in facts}


def _sentence(rng: Random, count: int) -> Arrays:
    kind = rng.choice(len(KINDS), count, p=_KIND_SHARES).astype(np.int8)
    longest = np.array([36, 12, 300, 4, 4])[kind]
    months = np.where(kind <= FIXED, rng.integers(3, longest + 1), 0)
    return {
        "as_of": _between(rng, count, _FILED),
        "kind": kind,
        "months": months,
        "effective_on": _between(rng, count, _SENTENCED),
        "restricted": (kind == DEATH_REPRIEVE) & _chance(rng, count, 0.25),
        "no_commutation": (kind >= LIFE) & _chance(rng, count, 0.05),
        "suspended": ((kind == DETENTION) | ((kind == FIXED) & (months <= 36))) & _chance(rng, count, 0.15),
    }


def _held(rng: Random, facts: Arrays) -> Arrays:
    """Days of execution; earlier custody ends two days before the term starts, an escape falls within it."""
    kind, effective_on, count = facts["kind"], facts["effective_on"], len(facts["kind"])
    timed = kind <= FIXED
    custody = np.where(timed & _chance(rng, count, 0.8), rng.integers(1, 400, count), 0)
    escape = np.where(timed & _chance(rng, count, 0.02), rng.integers(1, 200, count), 0)
    return {
        "starts_on": _kept(effective_on + rng.integers(0, 60, count), timed & ~_chance(rng, count, 0.02)),
        "admitted_on": _kept(effective_on + rng.integers(30, 120, count), timed & ~_chance(rng, count, 0.03)),
        "reprieve_expires_on": _kept(effective_on + 731, (kind == DEATH_REPRIEVE) & ~_chance(rng, count, 0.02)),
        "custody_days": custody,
        "credit_days": custody * np.where(kind == 0, 2, 1),
        "not_counted_in_term": escape,
    }


def _offences(rng: Random, facts: Arrays) -> Arrays:
    """One or two counts: each of two carries its own term or kind, a single one that of the sentence."""
    kind, months, count = facts["kind"], facts["months"], len(facts["kind"])
    first, second = (rng.choice(len(CATEGORIES), count, p=_CATEGORY_SHARES) for _ in range(2))
    two = _chance(rng, count, 0.2)
    second_months = np.where(kind >= LIFE, 130, np.maximum(months - 6, 1))
    heavy = (kind >= LIFE) | ((kind == FIXED) & (months >= 120))
    second_heavy = two & (kind >= FIXED) & (second_months >= 120)
    bits, violent = np.array(list(CATEGORY_BIT.values()), dtype=np.int32), list(CATEGORIES).index("violent")
    return {
        "first_category": first,
        "second_category": np.where(two, second, -1),
        "second_months": second_months,
        "categories": (bits[first] | np.where(two, bits[second], 0)).astype(np.int32),
        "counts": 1 + two.astype(np.int64),
        "heavy_counts": heavy.astype(np.int64) + second_heavy,
        "violent_heavy": (heavy & (first == violent)) | (second_heavy & (second == violent)),
    }


def _reductions(rng: Random, facts: Arrays) -> Arrays:
    """Up to two conversions and two cuts, in their order, each served between the judgment and the day of filing."""
    kind, months, count = facts["kind"], facts["months"], len(facts["kind"])
    begun = np.fmax(facts["effective_on"], facts["starts_on"]) + np.where(kind == DEATH_REPRIEVE, 731, 0)
    span = (facts["as_of"] - begun).astype(np.int64)
    done = np.where((span > 60) & ((kind >= LIFE) | (months >= 12)), rng.integers(0, 4, count), 0)
    straight = _chance(rng, count, 0.3)
    conversions = np.minimum(done, np.select([kind < LIFE, kind == LIFE], [0, 1], np.where(straight, 1, 2)))
    cuts = np.minimum(done - conversions, 2)
    most = np.where(kind >= LIFE, 24, np.clip((months - 1) // 2, 1, 24))
    cut = np.sort(rng.integers(1, most + 1, (2, count)), axis=0)
    to_life = (kind == DEATH_REPRIEVE) & ~straight & (conversions > 0)
    places = np.sort(rng.random((4, count)), axis=0)
    served = [begun + (span * place).astype(np.int64) for place in places]
    ruled_ago = rng.integers(0, 15, count)
    last = np.select([conversions + cuts == number for number in (1, 2, 3, 4)], served, _NO_DAY)
    fixed = (kind < LIFE) | (conversions > to_life)
    ruled_on = np.where(to_life, served[1], served[0]) - ruled_ago
    converted_on = np.where((kind == DEATH_REPRIEVE) & ~to_life, facts["reprieve_expires_on"], ruled_on)
    return {
        "term_from": np.where(kind < LIFE, facts["starts_on"], _kept(converted_on, fixed)),
        "term_months": np.where(kind < LIFE, months, np.where(fixed, NEW_TERM_MONTHS, 0)),
        "conversions": conversions,
        "cuts": cuts,
        "served": np.array(served),
        "ruled_ago": ruled_ago,
        "cut": cut,
        "form": np.select([kind < LIFE, fixed, to_life], [kind, FIXED, LIFE], kind).astype(np.int8),
        "reduced": conversions + cuts > 0,
        "last_is_cut": cuts > 0,
        "last_delivered_on": last,
        "last_cut_months": np.where(cuts == 2, cut[1], np.where(cuts == 1, cut[0], 0)),
        "cut_months": np.where(cuts > 0, cut[0], 0) + np.where(cuts > 1, cut[1], 0),
        "to_life_on": _kept(served[0] - ruled_ago, to_life),
    }


def _offender(rng: Random, facts: Arrays) -> Arrays:
    count = len(facts["kind"])
    young = _chance(rng, count, 0.08)
    age_days = np.where(young, rng.integers(15 * 365, 19 * 365, count), rng.integers(18 * 365, 75 * 365, count))
    return {
        "repentant": _chance(rng, count, 0.8),
        "recidivist": _chance(rng, count, 0.1),
        "birth_date": _kept(facts["effective_on"] - age_days, ~_chance(rng, count, 0.05)),
        "infirm": _chance(rng, count, 0.05),
        "incapacitated": _chance(rng, count, 0.08),
        "merits": rng.choice([0, ORDINARY, MAJOR, ORDINARY | MAJOR], count, p=(0.75, 0.15, 0.07, 0.03)).astype(np.int8),
        "relax": rng.choice(3, count, p=(0.6, 0.2, 0.2)).astype(np.int8),
    }


def _new_crimes(rng: Random, facts: Arrays) -> Arrays:
    """At most one new crime, a fixed term or life; one judged before a 死缓 was reduced fell within the reprieve."""
    count = len(facts["kind"])
    judged_on = _kept(facts["as_of"] - rng.integers(0, 2500, count), _chance(rng, count, 0.06))
    reduced_on = _kept(facts["served"][0] - facts["ruled_ago"], (facts["kind"] == DEATH_REPRIEVE) & facts["reduced"])
    in_reprieve, for_life = judged_on < reduced_on, _chance(rng, count, 0.1)
    return {
        "judged_on": judged_on,
        "judged_for_life": for_life,
        "crime_in_reprieve": in_reprieve,
        "new_fixed_on": _kept(judged_on, ~in_reprieve & ~for_life),
        "new_life_on": _kept(judged_on, ~in_reprieve & for_life),
    }


def _items(rng: Random, facts: Arrays) -> Arrays:
    """None to two property judgments, paid or open, with a status or none."""
    count = len(facts["kind"])
    number = rng.choice(3, count, p=(0.5, 0.35, 0.15))
    kind, status = rng.integers(0, len(ITEM_KINDS), (2, count)), rng.integers(0, NO_STATUS + 2, (2, count)).clip(max=NO_STATUS)
    unpaid = (number > np.array([[0], [1]])) & _chance(rng, (2, count), 0.6)
    still = unpaid & ~np.isin(status, (_REMITTED, _DEPOSITED, _WAIVED))
    other = still & (kind != _CONFISCATION)
    excused = (status == _INSTALMENT) & np.isin(kind, (_FINE, _COMPENSATION))
    return {
        "items": number,
        "item_kind": kind,
        "item_status": status,
        "item_unpaid": unpaid,
        "unpaid": unpaid.any(axis=0),
        "open_confiscation": (still & (kind == _CONFISCATION)).any(axis=0),
        "open_other": other.any(axis=0),
        "open_not_excused": (other & ~excused).any(axis=0),
        "fine_remitted": (unpaid & (kind == _FINE) & (status == _REMITTED)).any(axis=0),
    }


def _conduct(rng: Random, facts: Arrays) -> Arrays:
    """What was done about the judgments, and what was found; only where there are some."""
    count = len(facts["kind"])
    judged = facts["items"] > 0
    bare = (facts["item_unpaid"] & (facts["item_status"] == NO_STATUS)).any(axis=0)
    ago = rng.integers(0, 500, (2, count))
    return {
        "hides": judged & _chance(rng, count, 0.15),
        "overspends": judged & _chance(rng, count, 0.05),
        "conduct_ended_on": _kept(facts["as_of"] - ago[0], judged & _chance(rng, count, 0.4)),
        "completed_on": _kept(facts["as_of"] - ago[1], judged & ~bare & _chance(rng, count, 0.4)),
        "able": np.where(judged, rng.integers(-1, 2, count), -1).astype(np.int8),
        "no_assets_found": judged & _chance(rng, count, 0.3),
        "restitution": np.where(judged, rng.integers(-1, 2, count), -1).astype(np.int8),
    }


def _between(rng: Random, count: int, days: tuple[Any, Any]) -> Any:
    first, last = days
    return first + rng.integers(0, (last - first).astype(int) + 1, count)


def _kept(day: Any, where: Any) -> Any:
    return np.where(where, day, _NO_DAY)


def _chance(rng: Random, size: Any, share: float) -> Any:
    return rng.random(size) < share
