"""Positions in: batches of this platform's own form, what Traccar forwards, what its client sends; and the alarms that stand."""

import json
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from ninja.errors import AuthenticationError
from ninja.security import HttpBearer

from zhiheng.api.access import PUBLIC, having
from zhiheng.api.errors import demand_known, error_body
from zhiheng.api.pages import Cut, Page, page
from zhiheng.api.shapes import Fault, Word
from zhiheng.api.tracking_shapes import AlarmOut, PositionsIn, TakenOut
from zhiheng.ledger.core.actor import Actor
from zhiheng.schema.errors import UnusableInputError
from zhiheng.tracking.core.admission import datum_named
from zhiheng.tracking.core.kinds import STATES
from zhiheng.tracking.core.messages import read_all
from zhiheng.tracking.core.senders import Sender
from zhiheng.tracking.selectors import alarms_seen_by, sender_of
from zhiheng.tracking.services import take_in

router = Router(tags=["定位"])
MOST_MESSAGE_BYTES = 64 * 1024


class BySender(HttpBearer):
    """`Authorization: Bearer …` with the token of a gateway or a device."""

    right = PUBLIC

    def authenticate(self, request: HttpRequest, token: str) -> Sender | None:  # noqa: ARG002 - the token says all
        """The sender with this token."""
        return sender_of(token)


def stored(sender: Sender, messages: list[Any], form: str, datum: str = "") -> dict[str, Any]:
    """Take messages in and say what became of them."""
    given = [{**message, "datum": datum} for message in messages] if datum and datum_named(datum) != datum_named("") else messages
    fixes, unread = read_all(given, form)
    actor = Actor("system:tracking", sender.title, "", "api")
    outcome = take_in(actor=actor, now=timezone.now(), sender=sender, fixes=fixes, unread=unread, form=form)
    return {
        "taken": outcome.accepted, "doubled": outcome.doubled, "refused": outcome.reasons, "alarms": len(outcome.alarms),
        "intake": outcome.intake,
    }  # fmt: skip


def answered(result: dict[str, Any]) -> Status[Any]:
    """200 once a single position is stored, or was before; 422 with the reason where it was refused."""
    if not result["refused"]:
        return Status(200, result)
    first = result["refused"][0]
    return Status(422, error_body("位置", "、".join(first["devices"]), first["reason"], first["remedy"]))


@router.post("/tracking/positions", response={200: TakenOut, 401: Fault, 422: Fault}, auth=BySender(), summary="报送一批位置")
def positions(request: HttpRequest, given: PositionsIn) -> Any:
    """Positions of devices with an order in force; the answer comes once they are stored, and names what was refused and why."""
    return stored(request.auth, given.positions, "own", given.datum)  # type: ignore[attr-defined]


@router.post("/tracking/traccar", response={200: TakenOut, 401: Fault, 422: Fault}, auth=BySender(), summary="接收 Traccar 转发的一个位置")
def traccar(request: HttpRequest) -> Any:
    """One `{position, device}` as Traccar forwards it (`forward.type=json`); sent again it is 200 as well."""
    return answered(stored(request.auth, [json_of(request)], "traccar"))  # type: ignore[attr-defined]


def json_of(request: HttpRequest) -> Any:
    """The body as JSON."""
    if len(request.body) > MOST_MESSAGE_BYTES:
        raise UnusableInputError("位置报文", "", "大于 64 KB", "一次只报一个位置")
    try:
        return json.loads(request.body)
    except ValueError as error:
        raise UnusableInputError("位置报文", "", "不是 JSON", "请按接口说明改正") from error


def one_of(body: Any) -> dict[str, Any]:
    """The body as one position."""
    if not isinstance(body, dict):
        raise UnusableInputError("位置报文", "", "不是一个位置", "请按接口说明改正")
    return body


def osmand(request: HttpRequest) -> Any:
    """One position in the form of Traccar's client (OsmAnd): parameters of the address, a form, or JSON; `token` is the device's own."""
    given = dict(request.GET.items())
    if request.method == "POST" and request.body:
        given |= (
            one_of(json_of(request))
            if request.content_type == "application/json"
            else dict(parse_qsl(request.body.decode("utf-8", "replace")))
        )
    token = str(given.pop("token", "") or request.headers.get("Authorization", "").removeprefix("Bearer ").strip())
    sender = sender_of(token, str(given.get("id") or given.get("deviceid") or given.get("device_id") or ""))
    if sender is None:
        raise AuthenticationError
    return answered(stored(sender, [given], "osmand"))


osmand.right = PUBLIC  # type: ignore[attr-defined]
router.api_operation(
    ["GET", "POST"],
    "/tracking/osmand",
    response={200: TakenOut, 401: Fault, 422: Fault},
    auth=None,
    summary="接收设备以 OsmAnd 方式上报的一个位置",
)(osmand)


@router.get("/tracking/alarms", response=Page[AlarmOut], auth=having("tracking.read"), summary="警报")
def alarms(request: HttpRequest, cut: Query[Cut], state: Word = "") -> dict[str, Any]:
    """Alarms of the orders the caller sees, newest first, without positions."""
    demand_known("state", state, STATES)
    found = alarms_seen_by(request.user)
    selected = page(found.filter(state=state) if state else found, cut)
    return {**selected, "items": [alarm_json(one) for one in selected["items"]]}


def alarm_json(one: Any) -> dict[str, Any]:
    """An alarm as the interface gives it."""
    names = ("id", "kind", "title", "state", "began_at", "ended_at", "seen_due_at", "late", "case")
    return {**{name: getattr(one, name) for name in names}, "order": one.order.number}
