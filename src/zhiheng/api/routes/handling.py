"""What officers do beside cases: clues, messages that came, orders of positioning and their alarms; and the files of a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from zhiheng.api.access import caller, having
from zhiheng.api.errors import demand_known
from zhiheng.api.pages import Cut, Page, page
from zhiheng.api.routes.ledger import of_kind
from zhiheng.api.routes.peers import HopOfMessage
from zhiheng.api.routes.tracking import alarm_json
from zhiheng.api.shapes import ClueWhole, Fault, Word
from zhiheng.api.tracking_shapes import AlarmOut
from zhiheng.dossier import selectors as dossier
from zhiheng.dossier.services.handing_out import download
from zhiheng.exchange.peers import selectors as messages
from zhiheng.exchange.peers import services as exchange
from zhiheng.oversight import services as oversight
from zhiheng.oversight.selectors import clues_seen_by
from zhiheng.procedure import selectors as procedures
from zhiheng.registry.gate import demand_for_file
from zhiheng.schema.errors import UnusableInputError
from zhiheng.tracking import selectors as tracking
from zhiheng.tracking import services as alarming

router = Router(tags=["办理"])
REFUSALS = {403: Fault, 404: Fault, 422: Fault}
Text = Annotated[str, StringConstraints(max_length=2000)]
NUMBER = 2**53


class ClueActIn(Schema):
    """What is done with a clue. to: of assigned; cause: of refuted; until: of snoozed."""

    act: Literal["assigned", "verified", "refuted", "snoozed", "reopened"]
    reason: Text = ""
    to: Word = ""
    cause: Word = ""
    until: date | None = None


class IncomingOut(Schema):
    """A message that came from an organ's system."""

    id: int
    sender: str
    receiver: str
    seq: int
    kind: str
    state: str
    reason: str
    case: UUID | None
    received_at: datetime
    receipts: list[HopOfMessage]


class ReasonIn(Schema):
    """Why."""

    reason: Text


class OrderOut(Schema):
    """An order of electronic positioning or a check-in duty, without the person's number and positions."""

    id: int
    kind: str
    number: str
    name: str
    organ: str
    ground: str
    from_at: datetime
    until_at: datetime
    ended_at: datetime | None
    open_alarms: int


class AlarmActIn(Schema):
    """What is done about an alarm. note: of seen and contacted; cause and reason: of closed."""

    act: Literal["seen", "contacted", "closed"]
    note: Text = ""
    cause: Word = ""
    reason: Text = ""


@router.post("/clues/{int:clue_id}/acts", response={200: ClueWhole, **REFUSALS}, auth=having("clue.handle"), summary="办理一条线索")
def act_on_clue(request: HttpRequest, clue_id: int, given: ClueActIn) -> Any:
    """Assign, verify, refute, put aside or take up again."""
    seen = clues_seen_by(request.user).filter(pk=clue_id)
    if not seen.exists():
        raise Http404
    more: dict[str, dict[str, Any]] = {"assigned": {"to": given.to}, "refuted": {"cause": given.cause}, "snoozed": {"until": given.until}}
    if given.act == "snoozed" and given.until is None:
        raise UnusableInputError("线索", "until", "没有写明暂缓到哪一天", "请写明今天以后的日期")
    acts: dict[str, Callable[..., Any]] = {
        "assigned": oversight.assign_clue, "verified": oversight.verify_clue, "refuted": oversight.refute_clue,
        "snoozed": oversight.snooze_clue, "reopened": oversight.reopen_clue,
    }  # fmt: skip
    acts[given.act](actor=caller(request), now=timezone.now(), clue_id=clue_id, reason=given.reason, **more.get(given.act, {}))
    return seen.get()


@router.get("/exchange/incoming", response={200: Page[IncomingOut], 422: Fault}, auth=having("data.read"), summary="收到的报文")
def incoming(request: HttpRequest, cut: Query[Cut], state: Word = "") -> dict[str, Any]:
    """Messages that came to organs whose rows the caller may see, newest first."""
    demand_known("state", state, messages.STATES)
    found = messages.incoming_seen_by(request.user)
    shown = page(found.filter(state=state) if state else found, cut)
    return {**shown, "items": [message_told(one) for one in shown["items"]]}


@router.get("/exchange/incoming/{int:message_id}", response={200: IncomingOut, 404: Fault}, auth=having("data.read"), summary="一份报文")
def one_message(request: HttpRequest, message_id: int) -> Any:
    """One message with its receipts."""
    return message_told(message_or_404(request, message_id))


@router.post(
    "/exchange/incoming/{int:message_id}/again", response={200: IncomingOut, **REFUSALS}, auth=having("data.send"),
    summary="重新办理待处理的报文",
)  # fmt: skip
def take_up(request: HttpRequest, message_id: int) -> Any:
    """Do a message that was kept for an officer of the caller's organ once more."""
    waiting_or_404(request, message_id)
    exchange.take_up_again(actor=caller(request), now=timezone.now(), message_id=message_id)
    return message_told(message_or_404(request, message_id))


