"""How long sign-in waits after failures: the wait doubles and has an end, so that nobody can be locked out for good."""

from __future__ import annotations

from dataclasses import dataclass

MOST_DOUBLINGS = 20


@dataclass(frozen=True)
class Brake:
    """The wait for one scope.

    free            failures that cost no wait
    first, most     seconds of the first and of the longest wait
    window_seconds  how long a failure counts
    """

    free: int
    first: int
    most: int
    window_seconds: int

    def wait(self, failures: int) -> int:
        """Seconds to wait after so many failures."""
        if failures < self.free:
            return 0
        return int(min(self.most, self.first * 2 ** min(failures - self.free, MOST_DOUBLINGS)))


ACCOUNT = Brake(free=5, first=30, most=900, window_seconds=86400)
SPRAYED_ACCOUNTS = 10
"""Failures for so many accounts within an hour are told as a likely attack, from one address or over all."""
SPRAYED_OVER_ALL = 30
HOUR_SECONDS = 3600


def address_brake(free: int) -> Brake:
    """The brake on one address, from which many officers may come."""
    return Brake(free=free, first=30, most=900, window_seconds=HOUR_SECONDS)


def overall_brake(free: int) -> Brake:
    """The brake on everybody whose device is not known."""
    return Brake(free=free, first=5, most=60, window_seconds=HOUR_SECONDS)
