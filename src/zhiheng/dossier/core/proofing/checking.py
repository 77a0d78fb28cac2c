"""All checks in their order: numbers, names and organs, articles, arithmetic of sentences, the facts of the case, language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhiheng.dossier.core.proofing import (
    articles,
    figures,
    language,
    names,
    notices,
    ordering,
    parts,
    periods,
    punishments,
    reasoning,
    terms,
    titles,
    wording,
)
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import Finding, ProofText

Check = Callable[[ProofText, Facts], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    *(figures.days, periods.counted, periods.signed, periods.own_number, notices.notices),
    *(figures.amounts, figures.sums, names.identity_numbers, names.case_numbers),
    *(names.names, titles.callings, titles.parties, titles.pronouns, titles.strangers, names.organs),
    *(articles.articles, ordering.order, ordering.crimes),
    *(terms.terms, punishments.together, punishments.cuts, punishments.same_punishment, punishments.fees),
    *(reasoning.contradictions, reasoning.unanswered, reasoning.evidence, reasoning.parts, reasoning.annexes, reasoning.conduct),
    *(parts.must_hold, parts.signatures, parts.executing, names.publication, parts.sealed),
    *(language.unfilled, language.slips, language.punctuation, language.repeated, wording.particles, wording.figures, wording.improper),
)
VERSION = "2026-11-30"
"""Version of the rules, kept in the trace of every run."""


def findings_in(document: ProofText, facts: Facts) -> tuple[Finding, ...]:
    """Everything found, each once; the same paper, facts and law always give the same."""
    found = {one.mark: one for check in CHECKS for one in check(document, facts)}
    return tuple(found.values())
