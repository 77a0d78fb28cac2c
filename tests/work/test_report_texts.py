"""What an officer writes into a report stays with the report of the period and of the organ, stands in the trace, and comes back."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from tests.register.conftest import write_pack
from zhiheng.catalog import packs
from zhiheng.ledger.selectors import recent, verify
from zhiheng.registry.models import Officer
from zhiheng.work.core.errors import WorkRefused
from zhiheng.work.models import ReportText
from zhiheng.work.selectors import report_text
from zhiheng.work.services import write_report

REPORT = """\
---
report: yearly
title: 年度工作报告
every: year
writes: {plans: 下一步打算, hard: 困难}
---
# 一、困难
{{write:hard}}
# 二、打算
{{write:plans}}
"""
PLANS = "明年走访监狱12次。"


@pytest.fixture()
def spec(people, trial_root, tmp_path, settings):
    write_pack(tmp_path / "packs", "told", {"reports/yearly.md": REPORT})
    settings.PACKS = tmp_path / "packs"
    return packs.load(settings.PACKS).reports["yearly"]


@pytest.fixture()
def write(people, now, spec):
    def written(name="procurator", period="2026", texts=None, **more):
        return write_report(actor=people[name], now=now, report=spec, period=period, texts=texts or {"plans": PLANS}, **more)

    return written


def test_it_comes_back_to_the_organ_and_stands_in_the_trace(people, write, spec):
    kept = write()
    viewer = people["officer"](people["procurator"].id)
    assert report_text(viewer, "yearly", spec.pack, "2026") == kept
    assert report_text(viewer, "yearly", spec.pack, "2025") is None
    noted = next(one for one in recent() if one.act == "report.written")
    assert noted.facts["typed"] == ["12"]
    assert PLANS not in str(noted.details)
    assert verify().ok


def test_earlier_words_stay_and_the_same_words_are_kept_once(write):
    first = write()
    assert write() == first
    write(texts={"plans": ""})
    assert [one.texts for one in ReportText.objects.order_by("pk")] == [{"plans": PLANS}, {}]


def test_another_organ_has_a_report_of_its_own(people, write, spec):
    write()
    assert report_text(people["officer"]("upper"), "yearly", spec.pack, "2026") is None


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(people, write):
    kept = write()
    with pytest.raises(WorkRefused, match="已保存新的文字"):
        write(name="chief", texts={"plans": "另一稿"}, last_seen=0)
    assert write(name="chief", texts={"plans": "另一稿"}, last_seen=kept.pk).texts == {"plans": "另一稿"}


def test_only_places_of_the_report_are_written(write, people, now, spec):
    with pytest.raises(WorkRefused, match="没有这一处"):
        write(texts={"other": "x"})
    with pytest.raises(WorkRefused, match="超过"):
        write(texts={"plans": "长" * 20_001})
    with pytest.raises(PermissionDenied):
        write_report(
            actor=type(people["procurator"])("nobody", "无", people["procurator"].organ, "test"),
            now=now,
            report=spec,
            period="2026",
            texts={},
        )


def test_the_page_keeps_and_shows_it(client, people, spec):
    Officer.objects.update(must_change_password=False)
    client.force_login(people["officer"](people["procurator"].id), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("report", args=["yearly"]) + "?period=2026"
    assert client.post(address, {"seen": "0", "text-plans": PLANS, "keep": "1"}).status_code == 302
    page = client.get(address).content.decode()
    assert page.count(PLANS) == 2
    assert "〔待撰写：困难〕" in page
    file = client.post(address, {"seen": "", "text-plans": PLANS, "text-hard": "人少。", "format": "docx"})
    assert file["Content-Type"].endswith("document")
    assert "人少。" in client.get(address).content.decode()
    drawn = next(one for one in recent() if one.act == "report.drawn_up")
    assert drawn.facts["typed"] == ["12"]
