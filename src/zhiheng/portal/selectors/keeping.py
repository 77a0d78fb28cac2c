"""What officers keep: accounts of their organ, codes of a case, how many matters lie with the procuratorate; and receipts followed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhiheng.portal.core.codes import plain
from zhiheng.portal.keyed import keyed
from zhiheng.portal.models import Account, Look, QueryCode, Receipt
from zhiheng.portal.selectors.visits import is_good
from zhiheng.portal.viewers import Viewer
from zhiheng.procedure.selectors import Telling, case_seen_by, state_for, tellings
from zhiheng.registry.rights import may
from zhiheng.registry.rows import Officer
from zhiheng.registry.selectors.barriers import without_barred
from zhiheng.registry.services.reading import person_key

KEEPS = "case.handle"
"""The right to open accounts and issue codes."""


def accounts_seen_by(viewer: Officer) -> QuerySet[Account]:
    """Accounts that the viewer's own organ keeps."""
    if not may(viewer, KEEPS):
        return Account.objects.none()
    return without_barred(Account.objects.filter(organ_id=viewer.organ_id).select_related("organ"), viewer, "person")


def account_seen_by(viewer: Officer, account_id: int) -> Account | None:
    """One account of the viewer's organ."""
    return accounts_seen_by(viewer).filter(pk=account_id).first()


def codes_of_case(viewer: Officer, case_id: UUID) -> list[tuple[QueryCode, bool]]:
    """Codes that were issued in a case by the viewer's organ, each with whether it still opens anything."""
    if not may(viewer, KEEPS) or case_seen_by(viewer, case_id) is None:
        return []
    today = timezone.localdate()
    return [(one, is_good(one, today)) for one in QueryCode.objects.filter(case=case_id, organ_id=viewer.organ_id)]


def receipts_of(viewer: Viewer) -> list[Receipt]:
    """Receipts of the person's own, the newest first."""
    return list(viewer.account.receipts.all()) if viewer.account else []


def followed(number: str, code: str) -> tuple[Receipt, Any, list[Telling]] | None:
    """A receipt by its number and code, with the case and what is told of it; None where they do not belong together."""
    found = Receipt.objects.filter(number=plain_number(number), key=keyed("receipt", plain(code))).exclude(key="").first()
    read = state_for(found.case) if found else None
    return (found, read, tellings(found.case, "person")) if found and read else None


def plain_number(typed: str) -> str:
    """A receipt's number as it was given out."""
    return plain(typed)


def looks_at(number: str) -> QuerySet[Look]:
    """Looks at a person's records by these pages."""
    return Look.objects.filter(whose=person_key(number))


def matters_with_procuratorate(account: Account) -> int:
    """How many matters the person has brought to the procuratorate: the number alone is for the agency to know."""
    return account.receipts.filter(to=account.organs.get("procuratorate") or "").exclude(to="").count()
