"""The walks of officers counted in clicks, on what the pages offer: what is not there cannot be clicked."""

from __future__ import annotations

from html import unescape
from urllib.parse import urlencode, urljoin

import pytest
from django.urls import reverse
from lxml import html

from tests.web.test_acts import clues, do  # noqa: F401 - fixtures
from tests.web.test_persons import ids, sent  # noqa: F401 - fixtures
from zhiheng.procedure.selectors import cases_seen_by

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]
WHY = "核查（2026）川检线索第1号，核对身份"


class Walk:
    """An officer at the pages: `clicks` counts links followed, boxes ticked and buttons pressed; typing is free."""

    def __init__(self, client, address):
        self.client, self.clicks = client, 0
        self.open(address)

    def open(self, address, data=None):
        answer = self.client.get(address, follow=True) if data is None else self.client.post(address, data, follow=True)
        assert answer.status_code == 200, (address, answer.status_code)
        self.at = answer.redirect_chain[-1][0] if answer.redirect_chain else address
        self.text = answer.content.decode()
        self.page = html.fromstring(self.text)

    def follow(self, path):
        """Click the link at this place of the page."""
        found = self.page.xpath(path)
        assert found, (self.at, path)
        self.clicks += 1
        self.open(urljoin(self.at, unescape(found[0].get("href"))))

    def press(self, button, **typed):
        """Press a button of a form, with what it already holds and what is typed; every name typed must be a field of it."""
        found = self.page.xpath(button)
        assert found, (self.at, button)
        form = self.form_of(found[0])
        data = dict(form.form_values())
        ticked = {}
        for name, value in form.form_values():
            ticked.setdefault(name, []).append(value)
        fields = {one.get("name") for one in form.inputs} | {one.get("name") for one in self.page.xpath(f"//*[@form='{form.get('id')}']")}
        assert set(typed) <= fields, set(typed) - fields
        if found[0].get("name"):
            ticked[found[0].get("name")] = [found[0].get("value", "")]
        self.clicks += 1
        address = urljoin(self.at, unescape(form.get("action") or ""))
        if (form.get("method") or "get").lower() == "get":
            return self.open(f"{address}?{urlencode({**data, **typed})}")
        return self.open(address, {**ticked, **typed})

    def form_of(self, button):
        named = button.get("form")
        return self.page.get_element_by_id(named) if named else next(button.iterancestors("form"))

    def tick(self, *values):
        """Tick boxes of a list."""
        boxes = {box.get("value"): box.get("name") for box in self.page.xpath("//input[@type='checkbox']")}
        assert set(values) <= set(boxes)
        self.clicks += len(values)
        return {boxes[value]: [one for one in values if boxes[one] == boxes[value]] for value in values}


@pytest.fixture()
def desk(enter):
    return lambda: Walk(enter("prosecutor"), "/")


def filed(walk, clues):  # noqa: F811
    """From the desk to a paper handed in for approval, on two clues."""
    walk.clicks = 1  # the button of the sign-in page
    walk.follow("//a[@href='/clues/?view=open']")
    ticked = walk.tick(*(str(clue.pk) for clue in clues[:2]))
    walk.press(
        "//button[@form='bulk'] | //form[@id='bulk']//button", **ticked,
        **{"bulk-act": "verified", "bulk-reason": "已调阅原始材料，情况属实。"},
    )  # fmt: skip
    return walk


def drawn(walk):
    """Draw the paper from its form; choosing the kind is a click where none is proposed, the days are typed."""
    kind = walk.page.xpath("//select[@name='open-kind']")[0].value
    walk.clicks += not kind
    days = {"open-reply_days": "15"} if walk.page.xpath("//*[@name='open-reply_days']") else {}
    walk.press("//main//button[@name='open']", **{"open-kind": kind or "correction_notice"}, **days)
    assert "已建案" in walk.text
    return walk


def test_a_document_from_two_clues_takes_eight_clicks_from_sign_in(desk, clues):  # noqa: F811
    walk = drawn(filed(desk(), clues))
    walk.press("//button[contains(., '提交审批')]")
    assert "已办理：提交审批" in walk.text
    assert walk.clicks <= 8


def test_a_person_by_name_is_two_clicks(enter, ids):  # noqa: F811
    walk = Walk(enter("prosecutor"), "/clues/")
    walk.press("//form[@role='search'][@action='/search/']//input[@name='q']", q="张三")
    walk.press("//form[@action='/persons/']//button[@type='submit']", purpose=WHY)
    assert walk.clicks == 2
    assert "张某某" in walk.text


@pytest.mark.parametrize("typed", ["（{y}）{w}{n}号", "{w}〔{y}〕{n}号", "{w}[{y}]{n}", "{w} （{y}）　{n} 号", "{w}【{y}】第{n}号"])
def test_a_number_in_any_spelling_is_one_click(desk, clues, officers, typed):  # noqa: F811
    drawn(filed(desk(), clues))
    case = cases_seen_by(officers["prosecutor"]).get()
    case.number = "（2026）川检建17号"
    case.save(update_fields=["number"])
    again = Walk(desk().client, "/law/")
    again.press("//form[@role='search'][@action='/search/']//input[@name='q']", q=typed.format(y="2026", w="川检建", n="17"))
    assert (again.at, again.clicks) == (reverse("case", args=[case.pk]), 1)


def test_the_next_clue_is_one_click(desk, clues):  # noqa: F811
    walk = Walk(desk().client, "/clues/?sort=model")
    walk.follow("//*[@id='list']//tbody//td[contains(@class, 'wide')]//a")
    first, walk.clicks = walk.at, 0
    walk.follow("//a[@rel='next']")
    assert (walk.clicks, walk.at != first, "/clues/" in walk.at) == (1, True, True)


def test_from_the_queue_to_its_act_is_one_click(enter, desk, clues):  # noqa: F811
    walk = drawn(filed(desk(), clues))
    walk.press("//button[contains(., '提交审批')]")
    chief = Walk(enter("chief"), "/")
    chief.follow("//tbody//a[contains(@class, 'btn')][contains(., '审批')]")
    assert (chief.clicks, "/cases/" in chief.at) == (1, True)
    assert chief.page.xpath("//form//button[contains(., '批准')]"), "the form of the act stands on the page"
