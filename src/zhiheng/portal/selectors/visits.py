"""Who a visit is of: its account or its code, while it lasts; and what is the case for them."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone

from zhiheng.portal.core.matrix import OWN_CASE, About
from zhiheng.portal.keyed import keyed
from zhiheng.portal.models import Account, QueryCode, Visit
from zhiheng.portal.viewers import PUBLIC, Viewer, audience_of
from zhiheng.registry.core import machine
from zhiheng.registry.selectors.barriers import barriers_of

IDLE_SECONDS, KIOSK_SECONDS, LONGEST_SECONDS = 15 * 60, 60, 8 * 3600


def viewer_of(key: str) -> Viewer:
    """Who looks under this key of a visit; the public where it is none, or has ended."""
    visit = visit_of(key)
    if visit is None:
        return PUBLIC
    return of_account(visit.account, kiosk=visit.kiosk) if visit.account else of_code(visit.code)


def visit_of(key: str) -> Visit | None:
    """The visit that goes on under this key."""
    found = Visit.objects.select_related("account__organ", "code__organ").filter(digest=keyed("visit", key)).first() if key else None
    return found if found is not None and goes_on(found) else None


def goes_on(visit: Visit) -> bool:
    """Whether a visit has neither been idle nor open too long, and its account or code still stands."""
    at = machine.seconds()
    if at - visit.seen >= (KIOSK_SECONDS if visit.kiosk else IDLE_SECONDS) or at - visit.began >= LONGEST_SECONDS:
        return False
    return visit.account.closed_at is None if visit.account else visit.code is not None and is_good(visit.code, timezone.localdate())


def is_good(code: QueryCode, today: date) -> bool:
    """Whether a code opens anything today."""
    return code.recalled_at is None and code.from_on <= today <= code.until_on


def of_account(account: Account, *, kiosk: bool = False) -> Viewer:
    """The viewer that an account is."""
    about = About(frozenset(), account.minor, is_sealed(account.person))
    return Viewer(audience_of(account), account.person, account.name, about, account, kiosk=kiosk)


def of_code(code: QueryCode | None) -> Viewer:
    """The viewer that a code is."""
    if code is None:
        return PUBLIC
    met = frozenset([*code.met, *([OWN_CASE] if code.case else [])])
    return Viewer(code.audience, code.person, code.name, About(met, code.minor, is_sealed(code.person)), code=code)


def is_sealed(number: str) -> bool:
    """Whether a record of the person is sealed today."""
    today = timezone.localdate()
    holding = Q(until_on=None) | Q(until_on__gt=today)
    return barriers_of(number).filter(holding, kind="sealed", since_on__lte=today).exists()
