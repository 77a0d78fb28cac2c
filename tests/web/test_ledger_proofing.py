"""A paper of a ledger's act with words that must be mended: kept with a reason it waits, and a second person lets it go."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.register.conftest import GOODS, people, write_pack
from tests.web.test_ledgers import PHONE, errors, text
from zhiheng.dossier.selectors import documents_in, findings_of
from zhiheng.register.models import Entry

__all__ = ["people"]

RECEIPT = """\
---
document: receipt
title: 扣押清单
number_word: 扣
numbered: at_once
source: [刑事诉讼法 第一百四十二条]
placeholders:
  organ: {title: 机关}
  number: {title: 文书号}
  name: {title: 名称}
  signed_on: {title: 日期}
---
head {{organ}}
title 扣押清单
number {{number}}
扣押{{name}}。
sign {{organ}}
date {{signed_on}}
"""
WRONG = "王甲（公民身份号码510107199004075991）的手机"
KEPT = "原身份证件号码即如此登记，已调户籍底册核对"


@pytest.fixture()
def desk(client, people, tmp_path, settings):
    drawn = GOODS.replace("    title: 扣押登记\n", "    title: 扣押登记\n    draws: [receipt]\n")
    assert drawn != GOODS
    write_pack(tmp_path, "store", {"registers/goods.yaml": drawn, "documents/receipt.md": RECEIPT})
    settings.PACKS = tmp_path
    cache.clear()

    def sign_in(name):
        officer = people["officer"](name)
        type(officer).objects.filter(pk=officer.pk).update(must_change_password=False)
        client.force_login(people["officer"](name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


def seized(desk, **more):
    return desk("seizer").post(reverse("ledger_enter", args=["goods", "seize"]), {**PHONE, "v-name": WRONG, "on": "2026-06-29", **more})


def confirmed(desk, who, entry, finding):
    return desk(who).post(reverse("answer_entry_finding", args=[entry.pk, finding.pk]), {"confirm": "1"}, follow=True)


@pytest.mark.django_db
def test_what_must_be_mended_waits_for_a_second_person(desk):
    refused = seized(desk)
    assert refused.status_code == 422 and "校对说明" in text(refused) and "校对发现必须改正" in "".join(errors(refused))
    assert not Entry.objects.exists()
    assert seized(desk, **{"proof-explained": KEPT}).status_code == 302
    entry = Entry.objects.get()
    (paper,) = documents_in(entry.dossier_key)
    (stop,) = [row for row in findings_of(paper) if row.level == "stop"]
    assert (paper.number, paper.version.issued_at, stop.handled_reason) == (None, None, KEPT)
    page = text(desk("seizer").get(reverse("entry", args=[entry.pk])))
    assert KEPT in page and "复核同意" not in page
    assert "不能复核自己" in text(confirmed(desk, "seizer", entry, stop))
    assert "复核同意" in text(desk("keeper").get(reverse("entry", args=[entry.pk])))
    assert confirmed(desk, "stranger", entry, stop).status_code == 404
    assert "已处理" in text(confirmed(desk, "keeper", entry, stop))
    (paper,) = documents_in(entry.dossier_key)
    assert paper.number.endswith("扣〔2026〕1号") and paper.version.issued_at and paper.issued_by == "keeper"


@pytest.mark.django_db
def test_who_could_not_do_the_act_agrees_to_none_of_its_papers(desk):
    seized(desk, **{"proof-explained": KEPT})
    entry = Entry.objects.get()
    (stop,) = [row for row in findings_of(documents_in(entry.dossier_key)[0]) if row.level == "stop"]
    desk("procurator")
    assert confirmed(desk, "procurator", entry, stop).status_code == 404
    assert documents_in(entry.dossier_key)[0].number is None
