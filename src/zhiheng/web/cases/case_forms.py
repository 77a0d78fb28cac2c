"""The forms of a case's page: what stands in them already, what they choose from, and what of the law they must answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.models.in_force import catalog
from zhiheng.procedure.core import assessing
from zhiheng.procedure.core.assessing import Assessment
from zhiheng.procedure.core.filling import Around, first_values
from zhiheng.procedure.core.instants import in_minutes
from zhiheng.procedure.core.state import Event
from zhiheng.procedure.core.visibility import visible_values
from zhiheng.procedure.selectors import CaseView
from zhiheng.procedure.services.counted import counted_at
from zhiheng.procedure.services.seating import fits
from zhiheng.registry.selectors import all_organs
from zhiheng.web import words
from zhiheng.web.cases.act_form import ActForm, ActGroup, Choices, Setting
from zhiheng.web.cases.addressees import nearest_first
from zhiheng.web.cases.kept_rows import clue_rows, kept_rows
from zhiheng.web.judgments.drafts import draft_for


def form_of(request: HttpRequest, view: CaseView, group: ActGroup, data: Any = None, files: Any = None) -> ActForm:
    """The form of a group, with what the pack says it is filled with."""
    return ActForm(group, data, files, setting=setting_of(request, view, group))


def setting_of(request: HttpRequest, view: CaseView, group: ActGroup) -> Setting:
    """What stands around the form of a group."""
    done = group.kind == "done"
    fields, initial = group.first.fields, initial_of(request, view, group) if done else {}
    law = law_at(view, group, initial) if done else None
    return Setting(
        moment=timezone.now(),
        dated=done,
        minutes=done and in_minutes(view.spec),
        choices={**choices_of(fields, request.user.organ), **choices_beside(view, request.user.organ)},
        initial=initial,
        known_values=view.state.values,
        organs=organs_to_choose(view.spec, group.chooses, request.user.organ),
        asks=tuple(dict.fromkeys(asks_of(view.spec, group, law))) if done else (),
        law=law,
        asks_facts=done and asks_facts(view, group),
        mark=words.MARKS.get(view.spec.steps[group.step].mark, "") if group.step in view.spec.steps else "",
    )


def law_at(view: CaseView, group: ActGroup, initial: Mapping[str, Any]) -> Assessment | None:
    """What the law answers beside the form: with the numbers of the form that are counted, where there are any."""
    found, step = view.law.get(group.step), view.spec.steps[group.step]
    counted = {item.id: initial[item.id] for item in group.first.fields if item.counts and item.id in initial}
    if found is None or step.assess is None or not counted:
        return found
    asked = Event("done", timezone.localdate(), group.step)
    return assessing.ask(step.assess, view.state.but(values={**view.state.values, **counted}), asked)


def asks_of(spec: ProcedureSpec, group: ActGroup, law: Assessment | None) -> Iterator[str]:
    """What an act of the group goes on with only where a reason is written: what the law asks now, and what the step's blocks may ask."""
    yield from (one.text for one in law.asking) if law else ()
    outcomes = {act.outcome for act in group.acts}
    for block in spec.steps[group.step].blocks:
        if block.reason and (not block.outcomes or outcomes & set(block.outcomes)):
            yield block.says
    unlike = spec.steps[group.step].unlike
    if unlike and (not unlike.outcomes or outcomes & set(unlike.outcomes)):
        yield unlike.says


def asks_facts(view: CaseView, group: ActGroup) -> bool:
    """Whether the law at the step takes facts of the theme library."""
    asked = view.spec.steps[group.step].assess
    return bool(asked and asked.facts and (view.spec.pack, asked.facts) in catalog().facts)


def initial_of(request: HttpRequest, view: CaseView, group: ActGroup) -> dict[str, Any]:
    """First values: what the pack says, else what was filled in the last time the step was done or drafted for it."""
    officer = request.user
    around = Around(
        now=timezone.now(), organ=officer.organ.name, officer=officer.name, search=draft_for(request, view.case.pk),
        kept=kept_rows(officer, group.first.fields) | clue_rows(officer, group.first.fields, view.state.organs),
    )  # fmt: skip
    state = replace(view.state, values=visible_values(view.spec, view.state, {officer.organ.name}), rounds=_rounds_seen(view))
    said, before = first_values(group.first.fields, state, around), () if _anew(view, group) else state.rounds.get(group.step, ())
    drafted = {item.id: state.values.get(item.id) for item in group.first.fields} if group.step in view.spec.start else {}
    searched = {item.id: said[item.id] for item in group.first.fields if item.fills.startswith("search.") and item.id in said}
    earlier = {name: value for name, value in drafted.items() if value is not None} | (dict(before[-1]) if before else {})
    typed = {item.id for item in group.first.fields if not item.counts}
    counted = counted_at(view.spec, view.state, group.step)
    return {**said, **{name: value for name, value in earlier.items() if name in typed}, **searched, **counted}


def _anew(view: CaseView, group: ActGroup) -> bool:
    """Whether the step is done anew each period: what was found the last time is no finding of this time."""
    step = view.spec.steps.get(group.step)
    return bool(step and step.repeats)


def _rounds_seen(view: CaseView) -> dict[str, Any]:
    return {step: values for step, values in view.state.rounds.items() if step not in view.hidden}


def choices_of(fields: Iterable[FieldShape], own: Any) -> dict[str, Choices]:
    """What fields of organs and of items are chosen from, those within rows too."""
    found: dict[str, Choices] = {}
    for item in fields:
        if item.type == "organ":
            found[item.id] = nearest_first((organ for organ in all_organs() if not item.of or organ.kind == item.of), own)
        elif item.type in {"item", "items"} and item.of in catalog().items:
            found[item.id] = [(one.id, one.named) for one in catalog().items[item.of].items if one.id not in item.elsewhere]
        found |= {f"{item.id}.{name}": one for name, one in choices_of(item.rows, own).items()}
    return found


def choices_beside(view: CaseView, own: Any) -> Mapping[str, Choices]:
    """What free fields of acts beside the steps are chosen from: organs, roles that may be handed over, events that happened."""
    organs = nearest_first(all_organs(), own)
    happened = [(name, event_title(view, name)) for name in view.state.happened if name.partition(".")[0] in view.spec.steps]
    return {"organ": organs, "role": [(role, view.spec.roles[role].title) for role in view.spec.hand_over], "event": happened}


def organs_to_choose(spec: ProcedureSpec, roles: Iterable[str], own: Any) -> dict[str, tuple[str, Choices]]:
    """Role → its title and the organs of its kind and level, those nearest to the own one first."""
    known = all_organs()
    return {role: (spec.roles[role].title, nearest_first((one for one in known if fits(spec.roles[role], one)), own)) for role in roles}


def event_title(view: CaseView, name: str) -> str:
    """`serve.served` in words, with its day."""
    step, _, outcome = name.partition(".")
    known = view.spec.steps[step]
    ended: Any = known.outcome(outcome)
    return f"{known.title}：{ended.title if ended else outcome}（{view.state.happened[name]}）"
