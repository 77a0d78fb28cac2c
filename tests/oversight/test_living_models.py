"""Parameters by region, versions kept, shadow runs, publishing by two, exchange files."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests.oversight.living import CHENGDU, MIANYANG, MODEL, NOWHERE, changed_text, number, send_scores
from zhiheng.ledger import selectors as ledger
from zhiheng.oversight import services
from zhiheng.oversight.core.errors import ModelRefused
from zhiheng.oversight.models import Clue, ModelVersion, ParameterSetting, Run
from zhiheng.oversight.packs import catalog, packs_on_disk
from zhiheng.oversight.selectors.parameters import parameters_of, parameters_used
from zhiheng.oversight.services import Candidate, Wanted
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 6, 30)
WANTED = Wanted(parameter="bonus_max", value="80", since_on=date(2026, 1, 1), reason="本市口径", basis="川监通〔2026〕1号", region="510100")


@pytest.fixture()
def province(home, organs, now):
    """Bonuses of 60 in each of three prisons, of 90 in Chengdu; the bound is 50."""
    send_scores(home, now, [(1, CHENGDU, 60), (2, CHENGDU, 90), (3, MIANYANG, 60), (4, NOWHERE, 60)])
    return home


@pytest.fixture()
def screen(province, now):
    return lambda: services.screen(actor=COMMAND_LINE, now=now, catalog=catalog(), models=[MODEL], as_of=AS_OF)


@pytest.fixture()
def set_for(acting, now):
    def run(**changes):
        wanted = Wanted(**{**WANTED.__dict__, **changes})
        return services.set_parameter(actor=acting("chief"), now=now, catalog=catalog(), model=MODEL, wanted=wanted)

    return run


def persons(outcome) -> set[str]:
    return {clue.subject for clue in outcome.clues}


def test_the_default_holds_everywhere(screen):
    assert persons(screen()) == {number(1), number(2), number(3), number(4)}


def test_a_region_has_its_own_value(screen, set_for):
    set_for()
    assert persons(screen()) == {number(2), number(3), number(4)}
    told = Run.objects.get().models_run[0]
    assert told["parameters"] == {"base_max": 100, "bonus_max": 50}
    assert told["settings"] == {"5101": {"base_max": 100, "bonus_max": 80}}
    assert told["placed"] == {CHENGDU: "5101"}


def test_the_narrowest_region_wins_and_the_whole_province_is_for_the_rest(screen, set_for):
    set_for(region="", value="1000")
    set_for(region="51", value="70")
    set_for(region="5107", value="10")
    assert persons(screen()) == {number(2), number(3)}  # 70 in the province's cities, 10 in Mianyang, 1000 where no division is known


def test_a_later_setting_replaces_an_earlier_one_and_ending_brings_the_default_back(screen, set_for, acting, now):
    set_for()
    later = set_for(value="95", since_on=date(2026, 6, 1))
    assert persons(screen()) == {number(3), number(4)}
    services.end_parameter(actor=acting("chief"), now=now, setting_id=later.pk, until_on=date(2026, 6, 15), reason="有误")
    assert persons(screen()) == {number(2), number(3), number(4)}
    with pytest.raises(ModelRefused, match="不再适用"):
        services.end_parameter(actor=acting("chief"), now=now, setting_id=later.pk, until_on=date(2026, 6, 15), reason="有误")


def test_a_clue_that_a_setting_ends_is_not_said_to_be_mended_data(screen, set_for, home, now):
    screen()
    set_for()
    assert screen().resolved == 1
    gone = Clue.objects.get(subject=number(1))
    assert gone.events.last().kind == "resolved_by_model"
    set_for(region="5107")
    send_scores(home, now, [(2, CHENGDU, 10)], name="mended.csv")
    screen()
    assert Clue.objects.get(subject=number(2)).events.last().kind == "resolved_by_data"
    assert Clue.objects.get(subject=number(3)).events.last().kind == "resolved_by_model"


def test_settings_count_by_the_day_asked_about(screen, set_for):
    set_for(since_on=date(2026, 7, 1))
    assert number(1) in persons(screen())


def test_a_repeated_run_uses_the_values_it_had(screen, set_for, acting, now, home):
    setting = set_for()
    run = screen().run
    services.end_parameter(actor=acting("chief"), now=now, setting_id=setting.pk, until_on=date(2026, 1, 1), reason="有误")
    set_for(region="", value="5")
    send_scores(home, now, [(5, CHENGDU, 500)], name="later.csv")
    again = services.rerun(actor=COMMAND_LINE, now=now, catalog=catalog(), run_id=run.pk)
    assert (again.differences, again.found) == ([], 3)


def test_a_clue_says_which_values_it_was_found_with(screen, set_for):
    set_for()
    screen()
    clue = Clue.objects.get(subject=number(2))
    used = {one.name: (one.value, one.set_for) for one in parameters_used(clue, catalog().models[MODEL])}
    assert used == {"base_max": ("100", ""), "bonus_max": ("80", "四川省成都市")}


def test_the_page_reads_what_holds_since_when_by_whom_and_why(set_for):
    set_for()
    set_for(value="85")
    set_for(since_on=date(2027, 1, 1))
    rows = {row.parameter.name: row for row in parameters_of(catalog().models[MODEL], AS_OF)}
    assert [(one.value, one.state) for one in rows["bonus_max"].settings] == [("80", "coming"), ("85", "in_force"), ("80", "overruled")]
    assert rows["bonus_max"].settings[1].region == "四川省成都市"
    assert rows["base_max"].settings == ()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"value": "很多"}, "应为整数"),
        ({"value": "1.5"}, "应为整数"),
        ({"value": "-1"}, "小于 0"),
        ({"value": " "}, "没有填写"),
        ({"region": "成都"}, "不是行政区划代码"),
        ({"region": "519999"}, "没有这个代码"),
        ({"parameter": "bonus_maximum"}, "没有这个参数"),
        ({"reason": " "}, "没有写明理由"),
        ({"basis": ""}, "没有写明依据"),
    ],
)
def test_what_does_not_fit_is_refused(set_for, change, why):
    with pytest.raises(UnusableInputError, match=why):
        set_for(**change)
    assert ParameterSetting.objects.count() == 0


def test_the_law_is_not_set_aside(acting, now, organs):
    wanted = Wanted(**{**WANTED.__dict__, "parameter": "days", "value": "60"})
    with pytest.raises(UnusableInputError, match="是法律规定的"):
        services.set_parameter(actor=acting("chief"), now=now, catalog=catalog(), model="undelivered_sentence", wanted=wanted)


def test_a_declared_bound_is_kept(acting, now, organs):
    wanted = Wanted(**{**WANTED.__dict__, "parameter": "labour_days_max", "value": "8"})
    with pytest.raises(UnusableInputError, match="大于 7"):
        services.set_parameter(actor=acting("chief"), now=now, catalog=catalog(), model="labour_overtime", wanted=wanted)


def test_a_table_is_set_key_by_key(acting, now, organs):
    from zhiheng.oversight.services.parameters import plans_for

    wanted = {**WANTED.__dict__, "region": ""}
    spec = catalog().models["crime_not_transferred"]
    name = next(key for key, one in spec.parameters.items() if isinstance(one.default, dict))
    for value in ("tax: 120000", "ip：80000.50\n"):
        services.set_parameter(
            actor=acting("chief"), now=now, catalog=catalog(), model=spec.id, wanted=Wanted(**{**wanted, "parameter": name, "value": value})
        )
    values = plans_for([spec], AS_OF)[spec.id].values[""][name]
    assert (values["tax"], str(values["ip"]), values["food"]) == (120000, "80000.5", 0)
    with pytest.raises(UnusableInputError, match="没有这一项"):
        services.set_parameter(
            actor=acting("chief"),
            now=now,
            catalog=catalog(),
            model=spec.id,
            wanted=Wanted(**{**wanted, "parameter": name, "value": "taks: 1"}),
        )


def test_a_prosecutor_reads_but_does_not_set(acting, now, organs):
    with pytest.raises(PermissionDenied):
        services.set_parameter(actor=acting("prosecutor"), now=now, catalog=catalog(), model=MODEL, wanted=WANTED)


@pytest.fixture()
def municipal(organs, now):
    """The chief of a city's procuratorate."""
    from zhiheng.registry import services as registry
    from zhiheng.registry.selectors import actor_of, officer_named

    organ = registry.ensure_organ(actor=COMMAND_LINE, name="绵阳市检察院", now=now)
    officer = registry.enlist(actor=COMMAND_LINE, now=now, username="city", name="市检察长", organ=organ)
    registry.appoint(actor=COMMAND_LINE, now=now, officer=officer, role="chief_prosecutor", from_on=date(2026, 1, 1))
    return actor_of(officer_named("city"), "test")


