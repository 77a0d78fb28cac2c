"""Devices given to persons under an order, gateways that send for them, and the tokens by which both are known."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append, hold_head
from zhiheng.registry.rights import may
from zhiheng.registry.rows import Organ
from zhiheng.registry.selectors import officer_named, organ_named
from zhiheng.tracking.core.errors import TrackingRefused
from zhiheng.tracking.instants import local_day
from zhiheng.tracking.models import Device, Gateway, Order

TOKEN_BYTES = 24
MOST_NUMBER = 60


def token_digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def demand_officer(actor: Actor, organ: Organ, now: datetime) -> None:
    """Raise PermissionDenied unless the actor is an officer of the organ that keeps the order, with the right to handle it."""
    officer = officer_named(actor.id)
    if officer is None or officer.organ_id != organ.pk or not may(officer, "tracking.handle", on=local_day(now)):
        raise PermissionDenied("只有作出决定的社区矫正机构的经办人可以办理")


def order_or_refused(order_id: int) -> Order:
    """The order, locked."""
    order = Order.objects.select_for_update(of=("self",)).select_related("organ").filter(pk=order_id).first()
    if order is None:
        raise TrackingRefused("定位决定", str(order_id), "没有这份决定", "请从定位监管页面进入")
    return order


@transaction.atomic
def give_device(*, actor: Actor, now: datetime, order_id: int, number: str) -> tuple[Device, str]:
    """Give a device to the person of an order in force; returns it with its token, which is shown once.

    raises   TrackingRefused where the order is not in force, or somebody still bears the device
    """
    hold_head()
    order = order_or_refused(order_id)
    demand_officer(actor, order.organ, now)
    if not order.in_force_at(now):
        raise TrackingRefused("登记设备", order.number, "决定没有生效、已经终止或者不合法定条件", "有生效的决定才能登记设备")
    plain = number.strip()
    if not plain or len(plain) > MOST_NUMBER or not plain.isprintable():
        raise TrackingRefused("登记设备", number[:20], "设备号为空或者过长", "请照设备标签填写设备号")
    if Device.objects.filter(number=plain, until_at=None).exists():
        raise TrackingRefused("登记设备", plain, "该设备还登记在另一人名下", "请先收回该设备")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    device = Device.objects.create(number=plain, order=order, token_digest=token_digest(token), from_at=now, given_by=actor.id)
    append(actor=actor, act="device.given", thing=f"order:{order.pk}", details={"device": plain, "order": order.number}, now=now)
    return device, token


@transaction.atomic
def take_back_device(*, actor: Actor, now: datetime, device_id: int, reason: str) -> Device:
    """End the bearing of a device; what comes late of the time before is still taken in while the order lasts."""
    hold_head()
    device = Device.objects.select_for_update(of=("self",)).select_related("order__organ").filter(pk=device_id).first()
    if device is None or device.until_at is not None:
        raise TrackingRefused("收回设备", str(device_id), "没有登记，或者已经收回", "请从定位监管页面进入")
    demand_officer(actor, device.order.organ, now)
    if not reason.strip():
        raise TrackingRefused("收回设备", device.number, "没有写明原因", "请写明收回的原因")
    device.until_at = now
    device.save(update_fields=["until_at"])
    details = {"device": device.number, "order": device.order.number, "reason": reason}
    append(actor=actor, act="device.taken_back", thing=f"order:{device.order_id}", details=details, now=now)
    return device


@transaction.atomic
def register_gateway(*, actor: Actor, now: datetime, name: str, datum: str) -> tuple[Gateway, str]:
    """Let a gateway send for the devices of the actor's organ and those below it; its datum must be WGS-84, whoever converts to it."""
    hold_head()
    organ = organ_named(actor.organ)
    if organ is None:
        raise PermissionDenied("只有社区矫正机构可以登记网关")
    demand_officer(actor, organ, now)
    if datum != "wgs84":
        raise TrackingRefused("登记网关", name, "坐标不是 WGS-84", "请先由网关换算为 WGS-84；系统不代为换算，也不猜测")
    if not name.strip() or Gateway.objects.filter(organ=organ, name=name.strip(), closed_at=None).exists():
        raise TrackingRefused("登记网关", name, "名称为空，或者已有同名网关", "请换一个名称")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    gateway = Gateway.objects.create(name=name.strip(), organ=organ, token_digest=token_digest(token), made_at=now, made_by=actor.id)
    append(actor=actor, act="gateway.registered", thing=f"gateway:{gateway.pk}", details={"name": gateway.name}, now=now)
    return gateway, token


@transaction.atomic
def close_gateway(*, actor: Actor, now: datetime, gateway_id: int, reason: str) -> Gateway:
    """Take a gateway's token out of use."""
    hold_head()
    gateway = Gateway.objects.select_for_update(of=("self",)).select_related("organ").filter(pk=gateway_id, closed_at=None).first()
    if gateway is None:
        raise TrackingRefused("停用网关", str(gateway_id), "没有登记，或者已经停用", "请从定位监管页面进入")
    demand_officer(actor, gateway.organ, now)
    if not reason.strip():
        raise TrackingRefused("停用网关", gateway.name, "没有写明原因", "请写明停用的原因")
    gateway.closed_at = now
    gateway.save(update_fields=["closed_at"])
    append(actor=actor, act="gateway.closed", thing=f"gateway:{gateway.pk}", details={"name": gateway.name, "reason": reason}, now=now)
    return gateway
