"""法律计算器: every rule has a form, a filled form answers, and the address is a permanent link."""

import pytest
from django.http import QueryDict
from django.test import Client

from zhiheng.law import check
from zhiheng.web.law.form import facts_of, form_of
from zhiheng.web.law.wording import value_text

pytestmark = pytest.mark.drawn

LEAVE = "/law/corrections.leave/?as_of=2024-06-11&crosses_boundary=yes&good_reason=yes&days=10&days_two_months=35&office_delegated=yes"
TERM = (
    "/law/term.end/?as_of=2024-06-11&sentence.kind=fixed&sentence.months=36&sentence.starts_on=2022-03-15"
    "&sentence.custody.1.kind=liuzhi&sentence.custody.1.from=2022-01-01&sentence.custody.1.to=2022-01-31"
)


@pytest.fixture()
def everybody(settings, db):
    settings.LAW_IS_PUBLIC = True
    return Client()


@pytest.mark.parametrize("rule_id", check.load_rules())
def test_every_rule_has_a_form_that_answers_or_refuses(everybody, rule_id):
    assert everybody.get(f"/law/{rule_id}/").status_code == 200
    sent = everybody.get(f"/law/{rule_id}/?as_of=2024-06-11")
    assert sent.status_code == 200
    assert "结论" in sent.content.decode() or "不能回答" in sent.content.decode()


def test_the_address_of_a_filled_form_is_its_answer(everybody):
    page = everybody.get(LEAVE).content.decode()
    assert "上一级社区矫正机构" in page
    assert "未核实" not in page
    assert "社区矫正法实施办法 第二十七条" in page
    assert 'value="35"' in page


def test_rows_of_a_list_are_facts(everybody):
    page = everybody.get(TERM).content.decode()
    assert "2025-02-11" in page
    assert "31" in page


def test_a_partial_request_gets_the_answer_alone(everybody):
    page = everybody.get(LEAVE, headers={"HX-Request": "true", "HX-Target": "answer"}).content.decode()
    assert "<html" not in page
    assert "结论" in page


def test_one_more_row_is_a_preview_and_no_question(everybody):
    page = everybody.get("/law/term.end/?preview=1&sentence.custody.rows=2", headers={"HX-Request": "true", "HX-Target": "facts"})
    assert page.content.decode().count("sentence.custody.2.kind") >= 1
    assert "不能回答" not in page.content.decode()


@pytest.mark.parametrize("bad", ["sentence.months=三年", "sentence.kind=hanging", "sentence.starts_on=2024-02-30", "sentence.months=-1"])
def test_what_does_not_fit_is_refused_by_the_field_s_name(everybody, bad):
    page = everybody.get(f"/law/term.end/?as_of=2024-06-11&sentence.kind=fixed&sentence.months=36&{bad}").content.decode()
    assert "不能回答" in page
    assert bad.split("=")[0].split(".")[1] in page


def test_nothing_entered_is_markup(everybody):
    page = everybody.get("/law/term.end/?as_of=2024-06-11&sentence.kind=<script>alert(1)</script>").content.decode()
    assert "<script>alert(1)" not in page


def test_who_has_not_signed_in_is_sent_to_sign_in(settings, db):
    settings.LAW_IS_PUBLIC = False
    assert Client().get("/law/").status_code == 302


def test_an_unknown_rule_is_not_found(everybody):
    assert everybody.get("/law/no.such/").status_code == 404


def test_articles_are_shown_where_the_texts_are(everybody, settings, shared):
    settings.LAW_TEXTS = str(shared / "law" / "text")
    assert "有期徒刑的刑期" in everybody.get(TERM).content.decode()


def test_empty_inputs_are_facts_not_given():
    shape = check.rules()["corrections.leave"][-1].facts
    assert facts_of(shape, QueryDict("days=&good_reason=no&regular=")) == {"good_reason": False}


def test_entered_values_stand_in_the_form_again():
    shape = check.rules()["term.end"][-1].facts
    form = form_of(shape, QueryDict("sentence.months=36&sentence.custody.3.kind=liuzhi"))
    sentence = form.groups[0]
    assert next(field.value for field in sentence.fields if field.name == "sentence.months") == "36"
    assert next(group.rows for group in sentence.groups if group.name == "sentence.custody") == 3


def test_every_code_a_rule_can_answer_has_words():
    assert value_text(["NO_GROUND", "INTERVAL"]) == "没有减刑的法定理由、未满间隔期"
    assert value_text(None) == "不适用"
    assert value_text(None, unknown=True) == "不明"
    assert [value_text(value) for value in (True, False)] == ["是", "否"]
