"""Ledgers, counts, duties and ratings about a closed person: lists, pages, files, figures and acts as if nothing were there."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from uuid import UUID

import openpyxl
import pytest

from tests.api.test_matrix import words_of
from tests.api.test_work_routes import PHONE, call, moment, people, trial, trial_root
from tests.web.conftest import PURPOSE
from zhiheng.register.models import NamedPerson
from zhiheng.registry.models import Barrier, Officer
from zhiheng.subjects.models import Identity, Match
from zhiheng.work.models import Escalated, Owed, Rating, SheetText

__all__ = ["call", "moment", "people", "trial", "trial_root"]
PERSON, OTHER = "510107198812120019", "510107199004075992"
CLOSED = pytest.mark.parametrize("kind", ["sealed", "limited", "avoidance"])


@pytest.fixture()
def close(people):
    """Close a person's records to everybody but the keeper; an avoidance closes them to the one officer."""

    def done(kind, officer="seizer", number=PERSON):
        given = {"officer": people["officer"](officer)} if kind == "avoidance" else {"admitted": ["keeper"]}
        return Barrier.objects.create(number=number, kind=kind, reason="依法不得知悉", since_on=date(2026, 1, 1), set_by="head", **given)

    return done


@pytest.fixture()
def page(client, people):
    """A page as one of the people sees it, numbers whole."""

    def get(who, place, method="get", **more):
        client.force_login(people["officer"](who), backend="django.contrib.auth.backends.ModelBackend")
        return getattr(client, method)(place, headers=PURPOSE, **more)

    return get


@pytest.fixture()
def phones(call):
    """Two entries: of the person, and of another."""
    made = []
    for tag, number in (("T1", PERSON), ("T2", OTHER)):
        values = {**PHONE, "tag": tag, "name": f"手机（{number}）"}
        made.append(call("seizer", "post", "ledgers/goods/entries", {"values": values, "on": "2026-06-29"}).json()["id"])
    return made


@CLOSED
def test_lists_exports_prints_and_labels_of_a_ledger_are_those_without_the_person(page, phones, close, kind):
    place = "/ledgers/goods/"
    assert all(number in page("seizer", place).content.decode() for number in (PERSON, OTHER))
    whole = len(page("seizer", f"{place}labels/").content)
    close(kind)
    shown = page("seizer", place).content.decode()
    assert (PERSON in shown, OTHER in shown) == (False, True)
    book = openpyxl.load_workbook(io.BytesIO(page("seizer", f"{place}?format=xlsx").content)).active
    cells = str([[cell.value for cell in row] for row in book.iter_rows()])
    assert (PERSON in cells, OTHER in cells) == (False, True)
    assert len(page("seizer", f"{place}labels/").content) < whole
    assert PERSON not in page("seizer", "/ledgers/").content.decode()


@CLOSED
def test_an_entry_by_another_number_decided_to_be_the_persons_or_typed_as_of_old_is_closed_too(call, phones, close, now, kind):
    """Two numbers were decided to be one person's; in a third entry the number stands within words, of fifteen digits in full width."""
    given = {"kind": "resident", "name": "何小满", "names": "\n何小满\n", "first_received_at": now, "last_received_at": now}
    sides = [Identity.objects.create(number=one, digest=one, **given) for one in (PERSON, OTHER)]
    found = {"weight": 1, "probability": 1, "evidence_digest": "e", "found_at": now, "refreshed_at": now}
    match = Match.objects.create(kind="pair", left=sides[1], right=sides[0], decision="same", **found)
    values = {**PHONE, "tag": "T3", "name": "黑色手机", "remark": "证件５１０１０７８８１２１２００１的持有人"}
    old = call("seizer", "post", "ledgers/goods/entries", {"values": values, "on": "2026-06-29"}).json()["id"]
    assert call("seizer", "get", "ledgers/goods/entries").json()["count"] == 3
    close(kind)
    assert call("seizer", "get", "ledgers/goods/entries").json()["count"] == 0
    assert [call("seizer", "get", f"entries/{one}").status_code for one in (*phones, old)] == [404, 404, 404]
    assert call("keeper", "get", "ledgers/goods/entries").json()["count"] == 3
    Match.objects.filter(pk=match.pk).update(decision="different")
    assert [one["id"] for one in call("seizer", "get", "ledgers/goods/entries").json()["items"]] == [phones[1]]


