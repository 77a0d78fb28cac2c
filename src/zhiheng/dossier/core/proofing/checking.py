"""All checks in their order: numbers, names and organs, articles, arithmetic of sentences, the facts of the case, language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhiheng.dossier.core.proofing import articles, figures, language, names, parts, terms
from zhiheng.dossier.core.proofing.facts import Facts
from zhiheng.dossier.core.proofing.finding import Finding, ProofText

Check = Callable[[ProofText, Facts], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (
    *(figures.days, figures.amounts, figures.sums, names.identity_numbers, names.case_numbers, names.names, names.organs),
    *(articles.articles, terms.terms, parts.must_hold, parts.signatures, parts.executing, names.publication, parts.sealed),
    *(language.unfilled, language.slips, language.punctuation, language.repeated),
)
VERSION = "2026-11"
"""Version of the rules, kept in the trace of every run."""


def findings_in(document: ProofText, facts: Facts) -> tuple[Finding, ...]:
    """Everything found, each once; the same paper, facts and law always give the same."""
    found = {one.mark: one for check in CHECKS for one in check(document, facts)}
    return tuple(found.values())
