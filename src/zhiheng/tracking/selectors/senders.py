"""Who sends: a gateway for the devices of its organ and those below it, or one device for itself; known by the token."""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest

from zhiheng.registry.selectors.relations import below
from zhiheng.tracking.core.senders import Sender
from zhiheng.tracking.models import Device, Gateway


def sender_of(token: str, device_no: str = "") -> Sender | None:
    """The sender with this token; `device_no`: the only device that a device's own token may be of."""
    if not token:
        return None
    digest = sha256(token.encode()).hexdigest()
    gateway = Gateway.objects.select_related("organ").filter(token_digest=digest, closed_at=None).first()
    if gateway is not None:
        return Sender(f"网关 {gateway.name}", frozenset(below(gateway.organ)) | {gateway.organ_id})
    for device in Device.objects.filter(token_digest=digest, until_at=None):
        if compare_digest(device.token_digest, digest) and device_no in {"", device.number}:
            return Sender(f"设备 {device.number}", device=device.number)
    return None