def test_a_city_sets_its_own_and_publishes_nothing(municipal, set_for, candidate, tried, now, province):
    told = {"actor": municipal, "now": now, "catalog": catalog(), "model": MODEL}
    own = services.set_parameter(**told, wanted=Wanted(**{**WANTED.__dict__, "region": "510703"}))
    services.end_parameter(actor=municipal, now=now, setting_id=own.pk, until_on=date(2026, 7, 1), reason="到期")
    for region in ("510100", "", "51"):
        with pytest.raises(ModelRefused, match="不在本院的辖区内"):
            services.set_parameter(**told, wanted=Wanted(**{**WANTED.__dict__, "region": region}))
    other = set_for()
    with pytest.raises(ModelRefused, match="不在本院的辖区内"):
        services.end_parameter(actor=municipal, now=now, setting_id=other.pk, until_on=date(2026, 7, 1), reason="到期")
    version = candidate()
    tried(version)
    with pytest.raises(ModelRefused, match="对全省生效"):
        services.publish_version(actor=municipal, now=now, catalog=catalog(), version_id=version.pk, reason="经核对")
    with pytest.raises(ModelRefused, match="对全省生效"):
        services.withdraw_version(actor=municipal, now=now, model=MODEL, reason="撤回")


def test_setting_and_ending_are_in_the_ledger(set_for, acting, now):
    setting = set_for()
    services.end_parameter(actor=acting("chief"), now=now, setting_id=setting.pk, until_on=date(2026, 7, 1), reason="到期")
    entries = {entry.act: entry.facts for entry in ledger.entries_about(f"model:{MODEL}")}
    assert entries["parameter.set"]["value"] == 80
    assert entries["parameter.ended"]["until_on"] == "2026-07-01"


