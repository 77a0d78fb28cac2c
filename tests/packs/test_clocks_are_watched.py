"""A step whose limit a statute sets is read by some model of lateness, or the list below says why not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zhiheng.catalog import packs

ROOT = Path(__file__).resolve().parents[2] / "packs"
OWN_CHOICE = "当事人自己决定是否办理，逾期只是不再申请"
WITHIN_WHOLE = "整案期限的各个内部环节，由作出决定的环节核查"
THRESHOLD = "日数是认定的界限，不是办结的期限"
MIXED = "法定与默认的日数在同一环节，只看环节不能区分，还没有模型"
OTHER_TABLE = "由读取其他表的模型核查"
NOT_A_LIMIT = "此前不得办理、提示性的，或者逾期须重新开始，不是办结的期限"
LEFT = {
    OWN_CHOICE: (
        "award.wait_review conduct.wait_review score_objection.ask score_objection.ask_again penalty.ask_hearing "
        "reconsideration.apply treatment_decision.reconsider_window questioned_death.objection incident.relief "
        "incident.recheck_ask accountability.review_request accountability.appeal_request "
        "medical_release_court.await_objection release.summary relocation.arrive"
    ),
    WITHIN_WHOLE: (
        "reconsideration.hear reconsideration.sign_1 reconsideration.sign_2 reconsideration.sign_3 reconsideration.sign_4 "
        "reconsideration.sign_5 reconsideration.sign_6 reconsideration.signoff"
    ),
    THRESHOLD: "lost_search.register lost_search.boundary lost_search.month leave.out",
    MIXED: (
        "record_sealing.notify record_sealing.seal cross_hand_over.deliver cross_request.act medical_release.supervise "
        "medical_release_court.supervise medical_release_detention.supervise item_check.rectify"
    ),
    OTHER_TABLE: "lost_search.start supervision_document.reply",
    NOT_A_LIMIT: "filing_oversight.ask filing_oversight.watch medical_release.study medical_release_detention.study",
}


@pytest.fixture(scope="module")
def catalog():
    return packs.loaded(ROOT)


def _clocks(catalog):
    """`procedure.step` of every step with a limit that the law or a rule sets."""
    for spec in catalog.procedures.values():
        for step in spec.steps.values():
            if any(one.limit or one.source for one in step.within):
                yield spec.id, step.id


def _reads(text: str, procedure: str, step: str) -> bool:
    return bool(re.search(rf"\b{procedure}\b", text) and re.search(rf"\b{step}(\b|__)", text))


def test_a_legal_clock_is_watched_or_the_reason_is_known(catalog):
    texts = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("*/models/*.sql"))]
    missed = {f"{procedure}.{step}" for procedure, step in _clocks(catalog) if not any(_reads(text, procedure, step) for text in texts)}
    excused = {word for words in LEFT.values() for word in words.split()}
    assert missed - excused == set()
    assert excused - missed == set(), "读取了的不再列为例外"
