"""A year's grading rated within its case, each organ by its pages; points and grade stay with the case."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from tests.register.conftest import people
from zhiheng.catalog import packs
from zhiheng.ledger.selectors import verify
from zhiheng.procedure import services
from zhiheng.procedure.selectors import state_for
from zhiheng.registry import services as registry
from zhiheng.registry.models import Officer
from zhiheng.registry.selectors import actor_of
from zhiheng.work.models import Rating

__all__ = ["people"]
PACKS = Path(__file__).resolve().parents[2] / "packs"
SHEET = """\
sheet: station_grade
title: 派驻检察室规范化等级评定
of: {unit: stationed_office}
every: year
full: 100
rated_in: station_grading
criteria:
  - {id: staff, title: 人员, weight: 60, choices: {met: [符合, 60], not_met: [不符合, 0]}, evidence: required}
  - {id: facility, title: 设施, weight: 40, filled: true}
grades: [{least: 90, title: 一级}, {least: 80, title: 二级}, {least: 60, title: 三级}, {least: 0, title: 未达标}]
"""
ACCOUNTS = [("station", "house", True), ("city_a", "city", False), ("city_b", "city", False), ("province_a", "province", False)]
MET = {"staff__choice": "met", "staff__evidence": "任职文件"}


@pytest.fixture()
def desk(client, people, tmp_path, settings, actor, now):
    """The grading's own procedure with a short sheet; an officer of the office, two of the city, one of the province."""
    pack = tmp_path / "packs" / "stationed"
    for folder in ("procedures", "forms", "documents"):
        shutil.copytree(PACKS / "stationed" / folder, pack / folder)
    (pack / "sheets").mkdir()
    (pack / "sheets" / "station_grade.yaml").write_text(SHEET, encoding="utf-8")
    card = (PACKS / "stationed" / "pack.yaml").read_text(encoding="utf-8")
    (pack / "pack.yaml").write_text(re.sub(r"centre:\n(?:  .*\n)+", "", card), encoding="utf-8")  # what it shows of ledgers left out here
    settings.PACKS = tmp_path / "packs"
    cache.clear()
    organs = people["organs"]
    organs["province"] = registry.ensure_organ(actor=actor, name="四川省人民检察院", now=now)
    organs["city"].parent = organs["province"]
    organs["city"].save()
    for username, organ, in_unit in ACCOUNTS:
        officer = registry.enlist(actor=actor, now=now, username=username, name=username, organ=organs[organ], password="Abcdef-123456")
        unit = people["unit"] if in_unit else None
        registry.appoint(actor=actor, now=now, officer=officer, role="chief_prosecutor", from_on=date(2020, 1, 1), unit=unit)
        registry.appoint(actor=actor, now=now, officer=officer, role="prosecutor", from_on=date(2020, 1, 1), unit=unit)
    Officer.objects.update(must_change_password=False)

    def sign_in(name):
        client.force_login(people["officer"](name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture()
def case(desk, people, settings):
    station = people["officer"]("station")
    spec = packs.load(settings.PACKS).procedures["station_grading"]
    given = {"procedure": spec, "organs": {"procuratorate": station.organ.name}, "values": {"grading_year": "2026"}}
    return services.open_case(actor=actor_of(station, "test"), now=timezone.now(), title="2026年度评定", **given)


def act(client, case, step, outcome, **given):
    key = f"done-{step}"
    data = {"outcome": outcome, **{f"{key}-{name}": value for name, value in given.items()}}
    return client.post(reverse("case_act", args=[case.pk, key]), data)


def rate(client, case, step, **given):
    return client.post(reverse("rate_in_case", args=[case.pk, step]), {**MET, **given})


def page(client, case):
    return client.get(reverse("case", args=[case.pk])).content.decode()


def test_a_grading_is_rated_within_its_case(desk, case):
    client = desk("station")
    assert reverse("rate_in_case", args=[case.pk, "self"]) in page(client, case)
    refused = act(client, case, "self", "submitted")
    assert refused.status_code == 422 and "须先评分" in refused.content.decode()
    assert rate(client, case, "self").status_code == 302
    assert "设施" in page(client, case) and act(client, case, "self", "submitted").status_code == 422
    assert rate(client, case, "self", facility__points="38").status_code == 302
    assert "98" in page(client, case) and act(client, case, "self", "submitted").status_code == 302
    assert client.get(reverse("rate_in_case", args=[case.pk, "first"])).status_code == 404
    client = desk("city_a")
    assert rate(client, case, "first", facility__points="41").status_code == 422
    assert act(client, case, "first", "checked").status_code == 422
    state = state_for(case.pk)[2]
    assert state.rounds["self"][-1]["points"] == "98.00" and state.rounds["self"][-1]["grade"] == "一级"
    assert {row.case for row in Rating.objects.all()} == {str(case.pk)} and verify().ok


def test_a_returned_step_is_rated_anew(desk, case):
    assert rate(desk("station"), case, "self", facility__points="40").status_code == 302
    assert act(desk("station"), case, "self", "submitted").status_code == 302
    answer = desk("city_a").post(
        reverse("case_act", args=[case.pk, "done-first"]), {"outcome": "returned", "done-first-reason": "佐证不足"}
    )
    assert answer.status_code == 302, answer.content.decode()
    again = act(desk("station"), case, "self", "submitted")
    assert again.status_code == 422 and "须先评分" in again.content.decode()
    assert rate(desk("station"), case, "self", facility__points="30").status_code == 302
    assert act(desk("station"), case, "self", "submitted").status_code == 302
    assert [values["points"] for values in state_for(case.pk)[2].rounds["self"]] == ["100.00", "90.00"]
    assert rate(desk("city_a"), case, "first", facility__points="22").status_code == 302
    assert act(desk("city_a"), case, "first", "checked").status_code == 302
    assert state_for(case.pk)[2].values["grade"] == "二级"
    assert rate(desk("city_b"), case, "second", facility__points="22").status_code == 404
