"""A round by keyed tokens: the list names nobody, hits alone come back, and what explains a hit is kept beside it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from zhiheng.exchange.core import check_filters as filters
from zhiheng.exchange.core import keyed_tokens as tokens
from zhiheng.exchange.core.keyed_tokens import Happening, Hit, Returned, Supervised
from zhiheng.schema.errors import UnusableInputError

CHINA = ZoneInfo("Asia/Shanghai")
SECRET = b"s" * 32
FIRST, LAST = date(2026, 5, 1), date(2026, 5, 3)
HOME, SECOND, THIRD = "510107", "510703", "511303"
"""A district of one city, and districts of two others."""
PERSON = Supervised("510107199004075992", date(2026, 3, 10), date(2028, 3, 9), HOME)
OTHER = Supervised("51010719880101002X", date(2026, 3, 10), None, HOME)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


def stay(number, where, when, no="H1", **more):
    return Happening("hotel", no, number, where, at(when), **more)


def roster(persons=(PERSON, OTHER), **more):
    return tokens.build_roster(persons, secret=SECRET, round_no="2026-124", first_on=FIRST, last_on=LAST, **more)


def test_hits_alone_come_back_and_only_of_the_term():
    """One who is not asked about, and a stay outside the days, are not returned; no hit is said aloud."""
    sent, known = roster()
    records = [
        stay(PERSON.number, THIRD, "2026-05-03T20:00"),
        stay("510107198801010011", THIRD, "2026-05-03T20:00", "H2"),
        stay(PERSON.number, THIRD, "2026-04-30T20:00", "H3"),
    ]
    answer = tokens.match(sent, records, secret=SECRET, name="hotel")
    assert [(person.number, one.evidence_no) for person, one in tokens.resolve(sent, known, answer)] == [(PERSON.number, "H1")]
    assert (answer.rows_compared, answer.none) == (2, False)
    assert tokens.match(sent, records, secret=SECRET, name="rail").none


def test_a_record_whose_number_cannot_be_read_is_counted():
    """What was not compared is named by its number of records, never left out quietly."""
    sent, _ = roster()
    records = [stay("510107199004075993", THIRD, "2026-05-03T20:00"), stay("护照E123", THIRD, "2026-05-03T20:00", "H2")]
    answer = tokens.match(sent, records, secret=SECRET, name="hotel")
    assert (answer.none, answer.unreadable) == (True, 2)


def test_nothing_sent_or_returned_holds_a_number():
    """Neither the list nor the hits show the number, and tokens of two rounds differ."""
    sent, _ = roster()
    answer = tokens.match(sent, [stay(PERSON.number, THIRD, "2026-05-03T20:00")], secret=SECRET, name="hotel")
    assert PERSON.number not in repr(sent) + repr(answer)
    again, _ = tokens.build_roster([PERSON], secret=SECRET, round_no="2026-125", first_on=FIRST, last_on=LAST)
    assert not {row.token for row in again.rows} & {row.token for row in sent.rows}


def test_fifteen_digits_are_the_same_person():
    """A number of the first generation meets its 18-digit form; small x meets X."""
    key = tokens.round_key(SECRET, "1")
    assert tokens.token_of("110101800101001", key) == tokens.token_of("110101198001010010", key)
    assert tokens.token_of(" 51010719880101002x ", key) == tokens.token_of("51010719880101002X", key)


@pytest.mark.parametrize(
    ("persons", "more", "said"),
    [
        ([Supervised(PERSON.number, FIRST, date(2026, 4, 30), HOME)], {}, "届满"),
        ([PERSON], {"sealed": [PERSON.number]}, "封存"),
        ([Supervised("510107199004075993", FIRST, None, HOME)], {}, "校验码"),
        ([PERSON, PERSON], {}, "两次"),
        ([Supervised(PERSON.number, date(2026, 6, 1), None, HOME)], {}, "才开始"),
    ],
)
def test_who_must_not_be_on_the_list_is_refused(persons, more, said):
    """Released, sealed, mistyped, doubled, not yet begun."""
    with pytest.raises(UnusableInputError, match=said):
        roster(persons, **more)


def test_a_short_secret_is_refused():
    """The secret has 32 bytes at least."""
    with pytest.raises(UnusableInputError, match="密钥"):
        tokens.round_key(b"short", "1")


def test_an_answer_that_brings_others_is_refused_whole():
    """Another round, another count, a record twice, a person not asked about."""
    sent, known = roster()
    hit = tokens.match(sent, [stay(PERSON.number, THIRD, "2026-05-03T20:00")], secret=SECRET, name="hotel").hits[0]
    for answer, said in (
        (Returned("2026-125", "hotel", 2, ()), "轮"),
        (Returned("2026-124", "hotel", 3, ()), "名单为"),
        (Returned("2026-124", "hotel", 2, (hit, hit)), "两次"),
        (Returned("2026-124", "hotel", 2, (Hit("0" * 64, hit.happening),)), "以外"),
    ):
        with pytest.raises(UnusableInputError, match=said):
            tokens.resolve(sent, known, answer)


def test_the_walk_of_the_fourth_of_may():
    """Leave to the second city covers the way there and the stay; going on to the third is one trip."""
    leave = filters.Standing((filters.Permission("leave", date(2026, 5, 1), date(2026, 5, 5), (SECOND,)),))
    records = [
        Happening("rail", "R1", "", HOME, at("2026-05-01T08:00"), to_division=SECOND, boarded="yes"),
        stay("", SECOND, "2026-05-01T20:00", until=at("2026-05-03T09:00")),
        Happening("rail", "R2", "", SECOND, at("2026-05-03T10:00"), to_division=THIRD, boarded="yes"),
        stay("", THIRD, "2026-05-03T21:00", "H2"),
    ]
    left, aside = filters.set_aside(PERSON, records, leave)
    assert [(one.evidence_no, cause) for one, cause in aside] == [("R1", "leave_covers"), ("H1", "leave_covers")]
    (trip,) = filters.trips(left)
    assert [one.evidence_no for one in trip.records] == ["R2", "H2"]
    assert not trip.attempt


@pytest.mark.parametrize(
    ("record", "standing", "cause"),
    [
        (Happening("rail", "R", "", HOME, at("2026-06-10T08:00"), to_division=THIRD, refunded=True), filters.Standing(), "refunded"),
        (stay("", "510104", "2026-06-10T08:00"), filters.Standing(), "same_region"),
        (stay("", "510121", "2026-06-10T08:00"), filters.Standing(), ""),
        (stay("", THIRD, "2028-03-10T08:00"), filters.Standing(), "outside_term"),
        (stay("", THIRD, "2026-06-10T08:00"), filters.Standing(held=((date(2026, 6, 1), None),)), "held"),
        (stay("", THIRD, "2026-06-10T08:00"), filters.Standing(moved_on=date(2026, 6, 9), moved_to=THIRD), "relocated"),
        (
            stay("", THIRD, "2026-06-10T08:00"),
            filters.Standing((filters.Permission("permit", date(2026, 3, 2), date(2026, 9, 2), (THIRD,)),)),
            "permit_covers",
        ),
        (
            stay("", THIRD, "2026-09-05T08:00"),
            filters.Standing((filters.Permission("permit", date(2026, 3, 2), date(2026, 9, 2), (THIRD,)),)),
            "",
        ),
        (
            Happening("rail", "R", "", SECOND, at("2026-05-06T10:00"), to_division=HOME, boarded="yes"),
            filters.Standing((filters.Permission("leave", date(2026, 5, 1), date(2026, 5, 5), (SECOND,)),)),
            "on_way_home",
        ),
    ],
)
def test_each_cause_is_told_from_the_others(record, standing, cause):
    """A county of the same city is leaving; a district is not; a permit ends on its day."""
    assert filters.cause_of(PERSON, record, standing) == cause


def test_a_ticket_not_used_is_an_attempt_and_a_gap_parts_trips():
    """More than thirty-six hours apart are two; penalties stand alone; a record twice is a duplicate."""
    unused = Happening("rail", "R1", "", HOME, at("2026-06-10T08:00"), to_division=THIRD, boarded="no")
    later = stay("", THIRD, "2026-06-12T08:00", "H9")
    penalty = Happening("penalty", "P1", "", THIRD, at("2026-06-12T09:00"))
    found = list(filters.trips([later, unused, penalty]))
    assert [[one.evidence_no for one in trip.records] for trip in found] == [["R1"], ["P1"], ["H9"]]
    assert [trip.attempt for trip in found] == [True, False, False]
    left, aside = filters.set_aside(PERSON, [later, later], filters.Standing())
    assert (len(left), [cause for _, cause in aside]) == (1, ["duplicate"])
