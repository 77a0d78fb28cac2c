"""What changed in the law: told by hand for texts, by the table for limits, printed and written as JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from zhiheng.cli.main import main
from zhiheng.law.changes import Change, changes_since, concerned, length_in_words, limit_changes, told_changes
from zhiheng.law.citations import resolve
from zhiheng.law.limits import limit_named
from zhiheng.law.texts import texts


def test_a_longer_or_shorter_limit_is_a_change_by_itself():
    found = {each.limit: each for each in limit_changes()}
    family = found["delivery.limit/prison_family_notice"]
    assert (family.day, family.before, family.after) == (date(2026, 11, 1), "自收监起 5 日", "自收监起 5 个工作日")
    assert "prison.limit/judgment_error_answer" in found
    assert "delivery.limit/prisoner_to_prison" not in found
    assert "procedure.deadline/prison_family_notice" not in found


def test_lengths_are_said_in_words():
    assert length_in_words(limit_named("custody.limit/prosecution").rows[1]) == "1 个月又 15 日"
    assert length_in_words(limit_named("supervision.reply/correction_notice").rows[0]) == "文书载明的期限"


def test_since_until_and_who_choose():
    assert {each.day for each in changes_since(date(2026, 11, 1))} == {date(2026, 11, 1)}
    assert changes_since(date(2026, 11, 2)) == ()
    assert {each.day.year for each in changes_since(date(2025, 1, 1), until=date(2025, 12, 31))} == {2025}
    lawyers = changes_since(date(2020, 1, 1), who="律师")
    assert lawyers
    assert all("律师" in "".join((*each.who, each.subject, each.before, each.after)) for each in lawyers)
    days = [each.day for each in changes_since(date(2020, 1, 1))]
    assert days == sorted(days, reverse=True)
    assert "监狱" in concerned()


def test_what_held_before_without_its_text_is_told_so():
    assert Change(date(2026, 1, 1), "甲", "旧文", "新文").before_unseen
    assert not Change(date(2026, 1, 1), "甲", "没有规定", "新文").before_unseen
    assert not Change(date(2026, 1, 1), "甲", "旧文", "新文", old=("监狱法_2012#第二十条",)).before_unseen


@pytest.mark.sample
def test_every_article_of_a_change_stands_and_its_text_is_in_force_from_that_day(shared):
    folder = shared / "law/text"
    for change in told_changes():
        assert change.who
        assert change.new
        assert [cite for cite in (*change.old, *change.new) if resolve(cite, folder) is None] == []
        assert {texts()[cite.partition("#")[0]].since for cite in change.new} == {change.day}


def test_every_article_that_went_elsewhere_is_told():
    prison = texts()["监狱法_2012"]
    old = {cite.partition("#")[2] for change in told_changes() for cite in change.old if cite.startswith("监狱法_2012#")}
    assert set(prison.articles) - old <= {"第二十九条", "第三十三条", "第三十四条", "第四十二条", "第七十二条"}


def test_the_command_prints_and_writes(capsys):
    assert main(["law", "changes", "--since", "2026-11-01", "--who", "监狱"]) == 0
    said = capsys.readouterr().out
    assert "自 2026-11-01 起" in said
    assert "监狱法（2026年修订） 第八十四条" in said
    assert main(["law", "changes", "--since", "2025-01-01", "--until", "2026-10-31", "--json", "-"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {each["day"] for each in found} <= {"2025-06-01", "2026-01-01", "2026-02-21"}
    assert main(["law", "changes", "--since", "2026-01-01", "--until", "2026-01-31"]) == 0
    assert "（未见原文）" in capsys.readouterr().out


def test_what_is_no_day_is_refused(capsys):
    assert main(["law", "changes", "--since", "昨天"]) == 2
    assert "--since" in capsys.readouterr().err


def test_every_clock_is_listed_by_the_name_a_procedure_writes(capsys):
    assert main(["law", "limits", "通知家属"]) == 0
    assert "supervisory.limit/family_notice" in capsys.readouterr().out
    assert main(["law", "limits", "prison_family_notice", "--json", "-"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["unit"] for each in found if each["limit"] == "delivery.limit/prison_family_notice"] == ["day", "workday"]
    assert {each["same_as"] for each in found if each["limit"] == "procedure.deadline/prison_family_notice"} == {
        "delivery.limit/prison_family_notice"
    }
    assert main(["law", "limits", "公示期"]) == 0
    assert "最短期限" in capsys.readouterr().out
