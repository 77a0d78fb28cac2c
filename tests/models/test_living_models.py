"""Versions kept, shadow runs, publishing by two, withdrawing; what a city may not."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from tests.models.living import AS_OF, CHENGDU, MODEL, WANTED, changed_text, number, persons, send_scores
from tests.models.living_fixtures import province, screen, set_for
from zhiheng.ledger import selectors as ledger
from zhiheng.ledger.appending import AppendOnlyError
from zhiheng.models import services as models
from zhiheng.models.core.errors import ModelRefused
from zhiheng.models.in_force import catalog, packs_on_disk
from zhiheng.models.models import ModelVersion
from zhiheng.models.services import Candidate, ParameterChange
from zhiheng.oversight import services
from zhiheng.oversight.models import Clue, Run
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.errors import UnusableInputError

__all__ = ["province", "screen", "set_for"]
pytestmark = pytest.mark.django_db


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
    own = models.set_parameter(**told, wanted=ParameterChange(**{**WANTED.__dict__, "region": "510703"}))
    models.end_parameter(actor=municipal, now=now, setting_id=own.pk, until_on=date(2026, 7, 1), reason="到期")
    for region in ("510100", "", "51"):
        with pytest.raises(ModelRefused, match="不在本院的辖区内"):
            models.set_parameter(**told, wanted=ParameterChange(**{**WANTED.__dict__, "region": region}))
    other = set_for()
    with pytest.raises(ModelRefused, match="不在本院的辖区内"):
        models.end_parameter(actor=municipal, now=now, setting_id=other.pk, until_on=date(2026, 7, 1), reason="到期")
    version = candidate()
    tried(version)
    with pytest.raises(ModelRefused, match="对全省生效"):
        models.publish_version(actor=municipal, now=now, catalog=catalog(), version_id=version.pk, reason="经核对")
    with pytest.raises(ModelRefused, match="对全省生效"):
        models.withdraw_version(actor=municipal, now=now, model=MODEL, reason="撤回")


@pytest.fixture()
def candidate(acting, now):
    """A candidate whose bound stands in the text."""

    def add(old="default: 50", new="default: 70", by="prosecutor", cases=None):
        spec = catalog().models[MODEL]
        text = changed_text(spec, old, new)
        told = Candidate(model=MODEL, pack="conduct", text=text, cases=cases or cases_at_70(spec), note="按新口径")
        return models.add_candidate(actor=acting(by), now=now, catalog=catalog(), candidate=told)

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
        return models.publish_version(actor=acting(by), now=now, catalog=catalog(), version_id=version.pk, reason=reason)

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
    models.withdraw_version(**chief, to=one.pk)
    assert catalog().models[MODEL].digest == one.digest
    models.withdraw_version(**chief)
    assert catalog().models[MODEL].digest == packs_on_disk().models[MODEL].digest
    with pytest.raises(ModelRefused, match="业务包中的文本"):
        models.withdraw_version(**chief)
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


def test_what_happened_to_a_version_is_neither_changed_nor_removed(candidate, organs):
    event = candidate().events.get()
    with pytest.raises(AppendOnlyError, match="不能修改"):
        event.save()
    with pytest.raises(AppendOnlyError, match="不能删除"):
        event.delete()
