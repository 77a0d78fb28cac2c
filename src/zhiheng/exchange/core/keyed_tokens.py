"""A match of two lists of identity numbers by keyed tokens: one side sends tokens, the other returns the hits alone.

Both organs of an agreement hold one secret; every round has a key of its own, so that tokens of two rounds cannot be joined. Who holds the
secret could try every number there is: tokens keep the list from everybody else and from idle eyes, not from the other party, which is
why the agreement wants the list destroyed and says so by receipt.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from zhiheng.schema import identity
from zhiheng.schema.errors import UnusableInputError

LEAST_SECRET = 32
PURPOSE = "corrections_work"


@dataclass(frozen=True)
class Supervised:
    """A person under supervision: number, first and last day of the term (none for one without end), place of execution."""

    number: str
    from_on: date
    to_on: date | None
    division: str


@dataclass(frozen=True)
class RosterRow:
    """What the other side learns of a person: a token and the days that may be looked at."""

    token: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Roster:
    """A round's list as it is sent."""

    round_no: str
    first_on: date
    last_on: date
    rows: tuple[RosterRow, ...]
    purpose: str = PURPOSE

    @property
    def digest(self) -> str:
        """One digest of the list, whatever its order."""
        lines = sorted(f"{row.token} {row.from_on} {row.to_on or ''}" for row in self.rows)
        return hashlib.sha256("\n".join([self.round_no, *lines]).encode()).hexdigest()


@dataclass(frozen=True)
class Happening:
    """A record of the side that matches: where and when, under which number; `set` as the agreement calls the kind of record."""

    set: str
    evidence_no: str
    number: str
    division: str
    at: datetime
    until: datetime | None = None
    to_division: str = ""
    refunded: bool = False
    boarded: str = ""


@dataclass(frozen=True)
class Hit:
    """A record that is returned: its number is a token."""

    token: str
    happening: Happening


@dataclass(frozen=True)
class Returned:
    """The answer to a round for one set of records: the hits, how many persons were compared; no hit is an answer too.

    unreadable   records that could not be compared, because their number is none
    """

    round_no: str
    set: str
    rows_compared: int
    hits: tuple[Hit, ...]
    unreadable: int = 0

    @property
    def none(self) -> bool:
        """Whether nothing was hit, said aloud."""
        return not self.hits


def round_key(secret: bytes, round_no: str) -> bytes:
    """The key of one round."""
    if len(secret) < LEAST_SECRET:
        raise UnusableInputError("比对密钥", round_no, f"密钥只有 {len(secret)} 字节", f"请双方重新约定不少于 {LEAST_SECRET} 字节的密钥")
    if not round_no:
        raise UnusableInputError("比对轮次", "", "没有轮次编号", "请填写轮次编号")
    return hmac.digest(secret, f"round:{round_no}".encode(), "sha256")


def token_of(number: str, key: bytes) -> str:
    """The token of a number; 15 digits and 18 give the same, a number that cannot be is refused."""
    plain = identity.to_18(number.strip().upper())
    if not identity.is_valid(plain):
        raise UnusableInputError("公民身份号码", f"…{number.strip()[-4:]}", "校验码不符", "请核对原始证件后再列入")
    return hmac.digest(key, plain.encode(), "sha256").hex()


def build_roster(
    persons: Iterable[Supervised], *, secret: bytes, round_no: str, first_on: date, last_on: date, sealed: Collection[str] = ()
) -> tuple[Roster, Mapping[str, Supervised]]:
    """The list to send, and who each token is, which stays here.

    sealed   numbers whose records are sealed
    raises   UnusableInputError where a person's term does not touch the days asked about, or whose record is sealed
    """
    key, found = round_key(secret, round_no), dict[str, Supervised]()
    closed = {identity.to_18(one.strip().upper()) for one in sealed}
    for person in persons:
        _demand_listed(person, first_on, last_on, closed)
        token = token_of(person.number, key)
        if token in found:
            raise UnusableInputError("核查名单", f"…{person.number[-4:]}", "同一号码列了两次", "请合并为一人一行")
        found[token] = person
    rows = tuple(RosterRow(token, one.from_on, one.to_on) for token, one in sorted(found.items()))
    return Roster(round_no, first_on, last_on, rows), found


def _demand_listed(person: Supervised, first_on: date, last_on: date, closed: Collection[str]) -> None:
    place = f"…{person.number.strip()[-4:]}"
    if identity.to_18(person.number.strip().upper()) in closed:
        raise UnusableInputError("核查名单", place, "该人的记录已经封存", "请从名单中移出；封存的记录不得提供给任何单位")
    if person.to_on is not None and person.to_on < first_on:
        raise UnusableInputError("核查名单", place, f"矫正期已于 {person.to_on} 届满", "请从名单中移出；只核查正在监管的人员")
    if person.from_on > last_on:
        raise UnusableInputError("核查名单", place, f"矫正期自 {person.from_on} 才开始", "请从名单中移出")


def match(roster: Roster, records: Iterable[Happening], *, secret: bytes, name: str) -> Returned:
    """What the other side answers for one set: records of persons on the list, within the days asked about and their term."""
    if roster.purpose != PURPOSE:
        raise UnusableInputError("核查轮次", roster.round_no, f"用途是 {roster.purpose}", "只能用于社区矫正工作")
    key, rows = round_key(secret, roster.round_no), {row.token: row for row in roster.rows}
    of_set = [record for record in records if record.set == name]
    readable = [record for record in of_set if identity.is_valid(identity.to_18(record.number.strip().upper()))]
    hits = []
    for record in readable:
        row = rows.get(token_of(record.number, key))
        if row and _within(roster, row, record.at.date()):
            hits.append(Hit(row.token, replace(record, number="")))
    hits.sort(key=lambda one: (one.token, one.happening.at, one.happening.evidence_no))
    return Returned(roster.round_no, name, len(rows), tuple(hits), len(of_set) - len(readable))


def _within(roster: Roster, row: RosterRow, day: date) -> bool:
    asked = roster.first_on <= day <= roster.last_on
    return asked and row.from_on <= day and (row.to_on is None or day <= row.to_on)


def resolve(roster: Roster, known: Mapping[str, Supervised], returned: Returned) -> tuple[tuple[Supervised, Happening], ...]:
    """The persons behind the hits.

    raises   UnusableInputError where the answer is to another round, counts other persons, doubles a record or brings somebody else
    """
    if returned.round_no != roster.round_no:
        raise UnusableInputError("比对结果", returned.round_no, f"不是第 {roster.round_no} 轮的结果", "请按轮次编号重新返回")
    if returned.rows_compared != len(roster.rows):
        reason = f"比对了 {returned.rows_compared} 人，名单为 {len(roster.rows)} 人"
        raise UnusableInputError("比对结果", returned.round_no, reason, "请对方核对名单摘要后重新比对")
    seen: set[str] = set()
    for hit in returned.hits:
        if hit.token not in known:
            raise UnusableInputError("比对结果", hit.happening.evidence_no, "返回了名单以外的人", "只返回比中的记录；请对方撤回并说明")
        if hit.happening.evidence_no in seen:
            raise UnusableInputError("比对结果", hit.happening.evidence_no, "同一记录返回了两次", "请对方去除重复后重新返回")
        seen.add(hit.happening.evidence_no)
    return tuple((known[hit.token], hit.happening) for hit in returned.hits)
