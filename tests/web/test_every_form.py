"""Every form of every procedure as the page shows it: each field is asked as what it is, and the reason has an input of its own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from zhiheng.catalog import packs
from zhiheng.procedure.core.acts import PossibleAct
from zhiheng.web.cases.act_form import ActForm, ActGroup, Setting, ShownForm, asked
from zhiheng.web.cases.opening_form import OpeningForm

pytestmark = pytest.mark.drawn
CATALOG = packs.loaded(Path(__file__).resolve().parents[2] / "packs")
NOW = datetime(2026, 11, 30, 2, 0, tzinfo=UTC)
INPUTS = {
    "choice": ("select", "radio"),
    "choices": ("select", "checkbox"),
    "flag": ("select", "radio", "checkbox"),
    "paragraphs": ("textarea",),
    "date": ("date",),
    "time": ("datetime-local",),
    "file": ("file",),
    "files": ("file",),
}
NAMED = re.compile(r"<(input|select|textarea)\b[^>]*>")


def shown(html: str) -> dict[str, set[str]]:
    """Name of an input → what it is (its tag, and the type of an `input`)."""
    found: dict[str, set[str]] = {}
    for mark in NAMED.finditer(html):
        name, kind = (re.search(rf'\b{word}="([^"]*)"', mark[0]) for word in ("name", "type"))
        if name:
            found.setdefault(name[1], set()).add(kind[1] if kind and mark[1] == "input" else mark[1])
    return found


def misfits(fields, inputs, prefix):
    """Fields that have no input, or one for something else."""
    for item in asked(fields, {}):
        if item.scores or item.type == "rows":
            continue
        name = f"{prefix}{item.id}__name" if item.type == "person" else f"{prefix}{item.id}"
        kinds = inputs.get(name, inputs.get(f"v-{name}", set()))
        if not kinds or (item.type in INPUTS and not kinds <= set(INPUTS[item.type])):
            yield f"{name} ({item.type}): {sorted(kinds) or 'no input'}"


@pytest.mark.parametrize("name", sorted(CATALOG.procedures))
def test_each_field_of_each_step_is_asked_as_what_it_is(name):
    spec, wrong = CATALOG.procedures[name], []
    view = SimpleNamespace(case=SimpleNamespace(pk="00000000-0000-0000-0000-000000000000"), last_seq=1, spec=spec)
    for step in spec.steps.values():
        fields = tuple(spec.form_of(step))
        acts = tuple(
            PossibleAct("done", step.id, one.id, one.title, step.lane, spec.seat_of(step.lane), "", one.reason, fields, "")
            for one in step.outcomes
        )
        group = ActGroup("done", step.id, step.title, acts)
        form = ActForm(group, setting=Setting(NOW))
        html = render_to_string("web/cases/acts.html", {"forms": [ShownForm(form)], "view": view, "tried": None, "facts": None})
        inputs = shown(html)
        wrong += [f"{step.id}: {one}" for one in misfits(fields, inputs, f"done-{step.id}-")]
        if group.wants_reason and not inputs.get(form.add_prefix(form.reason_name), {"none"}) <= {"textarea", "text"}:
            wrong.append(f"{step.id}: no input of the reason")
        assert f'id="act-done-{step.id}"' in html
        assert html.count('name="outcome"') == len(acts)
    assert wrong == []


@pytest.mark.parametrize("name", sorted(CATALOG.procedures))
def test_each_opening_asks_whom_it_is_about(name):
    spec = CATALOG.procedures[name]
    form = OpeningForm(spec, None, None, Setting(NOW), {})
    page = {"spec": spec, "form": ShownForm(form), "facts": None, "begun": None, "clues": []}
    inputs = shown(render_to_string("web/cases/open.html", page))
    assert list(misfits(spec.opening_fields, inputs, "open-")) == []
    named = {"person": {"open-subject_name", "open-subject_number"}, "none": set()}.get(spec.about, {"open-subject_name"})
    assert named <= inputs.keys()


def test_items_are_offered_by_the_number_of_their_list_or_by_title_alone():
    lists = CATALOG.items
    assert lists["enforcement_items"].items[0].named.startswith("a01 ")
    assert lists["education_library"].items[0].named == lists["education_library"].items[0].title
