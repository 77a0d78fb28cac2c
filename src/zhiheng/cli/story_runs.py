"""Who runs the stories of what: procedures, registers, sheets, duties each by the room that carries them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhiheng.analysis.stories import run_duty, run_sheet
from zhiheng.catalog.packs import Catalog
from zhiheng.catalog.stories import Stories
from zhiheng.cli.story_effects import tried_with
from zhiheng.procedure.core import story
from zhiheng.register.core import story as register_story


@dataclass(frozen=True)
class Failed:
    """A story that does not hold, or one that is missing."""

    path: Path
    words: str

    def __str__(self) -> str:
        return f"{self.path}  {self.words}"


Runner = Callable[[Catalog, list[Stories]], Iterator[Failed]]


def of_procedures(catalog: Catalog, stories: list[Stories]) -> Iterator[Failed]:
    """Walk the stories of every procedure; each must have some, and they must touch every outcome or say why not."""
    tries = tried_with(catalog)
    for spec in catalog.procedures.values():
        own = [one for one in stories if one.of == spec.id]
        if not own:
            yield Failed(spec.path, f"业务流程 {spec.id} 没有故事：在 stories/ 中写 of: {spec.id}")
            continue
        touched: set[str] = set()
        excused: dict[str, object] = {}
        for one in own:
            outcome = story.run(one, spec, tries)
            touched |= outcome.touched
            excused |= dict(one.shape.untouched) if one.shape else {}
            yield from (Failed(one.path, str(difference)) for difference in outcome.differences)
        left = story.untouched(spec, frozenset(touched), excused)
        if left:
            yield Failed(own[0].path, f"没有故事走到：{'、'.join(left)}；写一个故事，或在 untouched 里写明理由")
        needless = story.needless(spec, frozenset(touched), excused)
        if needless:
            yield Failed(own[0].path, f"untouched 写了流程没有的或者故事走到的结果：{'、'.join(needless)}；把它删去")


def told_of(kind: str, thing: str, run: Callable[[Any, Mapping[str, Any]], list[str]], needed: Callable[[Any], bool]) -> Runner:
    """Who runs the stories of a kind of thing; `needed` says which of them must have some."""

    def walk(catalog: Catalog, stories: list[Stories]) -> Iterator[Failed]:
        for spec in getattr(catalog, kind).values():
            own = [one for one in stories if one.of == spec.id]
            if not own and needed(spec):
                yield Failed(spec.path, f"{thing} {spec.id} 没有故事：在 stories/ 中写 of: {spec.id}")
            for one in own:
                found = (fault for story in one.document.value.get("stories") or [] for fault in run(spec, story))
                yield from (Failed(one.path, fault) for fault in found)

    return walk


RUNNERS: dict[str, Runner] = {
    "procedures": of_procedures,
    "registers": told_of("registers", "台账", register_story.run, lambda spec: spec.shape.view is None),
    "sheets": told_of("sheets", "评定", run_sheet, lambda _: True),
    "duties": told_of("duties", "职责", run_duty, lambda _: False),
}
"""Kind of thing (the name under which the catalogue holds it) → who runs its stories; rooms that carry others add their own."""


def run_all(catalog: Catalog) -> Iterator[Failed]:
    """Walk every story of the catalogue; one about nothing known is told."""
    kinds: Mapping[str, set[str]] = {kind: set(getattr(catalog, kind, {})) for kind in RUNNERS}
    for kind, runner in RUNNERS.items():
        yield from runner(catalog, [one for one in catalog.stories if one.of in kinds[kind]])
    known = {name for kind in ("procedures", "registers", "sheets", "duties") for name in getattr(catalog, kind, {})}
    for one in catalog.stories:
        if one.of not in known:
            yield Failed(one.path, f"of: {one.of} 既不是流程，也不是台账、评定、职责")