@router.post(
    "/exchange/incoming/{int:message_id}/return", response={200: IncomingOut, **REFUSALS}, auth=having("data.send"),
    summary="退回待处理的报文",
)  # fmt: skip
def send_back(request: HttpRequest, message_id: int, given: ReasonIn) -> Any:
    """Send it back with the reason, which its sender reads in the receipt."""
    waiting_or_404(request, message_id)
    exchange.return_message(actor=caller(request), now=timezone.now(), message_id=message_id, reason=given.reason)
    return message_told(message_or_404(request, message_id))


def message_or_404(request: HttpRequest, number: int) -> Any:
    """The message as the caller may know of it."""
    row = messages.incoming_named(request.user, number) if 0 < number < NUMBER else None
    if row is None:
        raise Http404
    return row


def waiting_or_404(request: HttpRequest, number: int) -> Any:
    """A message that waits for an officer of the caller's organ."""
    row = message_or_404(request, number)
    if row.state != "quarantined" or row.receiver_id != request.user.organ_id:
        raise Http404
    return row


def message_told(row: Any) -> dict[str, Any]:
    """A message for machines."""
    names = {"id": row.pk, "sender": row.sender.name, "receiver": row.receiver.name, "kind": row.kind, "case": row.case_id}
    return {**names, "received_at": row.received_at, **messages.receipts_of(row)}


@router.get("/tracking/orders", response=Page[OrderOut], auth=having("tracking.read"), summary="定位监管决定")
def orders(request: HttpRequest, cut: Query[Cut]) -> dict[str, Any]:
    """Orders of the organs whose rows the caller may see, newest first; positions are read on the pages, with a purpose."""
    shown = page(tracking.orders_seen_by(request.user), cut)
    return {**shown, "items": [order_told(one) for one in shown["items"]]}


def order_told(row: Any) -> dict[str, Any]:
    """An order as the interface gives it."""
    names = ("id", "kind", "number", "name", "ground", "from_at", "until_at", "ended_at", "open_alarms")
    return {**{name: getattr(row, name) for name in names}, "organ": row.organ.name}


@router.post(
    "/tracking/alarms/{int:alarm_id}/acts", response={200: AlarmOut, **REFUSALS}, auth=having("tracking.handle"), summary="处置警报"
)
def act_on_alarm(request: HttpRequest, alarm_id: int, given: AlarmActIn) -> Any:
    """Look into an alarm, note what was done, close it with a cause and a reason."""
    if not 0 < alarm_id < NUMBER or tracking.alarm_seen_by(request.user, alarm_id) is None:
        raise Http404
    who: dict[str, Any] = {"actor": caller(request), "now": timezone.now(), "alarm_id": alarm_id}
    if given.act == "seen":
        row = alarming.see_alarm(**who, note=given.note)
    elif given.act == "contacted":
        row = alarming.note_contact(**who, note=given.note)
    else:
        row = alarming.close_alarm(**who, cause=given.cause, reason=given.reason)
    return alarm_json(row)


@router.get(
    "/cases/{uuid:case_id}/documents/{uuid:document_id}/file", response={403: Fault, 404: Fault, 422: Fault}, auth=having("case.read"),
    summary="文书的 PDF", openapi_extra=of_kind("application/pdf"),
)  # fmt: skip
def document_file(
    request: HttpRequest,
    case_id: UUID,
    document_id: UUID,
    kind: Literal["pdf", "signed"] = "pdf",
    version: Annotated[int | None, Field(ge=1, le=9999)] = None,
) -> HttpResponse:
    """The print of a paper, the newest version seen unless one is named; a purpose is stated first, the download is traced."""
    case = procedures.case_seen_by(request.user, case_id)
    file = procedures.case_print(request.user, case, document_id, kind, version) if case else None
    if file is None:
        raise Http404
    return handed_out(request, file, f"document:{document_id}", "application/pdf", case)


@router.get(
    "/cases/{uuid:case_id}/files/{int:file_id}", response={403: Fault, 404: Fault, 422: Fault}, auth=having("case.read"),
    summary="案件的一个附件", openapi_extra=of_kind("application/octet-stream"),
)  # fmt: skip
def case_file(request: HttpRequest, case_id: UUID, file_id: int) -> HttpResponse:
    """A file that was handed in; a purpose is stated first, the download is traced."""
    case = procedures.case_seen_by(request.user, case_id)
    stored = procedures.case_attachment(request.user, case, file_id) if case and 0 < file_id < NUMBER else None
    if stored is None:
        raise Http404
    return handed_out(request, dossier.read_stored(stored), f"case:{case_id}", "application/octet-stream", case)


def handed_out(request: HttpRequest, file: Any, thing: str, media: str, case: Any) -> HttpResponse:
    """The file to be saved; noted in the trace first."""
    demand_for_file(file.content, procedures.persons_of(case))
    with transaction.atomic():
        file = download(actor=caller(request), now=timezone.now(), file=file, thing=thing)
    answer = HttpResponse(file.content, content_type=media)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"  # noqa: FBT003
    answer["Cache-Control"] = "private, no-store"
    return answer
