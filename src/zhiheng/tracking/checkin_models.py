"""A check-in from the person's own phone page: an instant within a window, maybe with a place and a picture or recording."""

from __future__ import annotations

from django.db import models


class CheckIn(models.Model):
    """One check-in in one window.

    state    stands, waiting (an officer compares the pictures), same, different, unclear; `different` and `unclear` do not count
    machine  what a provider says of the picture (match, live, provider, version, digest of the sample): shown, never decided by
    file     number of the picture in the dossier `checkin:<order>`; None where none was asked
    """

    order = models.ForeignKey("tracking.Order", models.PROTECT, related_name="checkins")
    window_at = models.DateTimeField()
    at = models.DateTimeField()
    file = models.BigIntegerField(null=True)
    placed = models.BooleanField(default=False)
    machine = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="stands")
    compared_at = models.DateTimeField(null=True)
    compared_by = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["state", "at"], name="checkin_by_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "window_at"], condition=~models.Q(state__in=["different", "unclear"]), name="one_checkin_of_a_window"
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.at}"
