"""What a device says of itself: battery, strap, power, a call for help; raised once it has lasted longer than its grace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from zhiheng.tracking.core.kinds import KINDS, LOW_BATTERY

Standing = Mapping[str, tuple[float, bool]]
"""Kind → since when it lasts (seconds of the epoch), and whether it was raised."""
OF_DEVICE = ("low_battery", "strap_off", "strap_cut", "power_off", "sos", "device_fault", "no_signal")


@dataclass(frozen=True)
class DeviceReport:
    """What one message says of its device."""

    at: float
    battery: int | None
    strap: str
    alarms: tuple[str, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of alarms it gives reason for."""
        own = {"low_battery"} if self.battery is not None and self.battery < LOW_BATTERY else set()
        strap = {f"strap_{self.strap}"} if self.strap in {"off", "cut"} else set()
        return frozenset(own | strap | set(self.alarms)) & frozenset(OF_DEVICE)

    def ends(self, kind: str) -> bool:
        """Whether it says that what lasted is over; silence about a strap or a battery ends nothing."""
        if kind.startswith("strap_"):
            return self.strap == "worn"
        return self.battery is not None if kind == "low_battery" else True


@dataclass(frozen=True)
class Signal:
    """A kind that has lasted long enough at an instant, or (`began` false) is over."""

    kind: str
    since: float
    at: float
    began: bool = True


def heard(messages: Iterable[DeviceReport], standing: Standing) -> tuple[dict[str, tuple[float, bool]], list[Signal]]:
    """What stands after the messages, in the order of their instants, and what began or ended with them."""
    now, found = dict(standing), []
    for one in messages:
        kinds = one.kinds
        for kind in kinds:
            since, raised = now.get(kind, (one.at, False))
            enough = one.at - since >= KINDS[kind].grace_seconds
            if enough and not raised:
                found.append(Signal(kind, since, one.at))
            now[kind] = (since, raised or enough)
        for kind in [kind for kind in now if kind not in kinds and one.ends(kind)]:
            since, raised = now.pop(kind)
            if raised:
                found.append(Signal(kind, since, one.at, began=False))
    return now, found
