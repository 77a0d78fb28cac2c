"""What the procedure room refuses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zhiheng.schema.errors import UnusableInputError


class ActRefused(UnusableInputError):  # noqa: N818 - the term used on the pages
    """An act that the state of the case, the form or the rights do not allow; nothing was changed."""


class BlockedAct(ActRefused):
    """An act that a block of its step refuses, known by the block's code."""

    def __init__(self, what: str, value: str, reason: str, remedy: str, code: str = "") -> None:
        super().__init__(what, value, reason, remedy)
        self.code = code


@dataclass(frozen=True)
class Newer:
    """An event the actor had not seen: its number, what was done, by whom."""

    seq: int
    what: str
    actor: str
    organ: str


class Changed(ActRefused):
    """The case moved on after the form was made; `newer` says what was done meanwhile."""

    def __init__(self, what: str, newer: Sequence[Newer]) -> None:
        self.newer = tuple(newer)
        text = "；".join(f"{one.organ}{one.actor}已办理“{one.what}”" for one in newer)
        super().__init__(f"不能{what}", "", f"您打开页面后案件有了变化：{text}", "请核对后再提交")
