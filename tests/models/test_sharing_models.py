"""Models between provinces: out, in as a candidate, tried, in force, across processes; limits of what is tried."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date

import pytest

from tests.models.living import CHENGDU, MODEL, changed_text, number, send_scores
from zhiheng.catalog.bundle import Bundle, BundleRefused, write
from zhiheng.catalog.models import of_text
from zhiheng.cli import models as command
from zhiheng.models import services as models
from zhiheng.models.core.errors import ModelRefused
from zhiheng.models.in_force import catalog, packs_on_disk, unreadable_versions
from zhiheng.models.models import ModelVersion
from zhiheng.models.services import Candidate, trying
from zhiheng.oversight import services
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.schema.errors import UnusableInputError

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 6, 30)


@pytest.fixture()
def zhiheng():
    def run(*words):
        parser = ArgumentParser()
        command.arguments(parser)
        return command.run(parser.parse_args(words))

    return run


@pytest.fixture()
def foreign():
    """The file of a model that another province made: the same logic under another name, in a pack that is not here."""
    spec = packs_on_disk().models[MODEL]
    text = spec.text.replace(f"model: {MODEL}", "model: score_elsewhere").replace("title: 计分考核异常", "title: 外省计分考核")
    cases = spec.cases.text.replace(f"of: {MODEL}", "of: score_elsewhere")
    return write(Bundle("score_elsewhere", "elsewhere", "外省计分考核", "甲省检察院", "CC-BY-4.0", text, cases)).encode()


def taken(content, actor=COMMAND_LINE, now=None, name="a.zhm"):
    return models.import_model(actor=actor, now=now, catalog=catalog(), content=content, name=name)


def test_a_foreign_model_comes_in_is_tried_published_and_goes_out_the_same(home, organs, acting, now, foreign):
    send_scores(home, now, [(1, CHENGDU, 60)])
    version = taken(foreign, now=now)
    assert (version.state, version.in_force, "score_elsewhere" in catalog().models) == ("shadow", False, False)
    shadow = services.shadow_run(actor=acting("prosecutor"), now=now, catalog=catalog(), version_id=version.pk, as_of=AS_OF)
    assert (shadow.against, shadow.counts["only_new"], shadow.counts["same"]) == ("", 1, 0)
    models.publish_version(actor=acting("chief"), now=now, catalog=catalog(), version_id=version.pk, reason="可用")
    spec = catalog().models["score_elsewhere"]
    assert (spec.pack, catalog().packs[spec.pack].title) == ("shared", "外来模型")
    found = services.screen(actor=COMMAND_LINE, now=now, catalog=catalog(), models=["score_elsewhere"], as_of=AS_OF)
    assert [clue.subject for clue in found.clues] == [number(1)]
    out = models.export_model(actor=COMMAND_LINE, now=now, catalog=catalog(), model="score_elsewhere")
    assert out.encode() == foreign
    models.withdraw_version(actor=acting("chief"), now=now, model="score_elsewhere", reason="不用了")
    assert "score_elsewhere" not in catalog().models
    assert services.rerun(actor=COMMAND_LINE, now=now, catalog=catalog(), run_id=found.run.pk).differences == []


def test_a_model_known_here_becomes_a_candidate_of_a_new_version(organs, now):
    spec = catalog().models[MODEL]
    text = changed_text(spec, "level: medium", "level: high")
    version = taken(write(Bundle(MODEL, spec.pack, spec.title, "乙省", "Apache-2.0", text, spec.cases.text)).encode(), now=now)
    assert (version.stands_for, catalog().models[MODEL].digest) == (spec.digest, spec.digest)


def test_a_title_that_is_not_the_models_own_is_refused(organs, now):
    spec = catalog().models[MODEL]
    text = changed_text(spec, "level: medium", "level: high")
    with pytest.raises(ModelRefused, match="与模型自己的名称"):
        taken(write(Bundle(MODEL, spec.pack, "别的名称", "", "", text, spec.cases.text)).encode(), now=now)
    assert ModelVersion.objects.count() == 0


def test_the_command_line_exports_imports_tries_and_refuses_its_own_publishing(zhiheng, organs, home, now, tmp_path, capsys, foreign):
    send_scores(home, now, [(1, CHENGDU, 60)])
    out = tmp_path / "out.zhm"
    assert zhiheng("export", MODEL, "--out", str(out)) == 0
    with pytest.raises(ModelRefused, match="完全相同"):
        zhiheng("import", str(out))
    file = tmp_path / "foreign.zhm"
    file.write_bytes(foreign)
    assert zhiheng("import", str(file), "--note", "试用") == 0
    version = ModelVersion.objects.get(model="score_elsewhere")
    assert zhiheng("list", "--json", "-") == 0
    told = json.loads(capsys.readouterr().out.split("\n", 1)[1])
    assert [one["version"] for one in told["candidates"]] == [version.pk]
    assert zhiheng("shadow", str(version.pk), "--as-of", "2026-06-30", "--json", "-") == 0
    assert [row["kind"] for row in json.loads(capsys.readouterr().out)["rows"]] == ["only_new"]
    with pytest.raises(ModelRefused, match="须由另一人发布"):
        zhiheng("publish", str(version.pk), "--reason", "试")
    with pytest.raises(UnusableInputError, match="不能读取"):
        zhiheng("import", str(tmp_path / "nothing.zhm"))
    again = tmp_path / "again.zhm"
    assert zhiheng("export", "score_elsewhere", "--version", str(version.pk), "--out", str(again)) == 0
    assert again.read_bytes() == foreign


def test_a_tampered_file_is_refused(organs, now, foreign):
    with pytest.raises(BundleRefused, match="内容被改动过"):
        taken(foreign.replace(b"level: medium", b"level: high"), now=now)


def test_a_published_text_this_program_cannot_read_is_left_to_the_pack_and_said(organs, now, acting):
    spec = catalog().models[MODEL]
    candidate = Candidate(MODEL, spec.pack, changed_text(spec, "level: medium", "level: high"), spec.cases.text)
    version = models.add_candidate(actor=acting("prosecutor"), now=now, catalog=catalog(), candidate=candidate)
    services.shadow_run(actor=acting("prosecutor"), now=now, catalog=catalog(), version_id=version.pk, as_of=AS_OF)
    ModelVersion.objects.filter(pk=version.pk).update(text=version.text.replace("conduct_scores", "scores_of_the_future"))
    with pytest.raises(UnusableInputError, match="没有数据表"):
        models.publish_version(actor=acting("chief"), now=now, catalog=catalog(), version_id=version.pk, reason="经核对")
    ModelVersion.objects.filter(pk=version.pk).update(text=version.text)
    models.publish_version(actor=acting("chief"), now=now, catalog=catalog(), version_id=version.pk, reason="经核对")
    ModelVersion.objects.filter(pk=version.pk).update(text=version.text.replace("[conduct_scores]", "[scores_of_the_future]"))
    from zhiheng.models import in_force as packs

    packs._overlay.cache_clear()
    packs._in_force.cache_clear()
    assert catalog().models[MODEL].digest == spec.digest
    assert "没有数据表" in unreadable_versions()[MODEL]


HEAVY = """with a as (select unnest(list_value({ones})) as one),
b as (select count(*) as n from a as a1, a as a2, a as a3, a as a4, a as a5, a as a6, a as a7)
select id_number as subject, cast(n as varchar) as occurrence, _organ as organ, name, 'x' as prison, 'x' as month, 'x' as reason,
    'x' as reason_zh, points, _ref as evidence
