"""Play one scene: open its case and do its acts, each by the right officer on its day, in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.field_values import holds
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure import services
from zhiheng.procedure.core.filling import Around, first_values
from zhiheng.procedure.core.state import OPENING, Event, State
from zhiheng.procedure.services.acting import PERSON
from zhiheng.registry.core.demonstration import person_name
from zhiheng.simulate.plays.company import Cast
from zhiheng.simulate.plays.officers import Officers, Troupe
from zhiheng.simulate.plays.persons import Somebody, renamed
from zhiheng.simulate.plays.scenes import Scene, at_of
from zhiheng.simulate.plays.terms import with_cut_end

FILE_TYPES = frozenset({"file", "files"})
FILLED = frozenset({"today", "now", "organ.name", "officer.name"})
AS_TOLD = "演示用的内容，照原样发出"
"""What an officer of a story says of words that the check of papers asks about."""


@dataclass
class Playing:
    """A scene with those who play it."""

    scene: Scene
    cast: Cast
    troupe: Troupe
    person: Somebody | None

    @property
    def names(self) -> dict[str, str]:
        """Person of the story → person of the province: number and name."""
        told = self.scene.story.shape.given.subject
        if self.person is None:
            return {}
        own = ((str(told.get("number", "")), self.person.number), (str(told.get("name", "")), self.person.name))
        return {said: meant for said, meant in own if said}

    @property
    def barred(self) -> frozenset[str]:
        """Steps whose doers may not do what waits after the scene."""
        spec = self.scene.story.spec
        return frozenset(name for item in self.scene.state.open for name in spec.steps[item.step].other_than)

    def adapted(self, value: Any) -> Any:
        """A value of the story as the demonstration says it."""
        return renamed(value, self.cast, self.names)


@transaction.atomic
def play(scene: Scene, cast: Cast, officers: Officers, person: Somebody | None) -> UUID:
    """Play the scene; gives the case. Whatever the services refuse is raised, and nothing is kept."""
    playing = Playing(scene, cast, Troupe(officers, scene.story.spec.pack), person if scene.story.spec.about == "person" else None)
    case_id = _open(playing)
    for event, wanted in scene.acts:
        _act(playing, case_id, event, wanted)
    return case_id


def _open(playing: Playing) -> UUID:
    scene, spec = playing.scene, playing.scene.story.spec
    opened = scene.opened
    seats: dict[str, str] = {**opened.values["organs"], **dict(opened.more.get("organs") or {})}  # type: ignore[dict-item, call-overload]
    organs = {role: playing.cast[organ] for role, organ in seats.items() if organ and role in spec.roles}
    opener = organs.get(spec.seat_of(spec.opener)) or next(iter(organs.values()))
    actor = playing.troupe.actor(opened.actor if opened.organ else "opener", opener, [spec.open_right], spare=OPENING in playing.barred)
    case = services.open_case(
        actor=actor, now=at_of(opened), procedure=spec, organs=organs, subject=_subject(playing),
        values=playing.adapted(_given(playing)), facts=playing.adapted(opened.more.get("facts")), key=scene.key,
        explained=AS_TOLD,
    )  # fmt: skip
    return UUID(str(case.pk))


def _given(playing: Playing) -> dict[str, Any]:
    """Values the case is opened with: those of the opening form where there is one."""
    values = dict(playing.scene.opened.values["values"])  # type: ignore[call-overload]
    fields = {item.id for item in playing.scene.story.spec.opening_fields}
    return {name: value for name, value in values.items() if name in fields} if fields else values


def _subject(playing: Playing) -> dict[str, str]:
    if playing.person:
        return {"kind": "person", "number": playing.person.number, "name": playing.person.name}
    told = playing.adapted({name: str(value) for name, value in playing.scene.story.shape.given.subject.items()})
    return {"kind": playing.scene.story.spec.about, **told}


def _act(playing: Playing, case_id: UUID, event: Event, wanted: Sequence[str]) -> None:
    actor, now = _actor(playing, event, wanted), at_of(event)
    if event.kind != "done":
        services.act_aside(
            actor=actor, now=now, case_id=case_id, kind=event.kind, step=event.step, values=playing.adapted(event.values),
            reason=event.reason, part=event.part,
        )  # fmt: skip
        return
    fields = playing.scene.story.spec.form_of(playing.scene.story.spec.steps[event.step])
    given = with_cut_end(playing.scene.story.spec.opening_fields, _given(playing), fields, playing.adapted(event.values))
    given = with_officers(fields, in_full(fields, given, frozenset(playing.cast.values())), next(iter(playing.cast.values()), ""))
    values, files = handed_in(fields, prefilled(fields, given, actor, now))
    more: Mapping[str, Any] = event.more
    organs = {role: playing.cast[str(organ)] for role, organ in dict(more.get("organs") or {}).items() if organ}
    services.act(
        actor=actor, now=now, case_id=case_id, step=event.step, outcome=event.outcome, values=values, reason=_reason(playing, event),
        files=files, part=event.part, organs=organs, facts=playing.adapted(more.get("facts")),
        explained=AS_TOLD,
    )  # fmt: skip


def _reason(playing: Playing, event: Event) -> str:
    """The story's reason; texts of a story played twice are alike, and the act says so."""
    return event.reason or ("演示文本相同，已逐人核对" if playing.scene.story.spec.steps[event.step].unlike else "")


