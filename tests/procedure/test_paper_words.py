"""Choices listed in a paper are written as their titles, never as codes."""

from __future__ import annotations

from pathlib import Path

from zhiheng.catalog import packs
from zhiheng.procedure.core.effects import in_words

CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")


def test_choices_in_a_list_are_written_by_their_titles():
    spec = CATALOG.procedures["parole"]
    places = CATALOG.documents["parole", "commission_letter"].placeholders
    told = in_words(spec, places, {"enclosed": ["judgment", "contacts"], "contact": "丁"})
    assert told == {"enclosed": ["裁判文书", "本人及家属联系方式"], "contact": "丁"}


def test_other_values_stay_as_they_are():
    spec = CATALOG.procedures["parole"]
    places = CATALOG.documents["parole", "commission_letter"].placeholders
    assert in_words(spec, places, {"enclosed": None, "residence": "judgment"}) == {"enclosed": None, "residence": "judgment"}
