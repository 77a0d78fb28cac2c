"""What the sender is told about a file: the entry of the import report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.schema.cleaning import Folded
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.rejections import Rejection, shortened_value


@dataclass(frozen=True)
class FileReport:
    """One file of an import.

    rows        data rows; accepted: those not rejected, duplicates and superseding ones included
    duplicates  rows equal to the current record of their key; superseded: rows that replace a different earlier record
    batch       id of the batch, None where nothing was stored
    delivery    number of the delivery, None in a dry run and where the file could not be used
    skipped     the same content had been imported before; the numbers are those of that time
    unread      parts of the file that were not read, each with the reason; blank_rows: rows with nothing in them
    folded      values that were changed while they were read: field, kind, count, examples (as sent, as stored)
    registered  the organ was registered with this file
    passed_over lies beside the files and is not taken, for the reason in `refusal`
    restored    the batch's file was gone or damaged and was written again from this one
    refusal     why the file could not be used at all
    """

    path: str
    dataset: str | None = None
    organ: str | None = None
    rows: int = 0
    accepted: int = 0
    duplicates: int = 0
    superseded: int = 0
    rejected: Sequence[Rejection] = ()
    batch: str | None = None
    delivery: int | None = None
    unknown_columns: Sequence[str] = ()
    unread: Sequence[str] = ()
    blank_rows: int = 0
    folded: Sequence[Mapping[str, Any]] = ()
    registered: bool = False
    passed_over: bool = False
    origin: str = ""
    skipped: bool = False
    restored: bool = False
    refusal: UnusableInputError | None = None

    @property
    def rejected_rows(self) -> int:
        """Rows that did not go in."""
        return self.rows - self.accepted

    def to_json(self) -> dict[str, Any]:
        """The entry of the contract, then what this edition adds."""
        entry: dict[str, Any] = {
            "path": self.path,
            "dataset": self.dataset,
            "rows": self.rows,
            "accepted": self.accepted,
            "duplicates": self.duplicates,
            "superseded": self.superseded,
            "rejected": [rejection_json(one) for one in self.rejected],
            "batch": self.batch,
            "organ": self.organ,
            "unknown_columns": list(self.unknown_columns),
            "unread": list(self.unread),
            "blank_rows": self.blank_rows,
            "folded": list(self.folded),
            "passed_over": self.passed_over,
            "origin": self.origin,
            "skipped": self.skipped,
            "restored": self.restored,
        }
        return entry if self.refusal is None else {**entry, "refusal": str(self.refusal)}


def rejection_json(one: Rejection) -> dict[str, Any]:
    """A rejection for machines."""
    return {"row": one.row, "column": one.column, "value": one.value, "reason": one.reason, "remedy": one.remedy, "reason_code": one.code}


def folded_json(folded: Sequence[Folded]) -> list[dict[str, Any]]:
    """What was changed on reading, for machines; examples are shortened, and without NUL, which no database keeps."""
    return [
        {
            "field": one.field,
            "kind": one.kind,
            "count": one.count,
            "examples": [[shortened_value(sent), shortened_value(kept)] for sent, kept in one.examples],
        }
        for one in folded
    ]
