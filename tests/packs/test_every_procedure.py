"""Every procedure of every pack, walked at random by right and wrong people: nothing is stuck, no clock vanishes, nothing inner leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from zhiheng.catalog import packs
from zhiheng.catalog.field_values import holds
from zhiheng.law.clocks import add_days
from zhiheng.procedure.core import acts
from zhiheng.procedure.core.clocks import chosen, clocks_of
from zhiheng.procedure.core.errors import ActRefused
from zhiheng.procedure.core.fold import fold, follow
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.core.visibility import conducts, hidden_steps, visible_events, visible_values

HERE = Path(__file__).resolve().parents[1]
PROCEDURES = {
    spec.id: spec for root in (HERE.parent / "packs", HERE / "procedure" / "packs") for spec in packs.loaded(root).procedures.values()
}
CHANCE = st.randoms(use_true_random=False)
WORDS = {
    "text": "文字",
    "paragraphs": "一段",
    "item": "x",
    "file": "附件.pdf",
    "person": "王甲",
    "organ": "某机关",
    "officer": "某人",
    "division": "510121",
}


def filled(fields, chance, beside):
    """Values a careful officer would give for a form."""
    values = {}
    for item in fields:
        if item.when and not holds(item.when, {**beside, **values}):
            continue
        if item.required or chance.random() < 0.8:
            values[item.id] = value_for(item, chance, beside)
    return values


def value_for(item, chance, beside):
    day = add_days(date(2026, 1, 5), chance.randint(0, 400)).isoformat()
    if item.type in {"whole", "decimal", "amount"}:
        least = int(item.least) if item.least is not None else 1
        return chance.randint(least, int(item.most) if item.most is not None else least + 20)
    if item.type in {"choice", "choices"}:
        code = chance.choice(list(item.codes))
        return code if item.type == "choice" else [code]
    if item.type == "rows":
        voted = {"agreed": True} if has(item, "agreed") else {}
        return [
            {**filled(item.rows, chance, beside), **({"name": name} if has(item, "name") else {}), **voted}
            for name in "甲乙丙丁戊己庚辛壬癸"
        ]
    known = {"date": day, "time": f"{day}T09:30", "flag": chance.random() < 0.7, **WORDS}
    return known[item.type] if item.type in known else [known[item.type.removesuffix("s")]]


def has(item, name):
    return any(inner.id == name for inner in item.rows)


class Walk(RuleBasedStateMachine):
    """One case; organs are called after the role they sit in, and each has two officers."""

    spec = None

    @initialize(chance=CHANCE)
    def begin(self, chance):
        spec = self.spec
        self.organs = {role.id: f"机关-{role.id}" for role in spec.roles.values() if not role.of}
        values = filled(spec.opening_fields, chance, {}) if spec.opening_fields else {}
        for step in spec.start:
            values |= filled(spec.form_of(spec.steps[step]), chance, values)
        self.today, self.events, self.state, self.missed = date(2026, 1, 5), [], State(), 0
        opener = self.organs[spec.seat_of(spec.opener)]
        subject = {"name": "王甲", "number": "1"}
        self.happen(
            Event(
                "opened",
                self.today,
                organ=opener,
                actor=f"{opener}/0",
                values={"organs": self.organs, "values": values, "subject": subject},
            )
        )

    def happen(self, event):
        before, self.state = self.state, follow(self.spec, self.state, event)
        self.events.append(event)
        self.no_clock_vanished(before)

    def no_clock_vanished(self, before):
        """A step that stays open keeps its clock, unless the values that choose it changed."""
        for item in before.open:
            after = next((one for one in self.state.open if (one.step, one.part, one.round) == (item.step, item.part, item.round)), None)
            step = self.spec.steps[item.step]
            if after and chosen(step, before.values) == chosen(step, self.state.values) and clocks_of(self.spec, before, item, self.today):
                assert clocks_of(self.spec, self.state, after, self.today), f"the clock of {item.step} vanished"

    def event(self, act, organ, officer, chance):
        values = filled(act.fields, chance, self.state.values) if act.kind == "done" else self.beside(act, chance)
        more = {"person": "1"} if self.spec.roles[act.role].person and organ.endswith(act.role) else {}
        return Event(
            act.kind,
            self.today,
            act.step,
            act.outcome if act.kind == "done" else "",
            organ,
            f"{organ}/{officer}",
            "因为",
            values,
            part=act.part,
            more=more,
        )

    def beside(self, act, chance):
        given = {
            "handed_over": {"role": act.outcome, "organ": self.organs.get(act.outcome, "")},
            "extended": {"amount": 1, "unit": self.unit_of(act), "article": "条文"} if len(act.fields) > 1 else {},
            "corrected": {"event": next((name for name in self.state.happened if "." in name), ""), "on": self.today.isoformat()},
            "copied": {"organ": self.organs[chance.choice(list(self.organs))]},
            "opinion": {"opinion": "意见"},
        }
        return given.get(act.kind, {})

    def unit_of(self, act):
        extend = self.spec.steps[act.step].extend if act.step in self.spec.steps else None
        return (extend.unit if extend else "") or "day"

    @rule(chance=CHANCE)
    def right_people_act(self, chance):
        possible = acts.possible(self.spec, self.state, self.today)
        if not possible:
            return
        act = (
            chance.choice([one for one in possible if one.kind == "done"] or list(possible))
            if chance.random() < 0.8
            else chance.choice(possible)
        )
        event = self.event(act, self.state.organs.get(act.seat, ""), chance.randint(0, 1), chance)
        try:
            _, admitted = acts.admit(self.spec, self.state, event, self.today)
        except ActRefused as refusal:
            assert refusal.reason
            assert refusal.remedy
            return
        doers = (
            {one.actor for one in self.state.completed if one.step in self.spec.steps.get(event.step, act).other_than}
            if event.kind == "done" and not self.spec.steps[event.step].outcome(event.outcome).anywhere
            else set()
        )  # an end that the case may come to anywhere (a death) approves nothing
        assert admitted.actor not in doers
        self.happen(admitted)

    @rule(chance=CHANCE)
    def wrong_people_are_refused(self, chance):
        possible = acts.possible(self.spec, self.state, self.today)
        if not possible:
            return
        act = chance.choice(possible)
        own = {self.state.organs.get(one.seat) for one in possible if (one.kind, one.step) == (act.kind, act.step)}
        for organ in {*self.organs.values(), "别的机关"} - own:
            event = replace(self.event(act, organ, 0, chance), more={})
            with pytest.raises(ActRefused):
                acts.admit(self.spec, self.state, event, self.today)

    @rule(chance=CHANCE)
    def what_is_not_open_is_refused(self, chance):
        closed = [step for step in self.spec.steps.values() if not self.state.waiting(step.id)]
        if closed:
            step = chance.choice(closed)
            organ = self.state.organs.get(self.spec.seat_of(step.lane), "")
            with pytest.raises(ActRefused):
                acts.admit(
                    self.spec, self.state, Event("done", self.today, step.id, step.outcomes[0].id, organ, f"{organ}/0", "因为"), self.today
                )

    @precondition(lambda self: self.state.awaited)
    @rule()
    def a_sub_case_ends(self):
        awaited = self.state.awaited[0]
        self.happen(Event("sub_ended", self.today, awaited.step, awaited.outcome))

    @rule(days=st.integers(1, 120))
    def time_passes(self, days):
        self.today = add_days(self.today, days)

    @invariant()
    def the_state_is_what_the_events_say(self):
        assert fold(self.spec, self.events) == self.state

    @invariant()
    def nothing_is_stuck(self):
        if not self.state.ended_on:
            assert self.state.open or self.state.awaited
            waiting = {item.step for item in self.state.open}
            assert waiting <= {act.step for act in acts.possible(self.spec, self.state, self.today) if act.kind == "done"}

    @invariant()
    def nothing_inner_leaves(self):
        for organ in {*self.organs.values(), "别的机关"}:
            hidden = hidden_steps(self.spec, self.state, {organ})
            inner = {
                step.id for step in self.spec.steps.values() if step.inner and self.state.organs.get(self.spec.seat_of(step.lane)) != organ
            }
            mine = {done.step for done in self.state.completed if done.organ == organ}
            assert inner - mine <= hidden
            for event, shown in zip(self.events, visible_events(self.spec, self.state, self.events, {organ}), strict=True):
                assert not (shown and event.step in inner - mine)
            only_inner = {field.id for step in inner - mine for field in self.spec.form_of(self.spec.steps[step])}
            only_inner -= {field.id for step in self.spec.steps.values() if step.id not in inner for field in self.spec.form_of(step)}
            only_inner -= {field.id for field in self.spec.opening_fields}
            assert not only_inner & set(visible_values(self.spec, self.state, {organ})) or conducts(self.spec, self.state, {organ})


@pytest.mark.parametrize("name", PROCEDURES)
def test_walked_at_random(name):
    machine = type(f"Walk_{name}", (Walk,), {"spec": PROCEDURES[name]})
    quick = settings(max_examples=12, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=quick)