@CLOSED
def test_pages_of_an_entry_are_those_of_one_that_is_not_there(page, phones, close, kind):
    close(kind)
    for form in ("/ledgers/entries/{}/", "/ledgers/entries/{}/store/"):
        answers = [page("seizer", form.format(one)) for one in (phones[0], UUID(int=4))]
        assert [one.status_code for one in answers] == [404, 404], form
        assert words_of(answers[0], form.format(phones[0])) == words_of(answers[1], form.format(UUID(int=4)))


@CLOSED
def test_a_person_who_was_corrected_out_of_an_entry_stays_closed(call, phones, close, kind):
    fixed = {"act": "correct", "values": {"name": "手机"}, "reason": "误写", "corrects": 1}
    assert call("seizer", "post", f"entries/{phones[0]}/acts", fixed).status_code == 200
    assert NamedPerson.objects.filter(entry=phones[0]).count() == 1
    close(kind)
    assert call("seizer", "get", f"entries/{phones[0]}").status_code == 404
    assert call("seizer", "get", "ledgers/goods/entries").json()["count"] == 1


@CLOSED
def test_a_count_leaves_the_closed_entries_to_who_is_named(call, page, phones, close, kind):
    for one in phones:
        assert call("keeper", "post", f"entries/{one}/acts", {"act": "store", "values": {"place": "A1"}}).status_code == 200
    count = call("seizer", "post", "ledgers/goods/counts", {"whole": True}).json()
    assert set(count["left"]) == set(phones)
    close(kind)
    told = call("seizer", "get", f"counts/{count['id']}").json()
    assert (told["left"], list(told["book"])) == ([phones[1]], [phones[1]])
    noted = call("seizer", "post", f"counts/{count['id']}/found", {"entry": phones[0], "found": {"place": "A9"}})
    assert noted.status_code in {404, 422}
    assert set(call("keeper", "get", f"counts/{count['id']}").json()["left"]) == set(phones)
    seen = {"entry": phones[1], "found": {"place": "A1", "amount": "1"}}
    assert call("seizer", "post", f"counts/{count['id']}/found", seen).status_code == 200
    refused = call("seizer", "post", f"counts/{count['id']}/end", {})
    assert (refused.status_code, "可以查看的人员" in refused.json()["remedy"]) == (422, True)
    assert call("keeper", "post", f"counts/{count['id']}/end", {}).status_code == 200
    assert call("seizer", "get", f"counts/{count['id']}").json()["differences"] == []
    assert [one["entry"] for one in call("keeper", "get", f"counts/{count['id']}").json()["differences"]] == [phones[0]]
    assert PERSON not in page("seizer", f"/ledgers/counts/{count['id']}/").content.decode()


@pytest.fixture()
def owed(people, moment):
    """Two duties of the police about persons, one of which its upper organ was told of."""
    made = []
    for subject in (PERSON, OTHER):
        given = {
            "first_on": date(2026, 6, 1),
            "last_on": date(2026, 6, 2),
            "due_at": moment("2026-06-03T12:00"),
            "made_at": moment("2026-06-01T09:00"),
        }
        made.append(
            Owed.objects.create(
                duty="stored_in_time", pack="store", organ=people["organs"]["house"], period="2026-06", subject=subject, **given
            )
        )
        Escalated.objects.create(owed=made[-1], organ=people["organs"]["city"], step=0, at=moment("2026-06-04T12:00"))
    return made


