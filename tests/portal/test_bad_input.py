"""A photo of fifty megabytes is refused before it is kept, and the person may check in all the same."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.portal.conftest import BUREAU, PERSON, moment, text
from zhiheng.tracking.models import CheckIn

pytestmark = pytest.mark.django_db


def test_a_photo_of_fifty_megabytes_is_told_and_not_kept(enter, by):
    from zhiheng.tracking.services import CheckinDuty, set_checkin_duty

    wanted = CheckinDuty(PERSON, "周甲", "武司签1号", "矫正方案", date(2026, 6, 30), date(2026, 7, 31), [(510, 570, 0)])
    duty, client = set_checkin_duty(actor=by(BUREAU), now=moment("2026-06-30T08:00"), duty=wanted), enter()
    photo = SimpleUploadedFile("我.jpg", b"\xff\xd8" + bytes(50 * 1024 * 1024))
    answer = client.post("/portal/me/check-in/", {"order": duty.pk, "picture": photo})
    assert answer.status_code == 422 and "照片超过 5 MB" in text(answer) and not CheckIn.objects.exists()
    assert client.post("/portal/me/check-in/", {"order": duty.pk}).status_code == 302 and CheckIn.objects.get().state == "stands"
