"""Signed messages of organs' systems: taken in, asked after, tested. Who calls is told by the signature alone."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from zhiheng.api.access import PUBLIC, having
from zhiheng.api.pages import Cut, Page, page
from zhiheng.api.shapes import Fault
from zhiheng.api.strangers import UnknownSignatureError
from zhiheng.exchange.peers import selectors, services
from zhiheng.schema.errors import UnusableInputError

router = Router(tags=["系统间报文"])
REFUSALS = {401: Fault, 404: Fault, 422: Fault}


class HopOfMessage(Schema):
    """One receipt: received, validated, held, quarantined, accepted or returned, in words, and when."""

    step: str
    words: str
    at: str


class MessageOut(Schema):
    """Where a message stands. state: received, held (an earlier number is missing), quarantined, accepted, returned."""

    seq: int
    state: str
    reason: str
    receipts: list[HopOfMessage]


class TakenOut(Schema):
    """One message of a bundle. status: 201 new, 200 known before, 422 refused with reason and remedy; else as for a single message."""

    status: int
    seq: int = 0
    state: str = ""
    reason: str
    remedy: str = ""
    receipts: list[HopOfMessage] = []


class BundleOut(Schema):
    """Answers in the order of the messages; those behind a refused one were not looked at."""

    answers: list[TakenOut]


class TestOut(Schema):
    """Whom the platform takes the caller for, what may be sent, the first day without it."""

    organ: str
    scopes: list[str]
    expires_on: str


class OutgoingOut(Schema):
    """A message to another installation."""

    id: int
    sender: str
    receiver: str
    seq: int
    kind: str
    title: str
    state: str
    reason: str
    tries: int
    last_error: str

    @staticmethod
    def resolve_sender(row: Any) -> str:
        """The organ that sends."""
        return str(row.sender.name)

    @staticmethod
    def resolve_receiver(row: Any) -> str:
        """The organ it is for."""
        return str(row.peer.organ.name)


@router.post("/exchange/messages", response={201: MessageOut, 200: MessageOut, **REFUSALS}, auth=None, summary="接收一份签名报文")
def take(request: HttpRequest, statement: Form[str], signature: Form[str], payload: File[UploadedFile]) -> Any:  # noqa: ARG001 - every route is given its request
    """Take a signed message in: 201 with its receipts; the same again 200 with the same ones. `statement` as zhiheng.client makes it."""
    if (payload.size or 0) > settings.MESSAGE_MOST_MB << 20:
        raise UnusableInputError("来文", "payload", f"大于 {settings.MESSAGE_MOST_MB} MB", "请分开发送")
    try:
        taken = services.take(now=timezone.now(), text=statement, signature=signature, payload=payload.read())
    except services.StrangerError as stranger:
        raise UnknownSignatureError from stranger
    return _as_shaped(selectors.receipts_of(taken.row, taken.hops), 201 if taken.new else 200) if taken.row else None


@router.post("/exchange/bundles", response={200: BundleOut, **REFUSALS}, auth=None, summary="接收一批签名报文")
def take_bundle(request: HttpRequest, payload: File[UploadedFile]) -> Any:  # noqa: ARG001 - every route is given its request
    """Take many messages of one system to one organ in: an answer for each, up to the first that is refused.

    `payload`: a JSON list of `statement`, `signature`, `payload` (Base64), as zhiheng.client makes it.
    """
    if (payload.size or 0) > settings.MESSAGE_MOST_MB << 20:
        raise UnusableInputError("来文", "payload", f"大于 {settings.MESSAGE_MOST_MB} MB", "请分开发送")
    try:
        taken = services.take_bundle(now=timezone.now(), content=payload.read())
    except services.StrangerError as stranger:
        raise UnknownSignatureError from stranger
    told = iter(selectors.receipts_of_all([(one.row, one.hops) for one in taken if one.row]))
    answers = [_refused(one.refusal) if one.refusal else {"status": 201 if one.new else 200, **next(told)} for one in taken]
    return _as_shaped({"answers": answers}, 200)


def _as_shaped(content: dict[str, Any], status: int) -> HttpResponse:
    """An answer that has its shape already; the framework would take as long over it as all else takes (tests hold it to the shape)."""
    return HttpResponse(json.dumps(content, ensure_ascii=False), content_type="application/json; charset=utf-8", status=status)


def _refused(refusal: UnusableInputError) -> dict[str, Any]:
    return {"status": 422, "reason": f"{refusal.place}：{refusal.reason}", "remedy": refusal.remedy}


@router.post("/exchange/receipts", response={200: MessageOut, **REFUSALS}, auth=None, summary="查询报文的回执")
def receipts(request: HttpRequest, statement: Form[str], signature: Form[str]) -> Any:  # noqa: ARG001 - every route is given its request
    """Receipts of a message of the caller's organ. `statement` of kind `receipts`, as zhiheng.client makes it: each is answered once."""
    told = _asked(statement, signature, "receipts")
    row = selectors.message_of(told.account, told.statement.receiver, told.statement.seq)
    if row is None or not services.may_ask(told.account, row):
        raise Http404
    return selectors.receipts_of(row)


@router.post("/exchange/test", response={200: TestOut, **REFUSALS}, auth=None, summary="连接测试")
def test(request: HttpRequest, statement: Form[str], signature: Form[str]) -> Any:  # noqa: ARG001 - every route is given its request
    """Whom the platform takes the caller for; each query is answered once."""
    account = _asked(statement, signature, "test").account
    return {"organ": account.organ.name, "scopes": account.scopes, "expires_on": account.expires_on.isoformat()}


@router.get("/exchange/outgoing", response=Page[OutgoingOut], auth=having("data.read"), summary="发往其他平台的报文")
def outgoing(request: HttpRequest, cut: Query[Cut]) -> dict[str, Any]:
    """Messages of the organs whose rows the caller may see, newest first."""
    return page(selectors.outgoing_seen_by(request.user), cut)


def _asked(statement: str, signature: str, kind: str) -> services.Known:
    try:
        return services.asked_now(statement, signature, timezone.now(), kind)
    except services.StrangerError as stranger:
        raise UnknownSignatureError from stranger


for view in (take, take_bundle, receipts, test):
    view.right = PUBLIC
