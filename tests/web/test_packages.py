"""案卷包: taken in by a page, seen with its receipts, kept back with the reason, put into a case, sent; and so over the interface."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.exchange.package_files import FILES, package
from tests.web.conftest import PURPOSE

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
PRISON, COURT = "川西监狱", "成都市中级人民法院"
BETWEEN = {"FSDWMC": PRISON, "JSDWMC": COURT}


@pytest.fixture(autouse=True)
def packs(settings):
    settings.PACKS = Path(__file__).parents[1] / "exchange" / "packs"


def upload(content, name="包.zip"):
    return SimpleUploadedFile(name, content)


def handler_of(officers, organ):
    return next(name for name, one in officers.items() if one.organ.name == organ and name.startswith("organ-"))


def test_a_package_is_taken_in_seen_and_sent_on(enter, officers):
    client = enter(handler_of(officers, PRISON))
    content = package(BETWEEN)
    answer = client.post(reverse("packages"), {"file": upload(content)}, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "已归卷" in page
    assert all(name in page for name in FILES)
    number = int(answer.request["PATH_INFO"].split("/")[-2])
    assert b"".join(client.get(reverse("package_content", args=[number]), headers=PURPOSE)) == content
    assert b"<JGZT>200</JGZT>" in client.get(reverse("package_receipt", args=[number])).content
    case = answer.context["package"].case
    sent = client.post(reverse("send_package"), {"send-case": case.number, "send-to": COURT, "send-node": ""}, follow=True)
    assert "已发出" in sent.content.decode()
    assert client.get(reverse("packages") + "?state=sent").context["listing"].count == 1


def test_what_is_kept_back_shows_why_and_is_put_into_a_case(enter, officers):
    client = enter(handler_of(officers, PRISON))
    first = client.post(reverse("packages"), {"file": upload(package(BETWEEN))}, follow=True).context["package"]
    back = client.post(reverse("packages"), {"file": upload(package(BETWEEN | {"LCJDBH": "0777A", "PTTYAH": "P2"}))}, follow=True)
    assert "没有业务流程由它建案" in back.content.decode()
    number = back.context["package"].pk
    assert client.post(reverse("bind_package", args=[number]), {"case": "没有"}).status_code == 422
    bound = client.post(reverse("bind_package", args=[number]), {"case": str(first.case_id)}, follow=True)
    assert bound.context["package"].case_id == first.case_id


def test_others_neither_open_nor_bring_it(enter, officers):
    number = (
        enter(handler_of(officers, PRISON)).post(reverse("packages"), {"file": upload(package(BETWEEN))}, follow=True).context["package"].pk
    )
    stranger = enter(handler_of(officers, "金堂县司法局"))
    assert stranger.get(reverse("package", args=[number])).status_code == 404
    assert stranger.post(reverse("packages"), {"file": upload(package(BETWEEN))}).status_code == 422
    province = enter("prosecutor")
    assert province.get(reverse("package_content", args=[number])).status_code == 404
    assert "001.jpg" not in province.get(reverse("package", args=[number])).content.decode()
    assert province.post(reverse("packages"), {"file": upload(package(BETWEEN))}).status_code == 404


def test_the_interface_takes_tells_and_sends(enter, officers):
    client = enter(handler_of(officers, PRISON))
    told = client.post("/api/v1/packages", {"file": upload(package(BETWEEN))})
    assert (told.status_code, told.json()["state"]) == (201, "bound")
    one = client.get(f"/api/v1/packages/{told.json()['id']}").json()
    assert [hop["step"] for hop in one["hops"]] == ["taken", "checked", "bound"]
    sent = client.post(f"/api/v1/cases/{one['case_id']}/packages", {"to": COURT})
    assert sent.status_code == 201, sent.content.decode()
    assert sent.json()["direction"] == "sent"
    assert client.post("/api/v1/packages", {"file": upload(b"PK")}).json()["state"] == "refused"
