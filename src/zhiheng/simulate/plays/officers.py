"""Who acts in a story: the demonstration's accounts, and colleagues of theirs where the law asks for another person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from zhiheng.ledger.core.actor import Actor
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.core.demonstration import person_name
from zhiheng.registry.core.kinds import ORGAN_KINDS, counts_as
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.rows import Officer
from zhiheng.registry.services import appoint, enlist
from zhiheng.schema.errors import UnusableInputError

USUAL = ("organ_handler", "organ_leader", "prosecutor", "chief_prosecutor", "unit_leader", "keeper", "duty_officer")
"""Roles that a colleague is given before others, the first that holds the right."""
STAFF = "staff-"
"""How the names of accounts of colleagues begin; nobody signs in with them."""


def role_with(right: str, kind: str) -> str:
    """The role of business that gives the right to an officer of an organ of the kind; raises UnusableInputError where none does."""
    named = [*USUAL, *(name for name, role in ROLES.items() if role.group == "business")]
    able = (name for name in named if right in ROLES[name].rights and (not ROLES[name].kinds or counts_as(kind, ROLES[name].kinds)))
    found = next(able, "")
    if not found:
        raise UnusableInputError("演示人员", ORGAN_KINDS[kind].title, f"没有岗位有权限 {right}", "核对故事中办理的机关")
    return found


@dataclass
class Officers:
    """The officers of each organ, read once. since: from when colleagues hold their posts."""

    now: datetime
    since: date
    known: dict[str, list[Officer]] = field(default_factory=dict)

    def of(self, organ: str) -> list[Officer]:
        """The officers of an organ: handlers and leaders first, in the order of their accounts."""
        if organ not in self.known:
            found = registry.officers_seen_by(self.whole()).filter(organ__name=organ)
            self.known[organ] = sorted(found, key=lambda one: (not one.username.startswith(("organ-", "head-")), one.username))
        return self.known[organ]

    def whole(self) -> Officer:
        """The officer of the demonstration who sees every organ."""
        found = registry.officer_named("prosecutor")
        if found is None:
            raise LookupError("prosecutor")
        return found

    def colleague(self, organ: str, right: str) -> Officer:
        """Enlist one more officer of the organ who holds the right."""
        place = registry.organ_named(organ)
        if place is None:
            raise LookupError(organ)
        role = role_with(right, place.kind)
        username = f"{STAFF}{place.pk}-{sum(one.username.startswith(STAFF) for one in self.of(organ)) + 1}"
        actor = registry.COMMAND_LINE
        made = enlist(actor=actor, now=self.now, username=username, name=person_name(username, organ), organ=place)
        appoint(actor=actor, now=self.now, officer=made, role=role, from_on=self.since)
        self.known[organ] = [*self.of(organ), made]
        return made

    def let_handle(self, organ: str) -> None:
        """Let the leaders of an organ where nothing is decided handle cases themselves, as in small organs."""
        day = timezone.localdate(self.now)
        for one in self.of(organ):
            heads = "organ_leader" in rights.roles_of(one, on=day)
            if heads and not rights.may(one, "case.handle", on=day):
                appoint(actor=registry.COMMAND_LINE, now=self.now, officer=one, role="organ_handler", from_on=self.since)
        self.known.pop(organ, None)


@dataclass
class Troupe:
    """Who is who in one story: a name of the story is one officer, and no officer is two names."""

    officers: Officers
    pack: str
    played: dict[tuple[str, str], list[Officer]] = field(default_factory=dict)

    def actor(self, name: str, organ: str, wanted: Iterable[str], *, spare: bool = False) -> Actor:
        """The officer who is this name of the story at this organ, with one of the rights.

        spare   a colleague, so that the accounts one signs in with may do what is to be done by another person next
        """
        needed = list(wanted)
        own = self.played.setdefault((name, organ), [])
        able = (one for one in own if self._may(one, needed) and (not spare or one.username.startswith(STAFF)))
        best = next(able, None) or self._fresh(organ, needed, spare=spare)
        if best not in own:
            own.append(best)
        return registry.actor_of(best, "cli")

    def _fresh(self, organ: str, needed: list[str], *, spare: bool) -> Officer:
        taken = {one.pk for (_, at), many in self.played.items() if at == organ for one in many}
        known = [one for one in self.officers.of(organ) if not spare or one.username.startswith(STAFF)]
        free = (one for one in known if one.pk not in taken and self._may(one, needed))
        return next(free, None) or self.officers.colleague(organ, needed[0])

    def _may(self, officer: Officer, needed: Iterable[str]) -> bool:
        day = timezone.localdate(self.officers.now)
        return any(rights.may(officer, right, on=day, pack=self.pack) for right in needed)
