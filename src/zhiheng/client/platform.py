"""What an officer does with the platform through a program: cases, clues, files, indicators, the trace. The common ones, typed."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode
from uuid import UUID

from zhiheng.client.sender import NotTakenError
from zhiheng.client.wire import Resolve, anywhere, ask, form

PLACE = "/api/v1"
T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A part of a list: how many there are in all, and those asked for."""

    count: int
    items: tuple[T, ...]


@dataclass(frozen=True)
class Case:
    """A case in a list. content: all that the platform says of it (values, clocks, events, what may be done), of one case."""

    id: UUID
    procedure: str
    number: str
    title: str
    open_steps: tuple[str, ...]
    due_on: date | None
    ended_on: date | None
    result: str
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Clue:
    """A clue of a supervision model."""

    id: int
    model: str
    subject: str
    level: str
    summary: str
    organ: str
    state: str
    found_at: datetime
    content: Mapping[str, Any]


@dataclass(frozen=True)
class Delivery:
    """A file of records that came and what became of it."""

    id: int
    organ: str
    dataset: str
    name: str
    outcome: str
    rows: int
    accepted: int
    rejected: int
    content: Mapping[str, Any]


@dataclass
class Platform:
    """The platform as an officer sees it.

    token     of `sign_in`; purpose: why personal data is read, at least ten characters, or a case number
    """

    url: str
    token: str = ""
    purpose: str = ""
    resolve: Resolve = anywhere

    def sign_in(self, username: str, password: str, code: str = "") -> None:
        """Take a token, which ends after eight hours; code: of the second factor, where the post asks for one."""
        given = {"username": username, "password": password} | ({"code": code} if code else {})
        self.token = str(self.post("/token", given)["token"])

    def cases(self, *, offset: int = 0, limit: int = 50, **filters: str) -> Found[Case]:
        """Cases in which the officer's organ takes part; filters as the description names them (procedure, step, clock, q …)."""
        return self._list("/cases", _case, {"offset": offset, "limit": limit, **filters})

    def case(self, case_id: UUID | str) -> Case:
        """One case with values, clocks, events and what may be done."""
        return _case(self.get(f"/cases/{case_id}"))

    def open_case(self, procedure: str, **given: Any) -> Case:
        """Open a case (organs, subject, values, facts, key …)."""
        return _case(self.post("/cases", {"procedure": procedure, **given}))

    def act(self, case_id: UUID | str, step: str, outcome: str, **given: Any) -> Case:
        """Do an open step (values, reason, on, seen, key …)."""
        return _case(self.post(f"/cases/{case_id}/acts", {"step": step, "outcome": outcome, **given}))

    def paper_print(self, case_id: UUID | str, document_id: UUID | str) -> bytes:
        """The PDF of a paper of a case; needs a purpose."""
        return self.content(f"/cases/{case_id}/documents/{document_id}/file")

    def clues(self, *, offset: int = 0, limit: int = 50, **filters: str) -> Found[Clue]:
        """Clues the officer may see (model, organ, state, level)."""
        return self._list("/clues", _clue, {"offset": offset, "limit": limit, **filters})

    def act_on_clue(self, clue_id: int, act: str, **given: str) -> Clue:
        """Assign, verify, refute, put aside or take up again."""
        return _clue(self.post(f"/clues/{clue_id}/acts", {"act": act, **given}))

    def deliveries(self, *, offset: int = 0, limit: int = 50, **filters: str) -> Found[Delivery]:
        """Files that came (dataset, outcome)."""
        return self._list("/deliveries", _delivery, {"offset": offset, "limit": limit, **filters})

    def deliver(self, name: str, content: bytes, *, organ: str, dataset: str = "") -> dict[str, Any]:
        """Send a file of records in an organ's name; the report with the first of its wrong values."""
        kind, body = form({"organ": organ, **({"dataset": dataset} if dataset else {})}, content, field="file", name=name)
        return dict(self._json("POST", "/deliveries", body, kind))

    def indicators(self, period: str = "", **filters: str) -> list[dict[str, Any]]:
        """Every indicator of a period with numerator, denominator, parts and query."""
        return list(self._json("GET", _asked("/indicators", {"period": period, **filters})))

    def checkpoint(self) -> str:
        """The newest signed checkpoint of the trace."""
        return self.content("/ledger/checkpoint").decode()

    def proof(self, seq: int) -> dict[str, Any]:
        """The proof that an entry of the trace is in the tree of the newest checkpoint."""
        return self.get(f"/ledger/proof?seq={seq}")

    def get(self, path: str) -> dict[str, Any]:
        """What the interface answers to a question not named here."""
        return dict(self._json("GET", path))

    def post(self, path: str, given: Mapping[str, Any]) -> dict[str, Any]:
        """What the interface answers to an act not named here."""
        return dict(self._json("POST", path, json.dumps(given, ensure_ascii=False, default=str).encode(), "application/json"))

    def content(self, path: str) -> bytes:
        """A file as it is."""
        return self._answer("GET", path, None, "")

    def _list(self, path: str, read: Callable[[Mapping[str, Any]], T], asked: Mapping[str, Any]) -> Found[T]:
        content = self.get(_asked(path, asked))
        return Found(int(content["count"]), tuple(read(one) for one in content["items"]))

    def _json(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Any:
        return json.loads(self._answer(method, path, body, kind))

    def _answer(self, method: str, path: str, body: bytes | None, kind: str) -> bytes:
        headers = {"Accept": "application/json"} | ({"Content-Type": kind} if kind else {})
        headers |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= {"Zhiheng-Purpose": quote(self.purpose)} if self.purpose else {}
        status, content = ask(method, f"{self.url.rstrip('/')}{PLACE}{path}", body, headers, resolve=self.resolve)
        if status not in {200, 201, 202}:
            raise NotTakenError(status, _refusal(content))
        return content


def _asked(path: str, given: Mapping[str, Any]) -> str:
    return f"{path}?{urlencode({name: value for name, value in given.items() if value != ''})}"


def _refusal(content: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(content)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _day(given: str | None) -> date | None:
    return date.fromisoformat(given) if given else None


def _case(entry: Mapping[str, Any]) -> Case:
    return Case(
        UUID(entry["id"]), entry["procedure"], entry["number"], entry["title"], tuple(entry["open_steps"]), _day(entry["due_on"]),
        _day(entry["ended_on"]), entry["result"], entry,
    )  # fmt: skip


def _clue(entry: Mapping[str, Any]) -> Clue:
    at = datetime.fromisoformat(entry["found_at"])
    return Clue(
        entry["id"], entry["model"], entry["subject"], entry["level"], entry["summary"], entry["organ"] or "", entry["state"], at, entry
    )  # fmt: skip


def _delivery(entry: Mapping[str, Any]) -> Delivery:
    return Delivery(
        entry["id"], entry["organ"], entry["dataset"], entry["name"], entry["outcome"], entry["rows"], entry["accepted"],
        entry["rejected"], entry,
    )  # fmt: skip
