"""Who is shown what: the matrix a pack declares (`items/portal_visibility.csv`), answered for one item, one audience and what is the case.

Whatever is not declared, or declared in a word that is not known here, is not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

AUDIENCES: Mapping[str, str] = {
    "person": "本人", "guardian": "未成年人的监护人", "family": "家属", "lawyer": "律师", "public": "公众", "supervisor": "执法监督员",
}  # fmt: skip
WHOLE, SUMMARY, TOLD, COUNTS, NOTHING = "whole", "summary", "told", "counts", ""
"""How much is shown: all of it; outcome and day alone; a sentence that says where to ask; numbers that name nobody; nothing."""
CONSENT, OWN_CASE, REGISTERED, PUBLICISED, GRANTED = "consent", "own_case", "registered", "publicised", "granted"
"""What must be the case: consent of the person, the very case of the code, registered kin, published at this time, a granted query."""


@dataclass(frozen=True)
class Word:
    """A word of the matrix: how much it shows, what it needs, and the sentence shown in place of what is not shown here."""

    part: str
    needs: str = ""
    says: str = ""


WORDS: Mapping[str, Word] = {
    "yes": Word(WHOLE),
    "own": Word(WHOLE),
    "role": Word(WHOLE),
    "no": Word(NOTHING),
    "never": Word(NOTHING),
    "consent": Word(WHOLE, CONSENT),
    "consent_summary": Word(SUMMARY, CONSENT),
    "case": Word(SUMMARY, OWN_CASE),
    "registered": Word(WHOLE, REGISTERED),
    "publicised": Word(SUMMARY, PUBLICISED),
    "publicised_name": Word(TOLD, PUBLICISED, "公示期内的名单在公示栏公布"),
    "granted_query": Word(TOLD, GRANTED, "已准许的查询，凭查询决定向封存机关查阅"),
    "band": Word(WHOLE),
    "explained": Word(SUMMARY),
    "law": Word(TOLD, says="依法可以查阅的，凭执业证和委托手续向办案机关申请"),
    "office": Word(TOLD, says="定位记录不在网上显示，可以到社区矫正机构申请查看"),
    "definition": Word(TOLD, says="评估因素和权重按公布的办法执行，可以向社区矫正机构索取"),
    "helps": Word(TOLD, says="怎样帮助孩子，请向心理咨询人员了解"),
    "law_notice": Word(TOLD, says="依法应当通知家属的健康情况，由监狱、社区矫正机构书面通知"),
    "certificate": Word(TOLD, says="需要证明的，可以向封存机关申请开具"),
    "sit_in": Word(TOLD, says="可以凭聘书列席评审会议"),
    "counts": Word(COUNTS),
    "cells": Word(COUNTS),
}
MINOR_CLOSED = frozenset({"family", "lawyer", "public", "supervisor"})
"""To whom nothing about a minor is shown by way of these pages: their files are open through the organ that handles the case alone."""
SEALED_ITEM = "sealed"
FREE = frozenset({"statistics", "contact", "risk_definition"})
"""Items that are about nobody."""


@dataclass(frozen=True)
class About:
    """What is the case: what conditions of the matrix are met, whether the person is a minor, whether the record is sealed."""

    met: frozenset[str] = frozenset()
    minor: bool = False
    sealed: bool = False


NOTHING_MET = About()


@dataclass(frozen=True)
class Answer:
    """How much of an item is shown, and the sentence said in its place."""

    part: str = NOTHING
    says: str = ""

    @property
    def reads(self) -> bool:
        """Whether anything of the person is read for it."""
        return self.part in {WHOLE, SUMMARY}


REFUSED = Answer()
Matrix = Mapping[str, Mapping[str, str]]


def answer(matrix: Matrix, item: str, audience: str, about: About = NOTHING_MET) -> Answer:
    """How much of an item an audience is shown."""
    if is_closed(item, audience, about):
        return REFUSED
    word = WORDS.get(matrix.get(item, {}).get(audience, "no"))
    if word is None or (word.needs and word.needs not in about.met):
        return REFUSED
    return Answer(word.part, word.says)


def is_closed(item: str, audience: str, about: About) -> bool:
    """Whether a sealed record or a minor's file closes the item whatever the matrix says."""
    if item in FREE:
        return False
    if about.sealed:
        return item != SEALED_ITEM
    return about.minor and audience in MINOR_CLOSED


def unknown_words(matrix: Matrix) -> list[str]:
    """Words of the matrix that are not known: they show nothing."""
    used: Collection[str] = {word for row in matrix.values() for name, word in row.items() if name in AUDIENCES}
    return sorted(set(used) - set(WORDS))
