"""Decisions on matches: in force, undone, never against each other."""

import pytest

from zhiheng.ledger.selectors import entries_about
from zhiheng.subjects.core.errors import MatchRefused
from zhiheng.subjects.selectors import identities_now
from zhiheng.subjects.services import decide_match, undo_decision


def test_nobody_has_two_numbers_in_an_empty_library(db):
    assert identities_now().to_json() == {}


def test_a_match_that_is_not_there_is_refused(db, actor, now):
    with pytest.raises(MatchRefused, match="没有这一条"):
        decide_match(actor=actor, now=now, match_id=7, decision="same", reason="核对指纹")
    with pytest.raises(MatchRefused, match="没有这一条"):
        undo_decision(actor=actor, now=now, match_id=7, reason="核对指纹")
    assert not entries_about("match:7").exists()
