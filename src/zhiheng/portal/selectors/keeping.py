"""What officers keep: accounts of their organ, codes of a case, how many matters lie with the procuratorate; and receipts followed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from zhiheng.portal.core.codes import plain
from zhiheng.portal.declared import Source, sources
from zhiheng.portal.keyed import keyed
from zhiheng.portal.models import Account, Look, QueryCode, Receipt
from zhiheng.portal.selectors.parts import Line
from zhiheng.portal.selectors.reading import told_lines
from zhiheng.portal.selectors.visits import is_good
from zhiheng.portal.viewers import Viewer
from zhiheng.procedure.core.clocks import clock_of
from zhiheng.procedure.selectors import case_seen_by, result_title, state_for
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


@dataclass(frozen=True)
class Followed:
    """A receipt with what was told of its case, what it waits for, how it ended."""

    receipt: Receipt
    answers: tuple[Line, ...]
    waits: tuple[str, ...]
    result: str
    limits: tuple[Line, ...] = ()
    about_person: bool = False


def followed(number: str, code: str) -> Followed | None:
    """A receipt by its number and code; None where they do not belong together."""
    found = Receipt.objects.filter(number=plain(number), key=keyed("receipt", plain(code))).exclude(key="").first()
    return _progress(found) if found else None


def complaints_of(viewer: Viewer) -> list[Followed]:
    """What the person handed in that is about nobody, and so is no case of theirs: each with its answer; none of who asked namelessly."""
    found = [_progress(one) for one in receipts_of(viewer)]
    return [one for one in found if one is not None and not one.about_person]


def _progress(found: Receipt) -> Followed | None:
    """A receipt with where its case stands."""
    read = state_for(found.case)
    if read is None:
        return None
    case, spec, state = read
    source = next((one for one in sources() if one.case == spec.id), Source(spec.title, "", spec.id))
    waits = tuple(spec.steps[item.step].title for item in state.open if not spec.steps[item.step].inner)
    return Followed(found, tuple(told_lines(source, case)), waits, result_title(spec, state), limits_of(found), spec.about == "person")


def limits_of(receipt: Receipt) -> tuple[Line, ...]:
    """What the case of a receipt waits for that has a last day."""
    read = state_for(receipt.case)
    if read is None:
        return ()
    _case, spec, state = read
    waits = [(spec.steps[item.step], clock_of(spec, state, item, timezone.now())) for item in state.open]
    return tuple(Line(step.title, due=clock.due_text) for step, clock in waits if clock and clock.due_text and not step.inner)


def looks_at(number: str) -> QuerySet[Look]:
    """Looks at a person's records by these pages."""
    return Look.objects.filter(whose=person_key(number))


def cases_with_procuratorate(account: Account) -> int:
    """How many matters the person has brought to the procuratorate: the number alone is for the agency to know."""
    return account.receipts.filter(to=account.organs.get("procuratorate") or "").exclude(to="").count()