# --- versions, shadow run, publishing ---


@pytest.fixture()
def candidate(acting, now):
    """A candidate whose bound stands in the text."""

    def add(old="default: 50", new="default: 70", by="prosecutor", cases=None):
        spec = catalog().models[MODEL]
        text = changed_text(spec, old, new)
        told = Candidate(model=MODEL, pack="conduct", text=text, cases=cases or cases_at_70(spec), note="按新口径")
        return services.add_candidate(actor=acting(by), now=now, catalog=catalog(), candidate=told)

    return add


def cases_at_70(spec) -> str:
    """The model's cases, each told that the bound is 50."""
    if "parameters: {bonus_max: 50}" in spec.cases.text:
        return spec.cases.text
    return spec.cases.text.replace("    given:", "    parameters: {bonus_max: 50}\n    given:")


@pytest.fixture()
def tried(acting, now):
    def run(version, by="prosecutor"):
        return services.shadow_run(actor=acting(by), now=now, catalog=catalog(), version_id=version.pk, as_of=AS_OF)

    return run


@pytest.fixture()
def publish(acting, now):
    def run(version, by="chief", reason="经核对"):
        return services.publish_version(actor=acting(by), now=now, catalog=catalog(), version_id=version.pk, reason=reason)

    return run


def test_every_text_that_ran_is_kept_once(screen):
    screen()
    screen()
    version = ModelVersion.objects.get()
    spec = catalog().models[MODEL]
    assert (version.digest, version.text, version.origin, version.in_force) == (spec.digest, spec.text, "pack", False)
    assert [event.kind for event in version.events.all()] == ["run"]


def test_a_shadow_run_shows_what_would_change_and_keeps_no_clue(screen, candidate, tried, acting, now):
    screen()
    services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=Clue.objects.get(subject=number(1)).pk)
    services.refute_clue(
        actor=acting("prosecutor"), now=now, clue_id=Clue.objects.get(subject=number(3)).pk, cause="rule", reason="口径不同"
    )
    shadow = tried(candidate())
    assert shadow.counts == {
        "only_old": 3, "only_new": 0, "changed": 0, "same": 1,
        "lost_verified": 1, "dropped_refuted": 1, "kept_verified": 0, "kept_refuted": 0,
    }  # fmt: skip
    assert {row.clue_state for row in shadow.rows.all()} == {"verified", "refuted", "received"}
    assert (Clue.objects.count(), Run.objects.count()) == (4, 1)


def test_a_shadow_run_tells_changed_values_apart(screen, candidate, tried):
    screen()
    shadow = tried(
        candidate(
            "sum(points) as points\n    from entry\n    where kind = 'bonus'",
            "sum(points) + 1 as points\n    from entry\n    where kind = 'bonus'",
            cases=catalog().models[MODEL].cases.text.replace('"50.5"', '"51.5"'),
        )
    )
    assert (shadow.counts["changed"], shadow.counts["same"]) == (4, 0)
    row = shadow.rows.first()
    assert row.was["values"]["points"] != row.now_is["values"]["points"]


def test_the_same_shadow_run_gives_the_same_digest(screen, candidate, tried):
    screen()
    version = candidate()
    assert tried(version).digest == tried(version).digest


