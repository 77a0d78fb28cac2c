"""`stories/<name>.yaml`: worked walks through a procedure (or register, sheet, duty), written by those who know the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from zhiheng.catalog import declared, yaml_strict
from zhiheng.catalog.declared import Shape, Texts, nothing_is_empty, one_or_many
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.yaml_strict import Document, Place

Given = Annotated[Mapping[str, Any], BeforeValidator(nothing_is_empty)]


class StoryGiven(Shape):
    """What a story begins with.

    on, at     the day (or instant) it begins
    organs     role → organ's name; related: relation → organ → organs, for roles found by relation
    officers   name used in `as` → the organ (and unit, `organ/unit`) the officer belongs to
    subject    whom or what it is about; facts: file of facts → facts; values, opening: values it is opened with
    records    dataset → rows of the person there are already, over which numbers of forms are counted
    others     other cases of the organ whose texts a step's own are held against: number, values
    standings  `role:role` → how the first's organ stands to the second's by the register of organs; nothing: not known
    entries    what registers, sheets and duties begin with (read by their own runners)
    """

    on: str = ""
    at: str = ""
    organs: Given = Field(default_factory=dict)
    related: Given = Field(default_factory=dict)
    officers: Given = Field(default_factory=dict)
    units: Given = Field(default_factory=dict)
    subject: Given = Field(default_factory=dict)
    facts: Given = Field(default_factory=dict)
    values: Given = Field(default_factory=dict)
    opening: Given = Field(default_factory=dict)
    parent: Given = Field(default_factory=dict)
    records: Given = Field(default_factory=dict)
    others: tuple[Given, ...] = ()
    standings: Given = Field(default_factory=dict)
    refused: str = ""


class StoryStep(Shape):
    """One line of a story: an act and what follows from it, or only what is so on a day.

    act        `step.outcome`, or a kind beside the steps (`urged`, `withdrawn` …) with `step`
    by, as_    role (or organ) that acts; officer by a name of the story: the same name is the same person
    refused    part of the words, or a condition of the law, that refuse it; otherwise it must go through
    opens      steps open afterwards; draws, issues, records, copies, tells, cases, moves: what follows
    due        step → last day or instant; overdue, near: steps with a clock of that colour
    rated      what the rating of the step came to: points, grade (`missing` where it did not)
    filed      papers filed in another case of the dossier: paper → day or instant of issue
    seen_by    role or organ → whether it sees the case; hidden_from: role → steps it does not see
    """

    on: str = ""
    at: str = ""
    act: str = ""
    step: str = ""
    by: str = ""
    as_: str = Field(default="", alias="as")
    part: str = ""
    values: Given = Field(default_factory=dict)
    facts: Given = Field(default_factory=dict)
    organs: Given = Field(default_factory=dict)
    reason: str = ""
    refused: str = ""
    opens: Texts | None = None
    draws: Texts | None = None
    issues: Texts | None = None
    records: Given = Field(default_factory=dict)
    enters: Texts | None = None
    cases: Texts | None = None
    moves: Texts | None = None
    copies: Texts | None = None
    tells: Texts | None = None
    due: Given = Field(default_factory=dict)
    overdue: Texts | None = None
    near: Texts | None = None
    reminds: Texts | None = None
    seen_by: Given = Field(default_factory=dict)
    hidden_from: Given = Field(default_factory=dict)
    may: Given = Field(default_factory=dict)
    rated: Given = Field(default_factory=dict)
    filed: Given = Field(default_factory=dict)
    holds: Given = Field(default_factory=dict)
    law: Given = Field(default_factory=dict)
    state: str = ""
    result: str = ""


class StoryShape(Shape):
    """One story."""

    name: str
    source: str = ""
    given: StoryGiven = Field(default_factory=StoryGiven)
    then: Annotated[tuple[StoryStep, ...], BeforeValidator(one_or_many)]


class StoriesShape(Shape):
    """A file of stories. `untouched`: outcomes no story touches, each with the reason."""

    of: str
    stories: tuple[StoryShape, ...]
    untouched: Given = Field(default_factory=dict)


@dataclass(frozen=True)
class Stories:
    """A file of stories as read. `raw` are the stories of registers, sheets and duties, whose runners read their own words."""

    of: str
    pack: str
    path: Path
    document: Document
    shape: StoriesShape | None = None

    def line_of(self, place: Place) -> int:
        """Line of a place in the file."""
        return self.document.line_of(place)


def read(path: Path, pack: str, faults: Faults, procedures: Mapping[str, Any]) -> Stories | None:
    """Read a file of stories; those of a procedure by their shape, others as they stand."""
    document = yaml_strict.load_file(path, faults)
    if not isinstance(document.value, dict) or not isinstance(document.value.get("of"), str):
        faults.add(path, 1, "故事", "没有写明是什么的故事", "写 of: 流程（或台账、评定、职责）名称。")
        return None
    of = document.value["of"]
    if of not in procedures:
        return Stories(of, pack, path, document)
    shape = declared.read(StoriesShape, document, faults, f"故事 {path.stem}")
    return Stories(of, pack, path, document, shape) if shape else None


def of_packs(cards: Iterable[Any], procedures: Mapping[str, Any], faults: Faults) -> Iterator[Stories]:
    """Stories of packs, given by their cards; what is wrong in one goes to `faults`, and it is left out."""
    for card in cards:
        for path in sorted((card.path.parent / "stories").glob("*.yaml")):
            found = read(path, card.id, faults, procedures)
            if found is not None:
                yield found