from conduct_scores, b"""


def test_a_candidate_that_does_not_end_is_stopped(organs, now, acting, monkeypatch):
    monkeypatch.setattr(trying, "CASES_SECONDS", 1)
    spec = catalog().models[MODEL]
    text = spec.text.replace(spec.sql, HEAVY.format(ones=", ".join(["1"] * 60)))
    candidate = Candidate(MODEL, spec.pack, text, spec.cases.text)
    with pytest.raises(ModelRefused, match="超过 1 秒仍未完成"):
        models.add_candidate(actor=acting("prosecutor"), now=now, catalog=catalog(), candidate=candidate)


NESTED = "(" * 30_000 + "1" + ")" * 30_000
TEXT_TRAPS = [
    ("level: medium", "level: medium\nlogics: " + "[" * 50_000, "嵌套太深"),
    ("level: medium", "level: medium\ncolour: " + "9" * 5_000, "超过 40 位"),
    ("level: medium", "level: &a medium", "不允许锚点"),
    ("level: medium", "level: \0medium", "含有空字符"),
    ("from conduct_scores", f"from conduct_scores where {NESTED} = 1", "嵌套太深"),
    ("from conduct_scores", "from conduct_scores); drop table conduct_scores; (select 1", "语句"),
    ("from conduct_scores", "from conduct_scores, range(1000000000)", "不是已声明的数据表"),
    ("from conduct_scores", "from conduct_scores -- \u202e", ""),
]
CASES_TRAPS = [
    ('as_of: "2026-06-30"', 'as_of: "2026-13-45"', "写不成记录的值"),
    ("cases:", "colour: " + "{a: " * 40_000 + "\ncases:", "嵌套太深"),
    ("points: 60", 'points: "1e999999"', "写不成记录的值"),
]


@pytest.mark.parametrize(("old", "new", "why"), TEXT_TRAPS)
def test_a_text_made_to_break_the_reader_is_refused_in_words(organs, now, acting, old, new, why):
    spec = catalog().models[MODEL]
    with pytest.raises(UnusableInputError) as caught:
        models.add_candidate(
            actor=acting("prosecutor"), now=now, catalog=catalog(),
            candidate=Candidate(MODEL, spec.pack, spec.text.replace(old, new, 1), "of: x\ncases: []" if why == "" else spec.cases.text),
        )  # fmt: skip
    assert why in str(caught.value)
    assert ModelVersion.objects.count() == 0


@pytest.mark.parametrize(("old", "new", "why"), CASES_TRAPS)
def test_cases_made_to_break_the_reader_are_refused_in_words(organs, now, acting, old, new, why):
    spec = catalog().models[MODEL]
    cases = spec.cases.text if old in spec.cases.text else f"{old}\n{spec.cases.text}"
    text = changed_text(spec, "level: medium", "level: high")
    with pytest.raises(UnusableInputError) as caught:
        candidate = Candidate(MODEL, spec.pack, text, cases.replace(old, new, 1))
        models.add_candidate(actor=acting("prosecutor"), now=now, catalog=catalog(), candidate=candidate)
    assert why in str(caught.value)


def test_a_shadow_run_that_does_not_end_is_stopped_and_keeps_nothing(organs, now, acting, monkeypatch, home):
    send_scores(home, now, [(1, CHENGDU, 60)])
    monkeypatch.setattr(trying, "_check_cases", lambda spec: None)
    monkeypatch.setattr(trying, "SHADOW_SECONDS", 1)
    spec = catalog().models[MODEL]
    text = spec.text.replace(spec.sql, HEAVY.format(ones=", ".join(["1"] * 60)))
    given = {"actor": acting("prosecutor"), "now": now, "catalog": catalog()}
    version = models.add_candidate(**given, candidate=Candidate(MODEL, spec.pack, text, spec.cases.text))
    with pytest.raises(ModelRefused, match="超过 1 秒仍未完成"):
        services.shadow_run(**given, version_id=version.pk, as_of=AS_OF)
    assert version.shadow_runs.count() == 0


def test_a_candidate_that_gives_too_much_is_stopped(organs, now, acting, monkeypatch, home):
    monkeypatch.setattr(trying, "MOST_CASE_ROWS", 0)
    spec = catalog().models[MODEL]
    candidate = Candidate(MODEL, spec.pack, changed_text(spec, "level: medium", "level: high"), spec.cases.text)
    with pytest.raises(UnusableInputError, match="超过 0 行"):
        models.add_candidate(actor=acting("prosecutor"), now=now, catalog=catalog(), candidate=candidate)


def test_a_text_too_long_or_a_strange_name_is_refused(organs, now, acting):
    spec = catalog().models[MODEL]
    given = {"actor": acting("prosecutor"), "now": now, "catalog": catalog()}
    with pytest.raises(ModelRefused, match="超过 200000"):
        models.add_candidate(**given, candidate=Candidate(MODEL, spec.pack, "x" * 200_001, "of: x"))
    with pytest.raises(ModelRefused, match="不合规"):
        models.add_candidate(**given, candidate=Candidate("../x", spec.pack, spec.text, spec.cases.text))


def test_faults_of_a_text_are_those_of_a_packs_file():
    from zhiheng.catalog.errors import Faults

    faults = Faults()
    of_text("a", "custody", "select 1", "of: a\ncases: []\n", faults)
    assert {(fault.path, fault.line) for fault in faults} >= {("a.sql", 1), ("a.cases.yaml", 2)}


PUBLISH = """
from datetime import date
from zhiheng.models import services as models
from zhiheng.oversight import services
from zhiheng.models.models import ModelVersion
from zhiheng.models.in_force import catalog
from zhiheng.registry.selectors import COMMAND_LINE, actor_of, officer_named
print("before", catalog().models["score_irregular"].digest[:12])
version = ModelVersion.objects.get(state="shadow")
chief = actor_of(officer_named("chief"), "test")
services.shadow_run(actor=COMMAND_LINE, now=now, catalog=catalog(), version_id=version.pk, as_of=date(2026, 6, 30))
models.publish_version(actor=chief, now=now, catalog=catalog(), version_id=version.pk, reason="经核对")
print("after", catalog().models["score_irregular"].digest[:12])
"""
PREPARE = """
from zhiheng.models import services as models
from zhiheng.oversight import services
from zhiheng.models.in_force import catalog
from zhiheng.models.services import Candidate
from zhiheng.registry.selectors import COMMAND_LINE
from zhiheng.registry.services import seed_demonstration
seed_demonstration(actor=COMMAND_LINE, now=now, organs=["四川省检察院"])
spec = catalog().models["score_irregular"]
text = spec.text.replace("level: medium", "level: high")
candidate = Candidate(spec.id, spec.pack, text, spec.cases.text)
print(models.add_candidate(actor=COMMAND_LINE, now=now, catalog=catalog(), candidate=candidate).digest[:12])
"""


@pytest.mark.django_db(transaction=True)
def test_what_is_published_survives_a_restart_and_reaches_every_process(apart):
    candidate = apart(PREPARE)[0]
    waiting = apart.start(
        """
        import sys, time
        from zhiheng.models.in_force import catalog
        first = catalog().models["score_irregular"].digest[:12]
        print(first, flush=True)
        while catalog().models["score_irregular"].digest[:12] == first:
            time.sleep(0.1)
        print(catalog().models["score_irregular"].digest[:12])
        """,
        "reader",
    )
    was = waiting.stdout.readline().strip()
    assert apart(PUBLISH) == [f"before {was}", f"after {candidate}"]
    assert waiting.communicate(timeout=60)[0].strip() == candidate
    assert apart('from zhiheng.models.in_force import catalog\nprint(catalog().models["score_irregular"].digest[:12])') == [candidate]


AT_ONCE = """
from zhiheng.models import services as models
from zhiheng.oversight import services
from zhiheng.models.core.errors import ModelRefused
from zhiheng.models.models import ModelVersion
from zhiheng.models.in_force import catalog
from zhiheng.registry.selectors import actor_of, officer_named
version = ModelVersion.objects.exclude(origin="pack").get()
chief = actor_of(officer_named("chief"), "test")
try:
    models.publish_version(actor=chief, now=now, catalog=catalog(), version_id=version.pk, reason="经核对")
    print("published")
except ModelRefused:
    print("refused")
"""
TRY = """
from datetime import date
from zhiheng.models import services as models
from zhiheng.oversight import services
from zhiheng.models.models import ModelVersion
from zhiheng.models.in_force import catalog
from zhiheng.registry.selectors import COMMAND_LINE
services.shadow_run(actor=COMMAND_LINE, now=now, catalog=catalog(), version_id=ModelVersion.objects.get().pk, as_of=date(2026, 6, 30))
"""


@pytest.mark.django_db(transaction=True)
def test_two_who_publish_at_once_do_it_once(apart):
    apart(PREPARE)
    apart(TRY)
    assert sorted(apart(AT_ONCE, writers=2)) == ["published", "refused"]