def test_publishing_needs_a_shadow_run_a_second_person_and_a_reason(screen, candidate, tried, publish, home, now):
    version = candidate()
    with pytest.raises(ModelRefused, match="还没有影子运行"):
        publish(version)
    tried(version)
    with pytest.raises(ModelRefused, match="没有写明理由"):
        publish(version, reason=" ")
    with pytest.raises(PermissionDenied):
        publish(version, by="prosecutor")
    send_scores(home, now, [(6, CHENGDU, 500)], name="later.csv")
    with pytest.raises(ModelRefused, match="又收到新的数据"):
        publish(version)
    tried(version)
    assert publish(version).in_force


def test_one_person_does_not_do_both(candidate, tried, publish, province):
    version = candidate(by="chief")
    tried(version, by="chief")
    with pytest.raises(ModelRefused, match="须由另一人发布"):
        publish(version)


def test_a_published_version_is_what_screening_runs_and_old_runs_stay_repeatable(screen, candidate, tried, publish, now):
    first = screen().run
    version = candidate()
    tried(version)
    publish(version)
    assert catalog().models[MODEL].digest == version.digest != packs_on_disk().models[MODEL].digest
    outcome = screen()
    assert persons(outcome) == {number(2)}
    assert outcome.resolved == 3
    assert Clue.objects.get(subject=number(1)).events.last().kind == "resolved_by_model"
    again = services.rerun(actor=COMMAND_LINE, now=now, catalog=catalog(), run_id=first.pk)
    assert (again.found, again.differences) == (4, [])


def test_a_run_is_repeatable_after_the_packs_on_disk_changed(screen, now, tmp_path):
    import shutil

    from zhiheng.catalog import packs

    run = screen().run
    root = tmp_path / "packs"
    shutil.copytree(packs_on_disk().models[MODEL].path.parents[1], root / "conduct")
    file = root / "conduct" / "models" / f"{MODEL}.sql"
    file.write_text(
        file.read_text(encoding="utf-8").replace("having sum(points) > :bonus_max", "having sum(points) > 1000"), encoding="utf-8"
    )
    changed = packs.load(root)
    assert changed.models[MODEL].digest != run.models_run[0]["digest"]
    again = services.rerun(actor=COMMAND_LINE, now=now, catalog=changed, run_id=run.pk)
    assert (again.found, again.differences) == (4, [])


def test_withdrawing_brings_the_pack_or_an_earlier_version_back(screen, candidate, tried, publish, acting, now):
    one = candidate()
    tried(one)
    publish(one)
    two = candidate("default: 70", "default: 95")
    tried(two)
    publish(two)
    assert ModelVersion.objects.get(pk=one.pk).state == "replaced"
    chief = {"actor": acting("chief"), "now": now, "model": MODEL, "reason": "撤回"}
    services.withdraw_version(**chief, to=one.pk)
    assert catalog().models[MODEL].digest == one.digest
    services.withdraw_version(**chief)
    assert catalog().models[MODEL].digest == packs_on_disk().models[MODEL].digest
    with pytest.raises(ModelRefused, match="业务包中的文本"):
        services.withdraw_version(**chief)
    acts = [entry.act for entry in ledger.entries_about(f"model:{MODEL}")]
    assert (acts.count("model.published"), acts.count("model.withdrawn")) == (2, 2)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("from conduct_scores", "from read_csv('/etc/passwd')", "不是已声明的数据表"),
        ("from conduct_scores", "from officers", "没有在 reads 中声明"),
        ("select _ref, _organ", "select getenv('HOME') as h, _ref, _organ", "不在允许的函数之列"),
        ("level: medium", "level: extreme", "没有“extreme”这一项"),
        ("f.points, s._ref", "f.pionts, s._ref", "不能运行"),
        ("default: 50", "default: 51", "个用例没有通过"),
        ("model: score_irregular", "model: another", "与文件名"),
    ],
)
def test_a_hostile_or_faulty_candidate_is_refused(candidate, organs, old, new, why):
    with pytest.raises(UnusableInputError) as caught:
        candidate(old, new, cases=catalog().models[MODEL].cases.text)
    assert why in str(caught.value)
    assert ModelVersion.objects.count() == 0


def test_the_same_text_is_no_candidate(candidate, organs):
    with pytest.raises(ModelRefused, match="完全相同"):
        candidate("default: 50", "default: 50", cases=catalog().models[MODEL].cases.text)
    candidate()
    with pytest.raises(ModelRefused, match="已有相同的版本"):
        candidate()