def _actor(playing: Playing, event: Event, wanted: Sequence[str]) -> Actor:
    if event.more.get("person"):
        concerned = _subject(playing)
        return Actor(f"{PERSON}{concerned.get('number', '')}", concerned.get("name", ""), "", "cli")
    return playing.troupe.actor(event.actor, playing.cast[event.organ], wanted, spare=event.step in playing.barred)


def prefilled(fields: Sequence[FieldShape], values: Mapping[str, Any], actor: Actor, now: datetime) -> dict[str, Any]:
    """The values with what a page writes into the form beforehand: the day, the instant, the officer, the organ."""
    asked = [item for item in fields if item.fills in FILLED and item.id not in values and holds(item.when, values)]
    return {**first_values(asked, State(), Around(now=now, organ=actor.organ, officer=actor.name)), **values}


def in_full(fields: Sequence[FieldShape], values: Mapping[str, Any], organs: frozenset[str]) -> dict[str, Any]:
    """The values with organs by their full names where the form asks for a text, as an officer writes them."""
    texts = {item.id for item in fields if item.type == "text"}
    inner = {item.id: item.rows for item in fields if item.rows}

    def written(name: str, value: Any) -> Any:
        if name in inner and isinstance(value, (list, tuple)):
            return [in_full(inner[name], row, organs) if isinstance(row, Mapping) else row for row in value]
        return full_name(value) if name in texts and isinstance(value, str) and value in organs else value

    return {name: written(name, value) for name, value in values.items()}


def with_officers(fields: Sequence[FieldShape], values: Mapping[str, Any], organ: str) -> dict[str, Any]:
    """The values with officers whom the story calls 甲 or 检一 by invented full names: the same for the same word throughout a case."""
    named = {item.id for item in fields if item.type in {"officer", "officers"}}

    def called(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [called(one) for one in value]
        return person_name(value, organ) if isinstance(value, str) and 0 < len(value) <= len("检一") else value

    return {name: called(value) if name in named else value for name, value in values.items()}


def handed_in(fields: Sequence[FieldShape], values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values without what the form takes as files, and these as small texts that name what they stand for."""
    asked = {item.id for item in fields if item.type in FILE_TYPES}
    files = {name: [_text_file(one) for one in _many(value)] for name, value in values.items() if name in asked and value}
    return {name: value for name, value in values.items() if name not in files}, files


def _many(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else [value]


def _text_file(name: Any) -> tuple[str, bytes]:
    title = str(name).removesuffix(".pdf").removesuffix(".txt")
    return f"{title[:60]}.txt", f"{title}\n演示材料，内容为虚构。\n".encode()
