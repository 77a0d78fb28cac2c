"""Who sends positions: a gateway for the devices of some organs, or one device for itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sender:
    """What may send: for the devices of these organs, or for the device alone."""

    title: str
    organs: frozenset[int] = frozenset()
    device: str = ""

    def may_send_for(self, device_no: str, organ_id: int) -> bool:
        """Whether positions of the device, borne under an order of the organ, may come from here."""
        return organ_id in self.organs or (bool(self.device) and device_no == self.device)
