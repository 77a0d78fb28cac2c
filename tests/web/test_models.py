"""模型 pages without a browser: parameters, candidate, shadow difference, publishing by two, exchange file, run repeated."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.models.living import CHENGDU, MIANYANG, MODEL, number, send_scores
from tests.web.conftest import PURPOSE
from zhiheng.models.in_force import catalog, packs_on_disk
from zhiheng.models.models import ModelVersion, ParameterSetting, ShadowRun
from zhiheng.oversight import services
from zhiheng.oversight.models import Clue, Run
from zhiheng.registry.models import Barrier, Organ
from zhiheng.registry.selectors import COMMAND_LINE

pytestmark = [pytest.mark.django_db, pytest.mark.drawn]


@pytest.fixture()
def screened(officers, home, now):
    send_scores(home, now, [(1, CHENGDU, 60), (2, CHENGDU, 90), (3, MIANYANG, 60)])
    return services.screen(actor=COMMAND_LINE, now=now, catalog=catalog(), models=[MODEL], as_of=date(2026, 6, 30))


@pytest.fixture()
def page(enter):
    def read(username, address, status=200):
        answer = enter(username).get(address)
        assert answer.status_code == status
        return answer.content.decode()

    return read


def texts(bound: int = 70) -> dict[str, str]:
    spec = packs_on_disk().models[MODEL]
    cases = spec.cases.text.replace("    given:", "    parameters: {bonus_max: 50}\n    given:")
    return {"text": spec.text.replace("default: 50", f"default: {bound}").replace("\n", "\r\n"), "cases": cases, "note": "按新口径"}


def hand_in(enter) -> ModelVersion:
    answer = enter("prosecutor").post(f"/models/{MODEL}/edit/", texts())
    version = ModelVersion.objects.get(state="shadow")
    assert (answer.status_code, answer.url) == (302, f"/models/versions/{version.pk}/")
    return version


SETTING = {
    "set-parameter": "bonus_max", "set-region": "510100", "set-value": "80",
    "set-since_on": "2026-01-01", "set-basis": "通知", "set-reason": "口径",
}  # fmt: skip


def test_the_chief_sets_a_parameter_and_everybody_sees_it(enter, page, screened):
    assert enter("chief").post(f"/models/{MODEL}/parameters/", SETTING).status_code == 302
    assert "四川省成都市" in page("prosecutor", f"/models/{MODEL}/")
    assert "为地区设定参数" not in page("prosecutor", f"/models/{MODEL}/")
    assert enter("prosecutor").post(f"/models/{MODEL}/parameters/", SETTING).status_code == 404
    setting = ParameterSetting.objects.get()
    ended = enter("chief").post(f"/models/{MODEL}/parameters/{setting.pk}/end/", {"until_on": "2026-07-01", "reason": "到期"})
    assert (ended.status_code, ParameterSetting.objects.get().end.reason) == (302, "到期")


def test_a_refused_parameter_is_said_beside_its_field(enter, screened):
    answer = enter("chief").post(f"/models/{MODEL}/parameters/", {**SETTING, "set-value": "很多"})
    assert answer.status_code == 422
    assert "应为整数" in answer.content.decode()


def test_the_law_is_shown_as_such_and_is_not_on_offer(page, screened):
    text = page("chief", "/models/undelivered_sentence/")
    assert "法律规定" in text
    assert "为地区设定参数" not in text


def test_a_candidate_from_the_page_to_the_next_screening(enter, page, screened, now):
    version = hand_in(enter)
    answer = enter("prosecutor").post(f"/models/versions/{version.pk}/shadow/", {"try-as_of": "2026-06-30"})
    shadow = ShadowRun.objects.get()
    assert answer.url == f"/models/shadow/{shadow.pk}/"
    shown = enter("prosecutor").get(f"/models/shadow/{shadow.pk}/?kind=only_old", headers=PURPOSE).content.decode()
    assert number(1) in shown
    assert f"/clues/{Clue.objects.get(subject=number(1)).pk}/" in shown
    assert number(1) not in page("prosecutor", f"/models/shadow/{shadow.pk}/?kind=only_new")
    publish = f"/models/versions/{version.pk}/publish/"
    assert enter("prosecutor").post(publish, {"publish-reason": "好"}).status_code == 404
    assert enter("chief").post(publish, {"publish-reason": "经核对"}).status_code == 302
    assert catalog().models[MODEL].digest == version.digest
    assert "在用" in page("leader", f"/models/versions/{version.pk}/")
    assert "不是业务包中的文本" in page("leader", f"/models/{MODEL}/")
    again = services.screen(actor=COMMAND_LINE, now=now, catalog=catalog(), models=[MODEL], as_of=date(2026, 6, 30))
    assert [clue.subject for clue in again.clues] == [number(2)]
    assert enter("chief").post(f"/models/{MODEL}/withdraw/", {"withdraw-to": "", "withdraw-reason": "撤回"}).status_code == 302
    assert catalog().models[MODEL].digest == packs_on_disk().models[MODEL].digest


def test_a_faulty_candidate_is_shown_with_every_line(enter, screened):
    faulty = {**texts(), "text": texts()["text"].replace("level: medium", "level: extreme\ncolour: red")}
    answer = enter("prosecutor").post(f"/models/{MODEL}/edit/", faulty)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "extreme" in text
    assert "colour" in text
    assert "有 2 处需要改正" in text


def test_a_hostile_candidate_is_refused_in_the_guards_words(enter, screened):
    hostile = {**texts(), "text": texts()["text"].replace("from conduct_scores", "from read_csv('/etc/passwd')")}
    answer = enter("prosecutor").post(f"/models/{MODEL}/edit/", hostile)
    assert answer.status_code == 422
    assert "不是已声明的数据表" in answer.content.decode()


def test_the_file_goes_out_and_comes_in(enter, screened):
    version = hand_in(enter)
    file = enter("leader").get(f"/models/versions/{version.pk}/export/")
    content = b"".join(file.streaming_content)
    assert json.loads(content)["model"] == MODEL
    assert f"{MODEL}.zhm" in file["Content-Disposition"]
    from django.core.files.uploadedfile import SimpleUploadedFile

    tampered = SimpleUploadedFile("x.zhm", content.replace(b"default: 70", b"default: 71"))
    answer = enter("prosecutor").post("/models/import/", {"file": tampered}, follow=True)
    assert "内容被改动过" in answer.content.decode()
    ModelVersion.objects.filter(pk=version.pk).update(state="withdrawn")
    answer = enter("prosecutor").post("/models/import/", {"file": SimpleUploadedFile("x.zhm", content)})
    assert answer.url == f"/models/versions/{version.pk}/"


def test_a_run_is_shown_and_repeated(enter, page, screened):
    run = Run.objects.get()
    shown = page("prosecutor", f"/models/runs/{run.pk}/")
    assert "再跑核对" in shown
    assert not [one for one in catalog().models[MODEL].parameters if f"{one} " in shown], "parameters are called by what they are for"
    assert "再跑核对" not in page("leader", f"/models/runs/{run.pk}/")
    answer = enter("prosecutor").post(f"/models/runs/{run.pk}/repeat/", headers={"HX-Request": "true"})
    assert "每一条的摘要值都与当时相同" in answer.content.decode()
    assert enter("leader").post(f"/models/runs/{run.pk}/repeat/").status_code == 404


@pytest.fixture()
def county(officers, now, client):
    """A prosecutor of the city of one of the two prisons, signed in."""
    from zhiheng.registry.services import appoint, enlist, register_organ

    given = {"actor": COMMAND_LINE, "now": now}
    office = register_organ(**given, name="成都市检察院", kind="procuratorate", level="city", division="510100")
    officer = enlist(**given, username="chengdu", name="李检", organ=office, password="Long-enough-2026")
    appoint(**given, officer=officer, role="prosecutor", from_on=date(2026, 1, 1))
    officer.must_change_password = False
    officer.save()
    Organ.objects.filter(name=CHENGDU).update(division="510100")
    Organ.objects.filter(name=MIANYANG).update(division="510700")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_who_sees_one_city_is_told_counts_and_differences_of_that_city(county, screened):
    """Screening goes over the whole province; what it is told of is what it may see, closed persons left out."""
    run = Run.objects.get()
    mine, others = Clue.objects.filter(organ__name=CHENGDU)[0], Clue.objects.get(organ__name=MIANYANG)
    assert run.found == 3
    shown = county.get(f"/models/runs/{run.pk}/").content.decode()
    assert '<td class="number">2</td>' in shown
    assert "新增" not in shown
    assert '<td class="number">2</td>' in county.get(f"/models/{MODEL}/").content.decode()
    told = county.post(f"/models/{MODEL}/run/", {"as_of": "2026-06-30"}, headers={"HX-Request": "true"}).content.decode()
    assert "可以查看 2 条" in told
    run.findings.update(digest="x")
    again = county.post(f"/models/runs/{run.pk}/repeat/", headers={"HX-Request": "true", **PURPOSE}).content.decode()
    assert (mine.subject in again, others.subject in again) == (True, False)
    Barrier.objects.create(number=mine.subject, kind="sealed", reason="依法封存", since_on=date(2020, 1, 1), set_by="x")
    again = county.post(f"/models/runs/{run.pk}/repeat/", headers={"HX-Request": "true", **PURPOSE}).content.decode()
    assert (mine.subject in again, "有 3 处不同" in again) == (False, True)


def test_a_steward_sees_counts_but_no_persons(enter, page, screened):
    version = hand_in(enter)
    enter("prosecutor").post(f"/models/versions/{version.pk}/shadow/", {"try-as_of": "2026-06-30"})
    shadow = ShadowRun.objects.get()
    text = page("steward", f"/models/shadow/{shadow.pk}/")
    assert "逐条差异不在您的权限内" in text
    assert number(1) not in text


@pytest.mark.parametrize("by", ["version", "organ", "source", "nonsense"])
def test_yields_are_told_in_each_way(page, enter, screened, by):
    assert "查得准不准" in page("prosecutor", f"/models/{MODEL}/?by={by}&sort=-share")
    book = enter("prosecutor").get(f"/models/{MODEL}/?by={by}&format=xlsx", headers=PURPOSE)
    assert b"".join(book.streaming_content)[:2] == b"PK"


@pytest.mark.parametrize("address", ["/models/runs/999/", "/models/versions/999/", "/models/shadow/999/", "/models/nothing/edit/"])
def test_what_is_not_there_is_404(page, officers, address):
    page("prosecutor", address, status=404)


def test_the_clue_says_which_values_found_it(enter, page, screened, now):
    clue = Clue.objects.get(subject=number(2))
    assert "查出时的参数" in page("prosecutor", f"/clues/{clue.pk}/")
