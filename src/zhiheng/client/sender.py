"""The client: sends signed messages in order, asks what became of them, and tests the connection."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from zhiheng.client.bundle import Signed, bundle_of
from zhiheng.client.message import SigningKey, Statement, asking, digest_of, key_mark, public_of, read_statement, sign
from zhiheng.client.wire import Lines, Resolve, anywhere, post

TAKEN = frozenset({200, 201, 202})
FINAL = frozenset({"accepted", "returned"})
PLACE = "/api/v1/exchange"


class NotTakenError(Exception):
    """The platform did not take the message: `status` of HTTP, reason and remedy in words."""

    def __init__(self, status: int, body: Mapping[str, Any]) -> None:
        self.status, self.reason, self.remedy = status, str(body.get("reason", "")), str(body.get("remedy", ""))
        super().__init__(f"{status} {self.reason}。{self.remedy}")


@dataclass(frozen=True)
class Receipt:
    """One hop of a message: received, validated, held, quarantined, accepted or returned, in words, and when."""

    step: str
    words: str
    at: str


@dataclass(frozen=True)
class Answer:
    """What became of a message. `final`: nothing more will come by itself."""

    seq: int
    state: str
    reason: str
    receipts: tuple[Receipt, ...]

    @property
    def final(self) -> bool:
        """Whether it was accepted or returned."""
        return self.state in FINAL


def answer_of(answer: Mapping[str, Any]) -> Answer:
    """An answer of the platform read."""
    receipts = tuple(Receipt(one["step"], one["words"], one["at"]) for one in answer["receipts"])
    return Answer(answer["seq"], answer["state"], answer["reason"], receipts)


@dataclass
class Client:
    """An organ's side of the exchange, over one connection. `next_seq`: number of the next message; keep it with your own data."""

    url: str
    sender: str
    receiver: str
    key: SigningKey
    next_seq: int = 1
    resolve: Resolve = anywhere
    lines: Lines = field(default_factory=Lines, repr=False, compare=False)

    def close(self) -> None:
        """Close the connection; the next message opens one anew."""
        self.lines.close()

    def send(self, kind: str, payload: bytes, **meta: str) -> Answer:
        """Sign and send one message under the next number; raises NotTakenError (the number is not used up), OSError where unreachable."""
        text = self.statement(kind, payload, self.next_seq, meta)
        answer = self.deliver(text, payload)
        self.next_seq += 1
        return answer

    def deliver(self, text: str, payload: bytes) -> Answer:
        """Send a statement made before; again it is answered with the same receipts."""
        return self._ask("messages", text, payload)

    def send_several(self, kind: str, payloads: Sequence[bytes], **meta: str) -> list[Answer]:
        """Send messages under the next numbers in one request; the answers of those that were taken, in order.

        Those behind the first that was not taken were not looked at; raises NotTakenError where not even the first was.
        """
        texts = [self.statement(kind, one, self.next_seq + number, meta) for number, one in enumerate(payloads)]
        bundle = bundle_of(Signed(text, sign(self.key, text), one) for text, one in zip(texts, payloads, strict=True))
        with self.lines.used():
            status, answer = post(f"{self.url.rstrip('/')}{PLACE}/bundles", {}, bundle, resolve=self.resolve)
        if status not in TAKEN:
            raise NotTakenError(status, answer)
        answers = [answer_of(one) for one in answer["answers"] if one["status"] in TAKEN]
        if not answers:
            raise NotTakenError(answer["answers"][0]["status"], answer["answers"][0])
        self.next_seq += len(answers)
        return answers

    def receipts(self, text: str) -> Answer:
        """What became of a message that was sent with this statement; each query is signed anew, as the platform answers it once."""
        return self._ask("receipts", self._query("receipts", read_statement(text).seq))

    def wait(self, text: str, *, seconds: float = 60) -> Answer:
        """Ask until the message is accepted or returned, or the time is over."""
        until, pause = time.monotonic() + seconds, 0.2
        while not (answer := self.receipts(text)).final and time.monotonic() < until:
            time.sleep(pause)
            pause = min(pause * 2, 10)
        return answer

    def test(self) -> dict[str, Any]:
        """Test the connection: who the platform takes us for, what we may send, until when."""
        return self._post("test", self._query("test", 0), None)

    def statement(self, kind: str, payload: bytes, seq: int, meta: Mapping[str, str]) -> str:
        """The text to be signed."""
        mark = key_mark(public_of(self.key))
        return Statement(
            self.sender, self.receiver, mark, seq, kind, digest_of(payload), _now().isoformat(timespec="seconds"), dict(meta)
        ).text()

    def _query(self, kind: str, seq: int) -> str:
        return asking(kind, self.sender, self.receiver, self.key, seq, _now())

    def _ask(self, place: str, text: str, payload: bytes | None = None) -> Answer:
        return answer_of(self._post(place, text, payload))

    def _post(self, place: str, text: str, payload: bytes | None) -> dict[str, Any]:
        fields = {"statement": text, "signature": sign(self.key, text)}
        with self.lines.used():
            status, answer = post(f"{self.url.rstrip('/')}{PLACE}/{place}", fields, payload, resolve=self.resolve)
        if status not in TAKEN:
            raise NotTakenError(status, answer)
        return answer


def _now() -> datetime:
    return datetime.now(timezone.utc)  # noqa: UP017 - as written to others
