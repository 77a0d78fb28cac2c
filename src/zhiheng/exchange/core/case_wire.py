"""A case on its way to another installation: its events as JSON, without what is inner to others, and read back strictly."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.state import Event, State
from zhiheng.procedure.core.visibility import hidden_steps, visible_events, visible_values
from zhiheng.schema.errors import UnusableInputError

TEXTS: Final = ("kind", "step", "outcome", "organ", "actor", "reason", "unit", "part")
SEATS: Final = ("organs", "units")
LONGEST: Final = 150
"""Letters of a name in an event; the reason may be as long as it is."""


def for_organs(spec: ProcedureSpec, state: State, events: Sequence[Event], names: Collection[str]) -> list[tuple[Event, bool]]:
    """Each event as these organs may know it, and whether it is whole: of what is inner to others, only that it happened."""
    seen = visible_events(spec, state, events, names)
    hidden = hidden_steps(spec, state, names)
    private = set(state.values) - set(visible_values(spec, state, names))
    return [_for(event, shown, hidden, private) for event, shown in zip(events, seen, strict=True)]


def _for(event: Event, visible: bool, hidden: Collection[str], private: Collection[str]) -> tuple[Event, bool]:
    if event.kind == "opened":
        given: dict[str, Any] = dict(event.values)
        values = {name: value for name, value in dict(given.get("values") or {}).items() if name not in private}
        kept: dict[str, object] = {name: given[name] for name in ("organs", "subject") if name in given}
        return replace(event, values={**kept, "values": values}, documents=(), more=_opening(event)), True
    if event.step in hidden:
        return replace(event, values={}, reason="", documents=(), more=_seats(event)), False
    values = {name: value for name, value in event.values.items() if name not in private}
    whole = len(values) == len(event.values)
    more = event.more if visible else _seats(event)
    return replace(event, values=values, reason=event.reason if visible else "", documents=(), more=more), whole and visible


def _opening(event: Event) -> dict[str, object]:
    """Seats, and the facts that the law is asked with: the other side asks it again."""
    return _seats(event) | ({"facts": event.more["facts"]} if "facts" in event.more else {})


def _seats(event: Event) -> dict[str, object]:
    return {name: event.more[name] for name in SEATS if name in event.more}


def event_json(event: Event, name: str, *, whole: bool) -> dict[str, Any]:
    """An event for the wire."""
    return {
        **{field: getattr(event, field) for field in TEXTS}, "on": event.on.isoformat(), "at": event.at.isoformat() if event.at else "",
        "values": dict(event.values), "more": dict(event.more), "name": name, "whole": whole,
    }  # fmt: skip


def content_of(content: Mapping[str, Any]) -> bytes:
    """The payload of a message about a case."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, default=str).encode()


def read_content(content: bytes) -> dict[str, Any]:
    """The payload read back; raises UnusableInputError where it is no such thing."""
    if b"\\u0000" in content or b"\x00" in content:
        raise unreadable("含有空字符（U+0000），不能保存")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise unreadable("不是 JSON") from error
    if not isinstance(found, dict) or not isinstance(found.get("events"), list) or not found["events"]:
        raise unreadable("没有办理记录")
    return found


def read_event(given: object) -> tuple[Event, str, bool]:
    """Event, officer's name, and whether nothing was left out."""
    if not isinstance(given, dict) or not all(isinstance(given.get(name), str) for name in (*TEXTS, "on", "at", "name")):
        raise unreadable("办理记录缺少内容")
    if not isinstance(given.get("values"), dict) or not isinstance(given.get("more"), dict):
        raise unreadable("办理记录的内容不是名称和值")
    longest = max(len(given[name]) for name in (*TEXTS, "name") if name != "reason")
    if longest > LONGEST or any("\x00" in str(value) for value in given.values()):
        raise unreadable("办理记录的文字过长或者含控制字符")
    try:
        at = datetime.fromisoformat(given["at"]) if given["at"] else None
        texts = {name: given[name] for name in TEXTS}
        event = Event(on=date.fromisoformat(given["on"]), at=at, values=given["values"], more=given["more"], **texts)
    except ValueError as error:
        raise unreadable("日期不合格式") from error
    if at is not None and at.tzinfo is None:
        raise unreadable("时间没有时区")
    return event, given["name"], given.get("whole") is True


def unreadable(reason: str) -> UnusableInputError:
    """A payload that cannot be used."""
    return UnusableInputError("来文", "内容", reason, "请由来文单位核对后重新发送")
