"""Check-ins by the person's own page, and pictures or recordings that an officer compares: neither decides alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from zhiheng.dossier import services as dossier
from zhiheng.dossier.selectors import read_stored
from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.tracking.core.admission import Fix
from zhiheng.tracking.core.errors import TrackingRefused
from zhiheng.tracking.core.senders import Sender
from zhiheng.tracking.core.verifying import FACE, VOICE, Officer, Sample, Verifier, kind_of
from zhiheng.tracking.models import CheckIn, Device, Order
from zhiheng.tracking.selectors.checkins import counting, pictures_of, running
from zhiheng.tracking.services.devices import demand_officer, order_or_refused
from zhiheng.tracking.services.intake import take_in
from zhiheng.tracking.services.recorded import record_checkin

OUTCOMES = {"same": "一致", "different": "不一致", "unclear": "看（听）不清"}
MOST_PICTURE = 5 * 1024 * 1024
SAMPLES = {
    FACE: ("照片", "JPG 或者 PNG 照片", "请上传手机拍摄的照片"),
    VOICE: ("录音", "MP3、M4A、WAV 或者 AMR 录音", "请上传手机录制的录音"),
}
"""Kind of sample → its name, what it may come as, what to do where it is none."""


@dataclass(frozen=True)
class CheckInGiven:
    """What comes with a check-in: the place as the phone says it (longitude, latitude, radius in metres), a picture or recording."""

    place: tuple[float, float, float | None] | None = None
    picture: tuple[str, bytes] | None = None
    voice: tuple[str, bytes] | None = None

    @property
    def kind(self) -> str:
        """What is to be compared; nothing where neither came."""
        return FACE if self.picture else VOICE if self.voice else ""


NOTHING = CheckInGiven()


@transaction.atomic
def check_in(*, actor: Actor, now: datetime, order_id: int, person: str, given: CheckInGiven = NOTHING) -> CheckIn:
    """Check in within the window that runs: once a window, by the person of the duty alone.

    raises   TrackingRefused outside of a window, after the duty has ended, for a picture that is too large or is none
    """
    hold_head()
    order = order_or_refused(order_id)
    window = running(order, now) if order.kind == "checkin" and order.person == person and order.in_force_at(now) else None
    if window is None:
        raise TrackingRefused("签到", order.number if order.person == person else "", "现在不在签到时段内", "请在写明的时段内签到")
    if counting(order).filter(window_at=window[0]).exists():
        raise TrackingRefused("签到", order.number, "本时段已经签到", "不用再签")
    if given.picture and given.voice:
        raise TrackingRefused("签到", order.number, "照片和录音都带了", "请只带一种")
    file = _kept(order, given, actor, now) if given.kind else None
    placed = _placed(order, given, actor, now)
    made = CheckIn.objects.create(order=order, window_at=window[0], at=now, file=file, placed=placed, state="waiting" if file else "stands")
    if file:
        made.machine = _compared(made, given.kind)
        made.save(update_fields=["machine"])
    else:
        record_checkin(made, passed=True, actor=actor, now=now)
    details = {"order": order.number, "placed": placed, "picture": bool(file), **({"kind": VOICE} if given.kind == VOICE else {})}
    append(actor=actor, act="checkin.made", thing=f"order:{order.pk}", details=details, now=now)
    return made


def _compared(made: CheckIn, kind: str) -> dict[str, Any]:
    """What the provider says of it, for the officer who compares; a provider that fails leaves it to the officer alone."""
    own, known = pictures_of(made)
    sample = Sample(kind, read_stored(own).content if own else b"", read_stored(known).content if known else None)
    ref = sha256(f"{settings.SECRET_KEY}|{made.order.person}".encode()).hexdigest()
    try:
        return verifier().verify(ref, sample).to_json(sample)
    except Exception as failed:  # noqa: BLE001 - a program of others may fail in any way, the check-in stands
        return {"match": None, "live": None, "failed": type(failed).__name__, "kind": kind, "sample": sample.digest}


def verifier() -> Verifier:
    """The provider of the installation; the built-in one leaves it to an officer."""
    named = settings.TRACKING_VERIFIER
    made: Verifier = import_string(named)() if named else Officer()
    return made


def _kept(order: Order, given: CheckInGiven, actor: Actor, now: datetime) -> int:
    name, content = given.picture or given.voice or ("", b"")
    word, form, remedy = SAMPLES[given.kind]
    if len(content) > MOST_PICTURE:
        raise TrackingRefused("签到", name[:40], f"{word}超过 5 MB", f"请缩小后再上传，或者不带{word}签到")
    if kind_of(name) != given.kind:
        raise TrackingRefused("签到", name[:40], f"不是 {form}", remedy)
    return dossier.attach(actor=actor, now=now, dossier_key=f"checkin:{order.pk}", name=name, content=content).pk


def _placed(order: Order, given: CheckInGiven, actor: Actor, now: datetime) -> bool:
    """Whether a position of the person's own phone was taken in under the duty."""
    device = Device.objects.filter(order=order, until_at=None).order_by("from_at").first()
    if device is None or given.place is None:
        return False
    lon, lat, radius = given.place
    digest = sha256(f"{device.number} {now.isoformat()} {lon} {lat} {radius}".encode()).hexdigest()
    fix = Fix(device.number, now.timestamp(), lon, lat, accuracy_m=radius, source="self", digest=digest)
    return take_in(actor=actor, now=now, sender=Sender("签到页面", device=device.number), fixes=[fix]).accepted == 1


@transaction.atomic
def compare_checkin(*, actor: Actor, now: datetime, checkin_id: int, outcome: str, note: str = "") -> CheckIn:
    """Say what an officer found on comparing the pictures; one that is not the same must be explained, and does not count."""
    hold_head()
    made = CheckIn.objects.select_for_update(of=("self",)).select_related("order__organ").filter(pk=checkin_id, state="waiting").first()
    if made is None or outcome not in OUTCOMES:
        raise TrackingRefused("比对签到照片", str(checkin_id), "没有等待比对的签到", "请从签到比对页面进入")
    demand_officer(actor, made.order.organ, now)
    if outcome != "same" and not note.strip():
        raise TrackingRefused("比对签到照片", made.order.number, "没有写明理由", "不一致或者看不清的，请写明并联系本人")
    made.state, made.compared_at, made.compared_by, made.note = outcome, now, actor.id, note.strip()[:500]
    made.save(update_fields=["state", "compared_at", "compared_by", "note"])
    if outcome != "unclear":
        record_checkin(made, passed=outcome == "same", actor=actor, now=now)
    append(actor=actor, act="checkin.compared", thing=f"order:{made.order_id}", details={"outcome": outcome, "note": made.note}, now=now)
    return made
