"""Who looks: the person with an account, the holder of a code, or anybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zhiheng.ledger.core.actor import Actor
from zhiheng.portal.core.matrix import AUDIENCES, NOTHING_MET, About
from zhiheng.portal.models import Account, QueryCode


@dataclass(frozen=True)
class Viewer:
    """Who looks, at whose, and what is the case. number: identity number of whom it is about, empty for the public."""

    audience: str
    number: str = ""
    name: str = ""
    about: About = NOTHING_MET
    account: Account | None = None
    code: QueryCode | None = None
    kiosk: bool = False

    @property
    def scope(self) -> frozenset[str]:
        """Items the code was issued for; empty where it was issued for whatever the matrix allows."""
        return frozenset(self.code.scope) if self.code else frozenset()

    @property
    def actor(self) -> Actor:
        """Who looks, as the trace names them: by the number of the account or the tail of the code, never by the identity number."""
        holder = self.account or self.code
        title, organ = AUDIENCES[self.audience], holder.organ.name if holder else ""
        name = f"account:{self.account.number}" if self.account else f"code:{self.code.pk}" if self.code else "public"
        return Actor(f"portal:{name}", title, organ, "kiosk" if self.kiosk else "portal")

    @property
    def doer(self) -> Actor:
        """The person as an actor of cases."""
        return Actor(f"person:{self.number}", self.name, "", "kiosk" if self.kiosk else "portal")


PUBLIC = Viewer("public")


def audience_of(account: Any) -> str:
    """The column of the matrix that an account stands in: a prisoner is the person concerned."""
    return "guardian" if account.kind == "guardian" else "person"
