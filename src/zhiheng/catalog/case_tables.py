"""What the cases of a procedure are in the tables of the platform that lists and indicators read."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from zhiheng.catalog.declared import Shape, Texts


class DocumentsTable(Shape):
    """What a case is in the platform's table `documents`, for lists and indicators: a value of the case or an event for each column.

    answer   the step by which the organ addressed answers: its clock is the limit, its last day the reply
    adopted   its outcomes that adopt, also in part
    looked_back_on   the step whose last day it is; the other days are events (`serve.served`; of several the one that happened last)
    taken_back   events that take the paper back after review: it counts nowhere any more
    indicators   what share of the papers came how far, above their register: indicators of the packs, the same as on their own pages
    kinds    kind of the case → code of the exchange standard, where they differ
    """

    kind: str
    issued_by: str
    issued_to: str
    issued_on: Texts = ()
    served_on: str = ""
    answer: str = ""
    adopted: Texts = ()
    rectified_on: str = ""
    looked_back_on: str = ""
    taken_back: Texts = ()
    indicators: tuple[str, ...] = ()
    kinds: Mapping[str, str] = Field(default_factory=dict)


class Tables(Shape):
    """The tables of the platform in which a case stands."""

    documents: DocumentsTable | None = None
