"""The matrix of who is shown what, walked: every item × every audience × what is the case; and on the pages nothing else leaves."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date

import pytest

from tests.portal.conftest import BUREAU, OTHER, PERSON, PRISON, moment, text
from zhiheng.catalog import packs
from zhiheng.portal.core.matrix import AUDIENCES, COUNTS, NOTHING, SUMMARY, TOLD, WHOLE, WORDS, About, answer, unknown_words
from zhiheng.portal.declared import VISIBILITY
from zhiheng.portal.selectors.parts import Line
from zhiheng.portal.viewers import PUBLIC

COLUMNS = {"guardian_of_minor": "guardian", "family_of_prisoner": "family", "supervisor_appointed": "supervisor"}
"""Columns of the material → audiences."""
SAID = {
    "yes": ("yes",), "no": ("no",), "never": ("never",), "own": ("own",), "yes(with consent)": ("consent",), "case only": ("case",),
    "summary(with consent)": ("consent_summary",), "by law": ("law",), "band and changeable factors": ("band",), "band": ("band",),
    "definition": ("definition",), "at the office on request": ("office",), "only what must be explained": ("explained",),
    "band by psychologist": ("band",), "what helps": ("helps",), "yes(registered)": ("registered",), "notice by law": ("law_notice",),
    "with consent": ("consent",), "when publicised": ("publicised",), "name within 5 days": ("publicised_name",), "sit-in": ("sit_in",),
    "certificate": ("certificate",), "granted query only": ("granted_query",), "cells>=5": ("cells",), "counts": ("counts",),
    "role level": ("role",),
}  # fmt: skip
PARTS = {
    WHOLE: {"yes", "own", "role", "consent", "registered", "band"},
    SUMMARY: {"consent_summary", "case", "publicised", "explained"},
    TOLD: {"law", "office", "definition", "helps", "law_notice", "publicised_name", "sit_in", "certificate", "granted_query"},
    COUNTS: {"counts", "cells"},
    NOTHING: {"no", "never"},
}  # fmt: skip
NEEDED = {
    "consent": "consent", "consent_summary": "consent", "case": "own_case", "registered": "registered", "publicised": "publicised",
    "publicised_name": "publicised", "granted_query": "granted",
}  # fmt: skip
ALL_MET = frozenset(NEEDED.values())


def declared():
    from pathlib import Path

    found = packs.loaded(Path(__file__).resolve().parents[2] / "packs").items[VISIBILITY]
    return {one.id: {name: one.more[name] for name in AUDIENCES} for one in found.items}


MATRIX = declared()


def test_the_matrix_is_the_one_that_was_given(shared):
    with (shared / "data" / "domain" / "portal_visibility.csv").open(encoding="utf-8") as file:
        given = list(csv.DictReader(file))
    assert len(given) == len(MATRIX)
    for row, (item, words) in zip(given, MATRIX.items(), strict=True):
        for column, said in row.items():
            if column not in {"item", "note"}:
                assert words[COLUMNS.get(column, column)] in SAID[said], (item, column, said)


def test_every_word_is_known_and_what_is_not_declared_shows_nothing():
    assert unknown_words(MATRIX) == [] and {word for words in PARTS.values() for word in words} == set(WORDS)
    for audience in (*AUDIENCES, "stranger"):
        assert answer(MATRIX, "not_declared", audience, About(ALL_MET)).part == NOTHING
    assert answer(MATRIX, "term", "stranger", About(ALL_MET)).part == NOTHING
    assert answer({"term": {"person": "YES"}}, "term", "person").part == NOTHING


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("item", MATRIX)
def test_each_item_is_shown_as_declared_and_only_where_its_condition_is_met(item, audience):
    word = MATRIX[item][audience]
    expected = next(part for part, words in PARTS.items() if word in words)
    assert answer(MATRIX, item, audience, About(ALL_MET)).part == expected
    without = answer(MATRIX, item, audience, About(ALL_MET - {NEEDED.get(word, "")})).part
    assert without == (NOTHING if word in NEEDED else expected)
    free = item in {"statistics", "contact", "risk_definition"}
    sealed = answer(MATRIX, item, audience, About(ALL_MET, sealed=True)).part
    assert sealed == (expected if free or item == "sealed" else NOTHING) and (free or sealed in {NOTHING, TOLD})
    if audience in {"family", "lawyer", "public", "supervisor"} and not free:
        assert answer(MATRIX, item, audience, About(ALL_MET, minor=True)).part == NOTHING


# on the pages

OWN = ("me/", "me/term/", "me/decisions/", "me/study/", "me/points/", "me/health/", "me/data/", "me/asked/")
PUBLIC_PAGES = ("", "statistics/", "query/", "complain/", "receipts/", "kiosk/", "offline/", "sign-in/")
pages_only = pytest.mark.django_db
NOT_ON_PAGES = {"statistics", "minor_file"}
"""Numbers about nobody stand on their own page; the file of a minor is all of the pages of the minor."""


@pytest.fixture()
def marked(monkeypatch):
    """Whatever is read of a person carries the name of its item."""
    from zhiheng.portal.selectors import gate

    def read(_viewer, item, _now):
        return [Line(f"MARK[{item}]", "答复", date(2026, 6, 1), (("详情", f"WHOLE[{item}]"),))]

    monkeypatch.setattr(gate, "read", read)


def found(*pages):
    return set(re.findall(r"MARK\[(\w+)\]", " ".join(pages))), set(re.findall(r"WHOLE\[(\w+)\]", " ".join(pages)))


def expected(audience, about):
    parts = {item: answer(MATRIX, item, audience, about).part for item in MATRIX}
    reads = {item for item, part in parts.items() if part in {WHOLE, SUMMARY}}
    return reads, {item for item, part in parts.items() if part == WHOLE}


@pages_only
@pytest.mark.parametrize("kind", ["person", "guardian"])
def test_a_persons_own_pages_show_what_the_matrix_opens_and_nothing_else(client, by, now, marked, kind):
    from tests.portal.conftest import PASSWORD
    from zhiheng.portal.services import Enrolled, open_account, set_password

    made, _ = open_account(actor=by(BUREAU), now=now, enrolled=Enrolled(PERSON, "周甲", kind=kind))
    set_password(now=now, account=made, password=PASSWORD)
    client.post("/portal/sign-in/", {"number": made.number, "password": PASSWORD})
    marks, whole = found(*(text(client.get(f"/portal/{page}")) for page in (*OWN, *PUBLIC_PAGES)))
    reads, wholly = expected(kind, About(minor=kind == "guardian"))
    assert marks == reads - NOT_ON_PAGES and whole | {"next"} == (wholly & marks) | {"next"}


@pages_only
@pytest.mark.parametrize("met", [(), ("consent",), ("registered",), ("publicised",), ("consent", "registered", "publicised", "granted")])
@pytest.mark.parametrize("audience", ["family", "lawyer"])
def test_a_code_shows_what_the_matrix_opens_and_nothing_else(client, leave, by, now, marked, audience, met):
    from zhiheng.portal.services import Issued, issue_code

    case = leave().case
    _, code = issue_code(actor=by("浆洗街司法所"), now=now, case_id=case, issued=Issued(audience, "周母", "母女，户口簿已核", met=met))
    assert client.post("/portal/query/", {"code": f"{code[:4]} {code[4:].lower()}"}).status_code == 302
    marks, whole = found(text(client.get("/portal/query/case/")), *(text(client.get(f"/portal/{page}")) for page in (*OWN, *PUBLIC_PAGES)))
    reads, wholly = expected(audience, About(frozenset([*met, "own_case"])))
    assert marks == reads and whole == wholly


@pages_only
def test_a_code_of_a_narrower_scope_shows_no_more(client, leave, by, now, marked):
    from zhiheng.portal.services import Issued, issue_code

    issued = Issued("lawyer", "赵律师", "执业证 15101201810000000，委托书", scope=("decisions", "reporter"))
    _, code = issue_code(actor=by("浆洗街司法所"), now=now, case_id=leave().case, issued=issued)
    client.post("/portal/query/", {"code": code})
    assert found(text(client.get("/portal/query/case/")))[0] == {"decisions"}


@pages_only
def test_the_public_is_shown_nobody(client, account, leave, marked):
    leave()
    shown = [text(client.get(f"/portal/{page}")) for page in PUBLIC_PAGES]
    assert found(*shown) == (set(), set()) and not any(PERSON in page or "周甲" in page for page in shown)
    assert client.get("/portal/query/case/").status_code == 404
    assert answer(MATRIX, "term", PUBLIC.audience, PUBLIC.about).part == NOTHING


@pages_only
def test_a_prisoner_at_the_kiosk_sees_their_own_and_it_ends_after_a_minute(client, by, now, marked, monkeypatch):
    from zhiheng.portal.services import Enrolled, open_account
    from zhiheng.registry.core import machine

    made, code = open_account(actor=by(PRISON), now=now, enrolled=Enrolled(OTHER, "罗乙", kind="prisoner"))
    assert client.post("/portal/sign-in/", {"number": made.number, "password": code}).status_code == 422
    assert client.post("/portal/kiosk/", {"number": made.number, "code": "000000" if code != "000000" else "111111"}).status_code == 422
    assert client.post("/portal/kiosk/", {"number": made.number, "code": code})["Location"] == "/portal/kiosk/own/"
    answered = client.get("/portal/kiosk/own/")
    marks, _ = found(text(answered))
    assert {"points", "proposal"} <= marks <= expected("person", About())[0] and answered["Refresh"].startswith("60;")
    assert client.get("/portal/me/")["Location"] == "/portal/sign-in/"
    at = machine.seconds()
    monkeypatch.setattr(machine, "seconds", lambda: at + 60)
    assert client.get("/portal/kiosk/own/")["Location"] == "/portal/kiosk/"


@pages_only
@pytest.mark.usefixtures("marked")
def test_a_sealed_record_shows_nothing_and_says_nothing(client, enter, leave, by, now, officer):
    from zhiheng.ledger.core.actor import Actor
    from zhiheng.portal.services import Issued, issue_code
    from zhiheng.registry.services import close_person

    _, code = issue_code(actor=by("浆洗街司法所"), now=now, case_id=leave().case, issued=Issued("family", "周母", "母子", met=("consent",)))
    chief = officer("武侯区人民检察院", "chief_prosecutor")
    close_person(
        actor=Actor(chief.username, chief.name, chief.organ.name, "test"), now=now, number=PERSON, kind="sealed",
        reason="犯罪记录封存决定书（2026）1号", admitted=[chief.username],
    )  # fmt: skip
    client = enter()
    marks, _ = found(*(text(client.get(f"/portal/{page}")) for page in OWN))
    assert marks == {"contact"}
    assert "封存" not in text(client.get("/portal/me/")) and client.get("/portal/me/check-in/").status_code == 404
    assert client.post("/portal/me/ask/leave/", {"key": "x"}).status_code in {403, 404, 422}
    client.post("/portal/sign-out/")
    client.post("/portal/query/", {"code": code})
    assert found(text(client.get("/portal/query/case/")))[0] <= {"contact", "statistics"}


@pages_only
def test_a_code_ends_is_recalled_and_never_opens_a_minors_matter(client, leave, by, now, marked, clock):
    from zhiheng.portal.core.errors import PortalRefused
    from zhiheng.portal.services import Issued, issue_code, recall_code

    case, actor = leave().case, by("浆洗街司法所")
    daughter = Issued("family", "周女", "父女，户口簿已核", met=("consent",), until_on=date(2027, 6, 29))
    with pytest.raises(PortalRefused, match="未成年人"):
        issue_code(actor=actor, now=now, case_id=case, issued=replace(daughter, minor=True))
    with pytest.raises(PortalRefused, match="过长"):
        issue_code(actor=actor, now=now, case_id=case, issued=replace(daughter, until_on=date(2027, 7, 1)))
    with pytest.raises(PortalRefused, match="过长"):
        issue_code(actor=actor, now=now, case_id=case, issued=replace(daughter, audience="lawyer"))
    kept, code = issue_code(actor=actor, now=now, case_id=case, issued=daughter)
    assert code not in str(vars(kept)) and client.post("/portal/query/", {"code": code}).status_code == 302
    assert client.get("/portal/query/case/").status_code == 200
    recall_code(actor=actor, now=now, code_id=kept.pk, reason="父亲撤回同意")
    assert client.get("/portal/query/case/").status_code == 404
    over, gone, unknown = (
        text(client.post("/portal/query/", {"code": code})),
        "",
        text(client.post("/portal/query/", {"code": "ABCDEFGHJKMN"})),
    )
    _, second = issue_code(actor=actor, now=now, case_id=case, issued=daughter)
    clock("2027-06-30T09:00")
    gone = text(client.post("/portal/query/", {"code": second}))
    said = {re.sub(r'value="[^"]*"', "", page) for page in (over, gone, unknown)}
    assert len(said) == 1 and "查询码不能使用" in said.pop()


@pages_only
def test_another_organ_neither_sees_nor_issues_codes(client, leave, by, now, officer):
    from django.core.exceptions import PermissionDenied

    from zhiheng.portal.services import Issued, issue_code

    case = leave().case
    with pytest.raises(PermissionDenied):
        issue_code(actor=by(PRISON), now=now, case_id=case, issued=Issued("family", "周母", "母子"))
    client.force_login(officer(PRISON), "django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/cases/{case}/query-codes/").status_code == 404
    assert moment("2026-06-30T09:00") == now
