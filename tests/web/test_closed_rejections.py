"""Rejected rows that name a closed person: not there for who may not see the person; without content for who must send them again."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import PURPOSE
from tests.web.test_sending import ORGAN, called, deliveries, handler_of, leaves
from zhiheng.registry.models import Barrier

__all__ = ["called"]
pytestmark = pytest.mark.django_db
CHILD = "510104199003078914"
WRONG = "L{0},{1},{2},510104,2026-13-01,2026-01-02,县级"
MISTYPED = ["510104199003078941", "51010419900307891", "5101041990030789144", "510104199003078814", "５１０１０４ 19900307 8914"]


@pytest.fixture()
def number(called, officers, home):
    """A delivery: one wrong row of the child, wrong rows in which its number is mistyped or stands elsewhere, one of somebody else."""
    rows = [WRONG.format(1, CHILD, "张三"), *(WRONG.format(place, one, "张三") for place, one in enumerate(MISTYPED, start=2))]
    rows += [WRONG.format(8, "510107198812120019", f"张三之父，其子{CHILD}"), WRONG.format(9, "510107198812120019", "李四")]
    assert called(handler_of(officers, ORGAN), "post", "deliveries", data={"file": leaves(*rows), "organ": ORGAN}).status_code == 201
    return deliveries().get().pk


def close(kind="sealed", admitted=()):
    Barrier.objects.create(number=CHILD, kind=kind, admitted=list(admitted), reason="依法封存", since_on=date(2020, 1, 1), set_by="x")


def sheet_of(client, number):
    content = client.get(reverse("rejected", args=[number]), headers=PURPOSE).content
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2)]


def api_rows(called, username, number):
    return called(username, "get", f"deliveries/{number}/rejected", headers=PURPOSE).json()


@pytest.mark.parametrize("kind", ["sealed", "limited"])
def test_who_may_not_see_the_person_reads_none_of_the_rows(enter, called, number, kind):
    assert api_rows(called, "steward", number)["count"] == 8
    close(kind)
    told = api_rows(called, "steward", number)
    assert (told["count"], [one["row"] for one in told["items"]]) == (1, [8])
    page = enter("steward").get(reverse("delivery", args=[number]), headers=PURPOSE).content.decode()
    assert "张三" not in page
    assert [row for row in sheet_of(enter("steward"), number) if "张三" in str(row)] == []
    assert len(sheet_of(enter("steward"), number)) == 1


def test_who_sent_them_reads_where_they_stand_and_no_content(enter, called, officers, number):
    close()
    sender = handler_of(officers, ORGAN)
    told = api_rows(called, sender, number)
    assert told["count"] == 8
    blank = told["items"][:7]
    assert [one["row"] for one in blank] == list(range(1, 8))
    assert all(one["cells"] == {} and one["errors"][0]["value"] == "" for one in blank)
    assert all("行号" in error["remedy"] for one in blank for error in one["errors"])
    assert told["items"][7]["cells"]
    page = enter(sender).get(reverse("delivery", args=[number]), headers=PURPOSE).content.decode()
    assert CHILD not in page
    assert "张三" not in page
    rows = sheet_of(enter(sender), number)
    assert len(rows) == 8
    assert not any("张三" in str(row) or CHILD in str(row) for row in rows)


def test_who_is_named_reads_them_whole(enter, called, officers, number):
    sender = handler_of(officers, ORGAN)
    close(admitted=[sender])
    assert all(one["cells"] for one in api_rows(called, sender, number)["items"])
    assert sum("张三" in str(row) for row in sheet_of(enter(sender), number)) == 7


def test_the_file_as_it_came_is_not_given_to_who_may_not_see_everybody_in_it(enter, called, officers, home):
    file = leaves(
        f"L1,{CHILD},张三,510104,2026-01-01,2026-01-02,县级,x",
        heading="审批编号,公民身份号码,姓名,目的地行政区划,外出起日,外出止日,批准层级,备注",
    )
    assert called(handler_of(officers, ORGAN), "post", "deliveries", data={"file": file, "organ": ORGAN}).status_code == 201
    found = deliveries().get()
    assert (found.accepted, found.unknown_columns) == (1, ["备注"])
    place = reverse("original", args=[found.pk])
    assert enter("steward").get(place, headers=PURPOSE).status_code == 200
    assert place in enter("steward").get(reverse("delivery", args=[found.pk])).content.decode()
    close()
    assert enter("steward").get(place, headers=PURPOSE).status_code == 404
    assert place not in enter("steward").get(reverse("delivery", args=[found.pk])).content.decode()


def test_examples_of_a_sensitive_column_are_gated(enter, officers, home):
    """Values as they were sent and as they are stored stand on the page of a file."""
    folded = [{"field": "stay_no", "kind": "全角转半角", "count": 3, "examples": [["Ｈ００７", "H007"]]}]
    organ = officers[handler_of(officers, ORGAN)].organ
    given = {"organ": organ, "dataset": "hotel_stays", "name": "住宿.csv", "content_digest": "d", "outcome": "returned", "sent_by": "x"}
    made = deliveries().create(**given, received_at=timezone.now(), folded=folded)
    place = reverse("delivery", args=[made.pk])
    assert "H007" not in enter("prosecutor").get(place).content.decode()
    assert "H007" in enter("prosecutor").get(place, headers=PURPOSE).content.decode()


def test_examples_of_a_file_that_names_a_closed_person_are_left_out(enter, officers, number):
    place = reverse("delivery", args=[number])
    assert "５１０１０４" in enter("steward").get(place, headers=PURPOSE).content.decode()
    close()
    assert "５１０１０４" not in enter("steward").get(place, headers=PURPOSE).content.decode()
