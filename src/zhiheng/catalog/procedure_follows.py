"""What an outcome brings about beyond its own case: a sub-case, an act on another case, an entry of a register."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from zhiheng.catalog.declared import Condition, Flag, Shape, Texts, nothing_is_empty, one_or_many

Values = Annotated[Mapping[str, Any], BeforeValidator(nothing_is_empty)]


def _draws(value: Any) -> Any:
    """Take a list of papers, some with their values, for a mapping of papers to values."""
    if not isinstance(value, (list, str)):
        return nothing_is_empty(value)
    found: dict[str, Any] = {}
    for item in one_or_many(value):
        found.update(item if isinstance(item, dict) else {item: {}})
    return found


DRAW_WORDS = frozenset({"when", "again"})
"""Words in a paper's values that are no places of it: `when` chooses the paper, `again` makes a further version of the one drawn before."""
Draws = Annotated[Mapping[str, Values], BeforeValidator(_draws)]
RECORD_WORDS = ("when", "of", "from", "always")


class Record(Shape):
    """A row of a dataset that an outcome writes: field of the dataset → value of the case.

    when     only where these values of the case stand
    of       role in the name of whose organ it is written; nothing: the organ that acts, with `base` the organ of the row taken over
    base     the person's newest row in which these stand is taken over, and changed in the fields named; without one nothing is written
    always   with `base`: written although there is no such row
    """

    row: Values
    when: Condition = Field(default_factory=dict)
    of: str = ""
    base: Condition = Field(default_factory=dict, alias="from")
    always: Flag = False


def read_records(value: Any) -> Any:
    """Take `{dataset: {field: value}}`, a list of rows for one: words of a row (`when of from always`) beside its fields."""
    if not isinstance(value, dict):
        return nothing_is_empty(value)
    return {dataset: tuple(_record(row) for row in one_or_many(rows)) for dataset, rows in value.items()}


def _record(row: Any) -> Any:
    if not isinstance(row, dict) or "row" in row:
        return row
    words = {name: row[name] for name in RECORD_WORDS if name in row}
    return {**words, "row": {name: value for name, value in row.items() if name not in words}}


class SubCase(Shape):
    """A case that an outcome opens.

    as_role   the role of this case whose organ opens it
    waits     the next steps open when it has ended
    at        steps with which it begins, because what stands before them was done in this case; its own beginning where none is said
    """

    procedure: str
    roles: Values = Field(default_factory=dict)
    given: Values = Field(default_factory=dict, alias="with")
    as_role: str = Field(default="", alias="as")
    waits: Flag = False
    at: Texts = ()
    when: Condition = Field(default_factory=dict)


class Moves(Shape):
    """An act (`step.outcome`) done on the open cases of another procedure about the same person, where the organ has it to do.

    The name of an end alone (`relocated`) is that end of `anywhere`, at whichever step the case stands.
    """

    procedure: str
    act: str = Field(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$")
    given: Values = Field(default_factory=dict, alias="with")
    when: Condition = Field(default_factory=dict)


OWN = "own"
"""As the name of an entry: the one that the case itself made last in that register; where it made none, nothing is done."""


ROW = "row."
"""With this begin the columns of the row for which an entry is made."""


class Enters(Shape):
    """An entry of a register that an outcome makes, or an act on the entry that a value of the case names (`own`: the case's own).

    rows   a field of rows: it makes an entry for each of them, whose columns are `row.<column>`
    only   of those rows the ones in which these values stand
    """

    register_id: str = Field(alias="register")
    act: str = "enter"
    given: Values = Field(default_factory=dict, alias="with")
    entry: str = ""
    when: Condition = Field(default_factory=dict)
    rows: str = ""
    only: Condition = Field(default_factory=dict)