@CLOSED
@pytest.mark.parametrize("who", ["procurator", "upper"])
def test_duties_and_what_one_was_told_of_are_those_without_the_person(call, page, people, owed, close, kind, who):
    from zhiheng.work.selectors import duties_seen_by, escalated_to

    assert call(who, "get", "duties").json()["count"] == 2
    close(kind, officer=who)
    assert call(who, "get", "duties").json()["count"] == 1
    viewer = people["officer"](who)
    assert [one.subject for one in duties_seen_by(viewer)] == [OTHER]
    assert [one.owed.subject for one in escalated_to(viewer)] == ([OTHER] if who == "upper" else [])
    there, nowhere = (call(who, "post", f"duties/{one}/nothing", {"reason": "无事项"}) for one in (owed[0].pk, 999_999))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert words_of(there, f"duties/{owed[0].pk}/") == words_of(nowhere, "duties/999999/")
    assert PERSON not in page(who, "/duties/").content.decode()


@pytest.fixture()
def ratings(people, moment, trial):
    """Two ratings of persons by the procuratorate."""
    text = SheetText.objects.create(digest="d" * 64, sheet="grade", content=trial.sheets["grade"].path.read_text(encoding="utf-8"))
    given = {
        "sheet": "grade", "pack": "store", "text": text, "organ": people["organs"]["house"], "period": "2026", "stage": "final",
        "evidence": {}, "result": {"lines": [], "missing": []}, "points": Decimal(80), "rated_at": moment("2026-06-04T12:00"),
        "actor": "upper", "actor_name": "upper",
    }  # fmt: skip
    return [Rating.objects.create(subject=subject, **given).pk for subject in (PERSON, OTHER)]


@CLOSED
@pytest.mark.parametrize("who", ["procurator", "upper"])
def test_ratings_are_those_without_the_person(call, page, ratings, close, kind, who):
    assert call(who, "get", "ratings").json()["count"] == 2
    close(kind, officer=who)
    assert [one["id"] for one in call(who, "get", "ratings").json()["items"]] == [ratings[1]]
    for form in ("ratings/{}",):
        there, nowhere = (call(who, "get", form.format(one)) for one in (ratings[0], 999_999))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert words_of(there, f"ratings/{ratings[0]}") == words_of(nowhere, "ratings/999999")
    found = page(who, f"/ratings/{ratings[0]}/")
    assert found.status_code == 404
    assert words_of(found, f"/ratings/{ratings[0]}/") == words_of(page(who, "/ratings/999999/"), "/ratings/999999/")
    shown = re.sub(r"\s", "", page(who, "/ratings/").content.decode())
    assert PERSON not in shown


@CLOSED
def test_a_closed_person_is_not_rated_nor_what_others_gave_read(call, page, people, ratings, close, kind):
    """The form of a new rating shows figures of the person and the points that others gave before."""
    given = {
        "organ": "金堂县人民检察院",
        "unit": people["unit"].name,
        "period": "2026",
        "stage": "final",
        "given": {"facility": {"points": "18"}},
    }
    asked = f"?whom={people['organs']['house'].pk}-{people['unit'].pk}&period=2026&stage=final&subject={PERSON}"
    assert page("upper", f"/ratings/new/grade/{asked}").status_code == 200
    close(kind, officer="upper")
    assert page("upper", f"/ratings/new/grade/{asked}").status_code == 404
    assert call("upper", "post", "sheets/grade/ratings", {**given, "subject": PERSON}).status_code == 422
    assert call("upper", "post", "sheets/grade/ratings", {**given, "subject": OTHER}).status_code == 201


@pytest.fixture()
def by_name(call, now):
    """何小满, formerly 何满, as organs wrote; entries with the name alone, the former one in a list, one within words, another's name."""
    for number, name, former in ((PERSON, "何小满", ["何满"]), (OTHER, "郑一", [])):
        given = {"kind": "resident", "name": name, "names": f"\n{name}\n", "former_names": former, "first_received_at": now}
        Identity.objects.create(number=number, last_received_at=now, digest=number, **given)
    made = []
    for tag, name in (("T1", "何小满"), ("T2", "郑一、何 满"), ("T3", "何小满的手机"), ("T4", "何大满")):
        values = {**PHONE, "tag": tag, "name": name}
        made.append(call("seizer", "post", "ledgers/goods/entries", {"values": values, "on": "2026-06-29"}).json()["id"])
    return made


@CLOSED
def test_an_entry_that_knows_its_person_by_name_alone_may_be_about_the_closed_one(call, page, by_name, close, kind):
    from zhiheng.oversight.selectors.open_rows import open_rows

    assert call("seizer", "get", "ledgers/goods/entries").json()["count"] == 4
    close(kind)
    listed = call("seizer", "get", "ledgers/goods/entries").json()["items"]
    assert {one["id"] for one in listed} == set(by_name[2:]), "what stands within a sentence is not told apart from other words"
    assert [call("seizer", "get", f"entries/{one}").status_code for one in by_name] == [404, 404, 200, 200]
    assert call("seizer", "post", f"entries/{by_name[0]}/acts", {"act": "store", "values": {"place": "A1"}}).status_code == 404
    assert page("seizer", f"/ledgers/entries/{by_name[0]}/").status_code == 404
    viewer = Officer.objects.get(username="seizer")
    assert [row["entry"] for row in open_rows(viewer, [{"entry": one} for one in by_name])] == by_name[2:]
    assert call("keeper", "get", "ledgers/goods/entries").json()["count"] == 4, "who is named reads all"


def test_a_namesake_known_by_number_stays_open_and_one_nobody_knows_does_not(call, by_name, close, now):
    """A second 何小满, whom organs wrote with another number; the entry says which of them it is about."""
    Identity.objects.filter(number=OTHER).update(name="何小满", names="\n何小满\n")
    fixed = {"act": "correct", "values": {"remark": f"证件号码{OTHER}"}, "reason": "补记证件号码", "corrects": 1}
    unknown = {**PHONE, "tag": "T5", "name": "何小满", "remark": "证件号码510107199004076004"}
    other = call("seizer", "post", "ledgers/goods/entries", {"values": unknown, "on": "2026-06-29"})
    answer = call("seizer", "post", f"entries/{by_name[0]}/acts", fixed)
    close("limited")
    assert (answer.status_code, other.status_code) == (200, 201), (answer.content.decode(), other.content.decode())
    assert call("seizer", "get", f"entries/{by_name[0]}").status_code == 200
    assert call("seizer", "get", f"entries/{other.json()['id']}").status_code == 404, "whose number that is nobody wrote"


def test_a_search_of_a_ledger_finds_nothing_by_what_is_hidden(call, page):
    """Neither by what is inner to the keeping organ, nor by a part of a masked number; by a whole one, and within the organ, it does."""
    values = {**PHONE, "name": f"手机（{PERSON}）", "remark": "系线人举报"}
    call("seizer", "post", "ledgers/goods/entries", {"values": values, "on": "2026-06-29"})

    def found(who, text):
        return call(who, "get", f"ledgers/goods/entries?text={text}").json()["count"]

    assert [found(who, "手机") for who in ("seizer", "procurator")] == [1, 1]
    assert [found(who, "线人") for who in ("seizer", "procurator")] == [1, 0], "it is inner to the police"
    assert [found("procurator", text) for text in (PERSON, PERSON[:6], PERSON[6:14], PERSON[10:14])] == [1, 1, 0, 0]
    assert "手机" in page("procurator", "/ledgers/goods/?q=19881212").content.decode(), "a purpose was stated"
    assert "手机（" not in page("procurator", "/ledgers/goods/?q=线人").content.decode()


def test_a_column_chosen_by_hand_shows_nothing_that_is_inner_to_another_organ(call, page):
    call("seizer", "post", "ledgers/goods/entries", {"values": {**PHONE, "remark": "系线人举报"}, "on": "2026-06-29"})
    place = "/ledgers/goods/?col=name&col=remark"
    assert ["系线人举报" in page(who, place).content.decode() for who in ("seizer", "procurator")] == [True, False]
    assert all("黑色手机" in page(who, place).content.decode() for who in ("seizer", "procurator"))
