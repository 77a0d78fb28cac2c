"""`zhiheng law`: answers, differences, refusals, and one clear line for what is no case."""

from __future__ import annotations

import json

import pytest

from zhiheng.cli.main import main
from zhiheng.law.check import load_rules

SENTENCE = {"kind": "fixed", "months": 36, "starts_on": "2022-03-15"}
END = {"id": "one", "rule": "term.end", "as_of": "2024-01-01", "facts": {"sentence": SENTENCE}}


@pytest.fixture()
def ask(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("ZHIHENG_HOME", str(tmp_path / "home"))

    def put(*lines, options=()):
        path = tmp_path / "cases.jsonl"
        text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
        path.write_text(text, encoding="utf-8")
        code = main(["law", "check", str(path), *options])
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return code, said.out, said.err

    return put


def test_a_case_without_expectation_is_answered_in_words(ask):
    code, out, _ = ask(END)
    assert code == 0
    assert 'end_date = "2025-03-14"' in out
    assert "〔刑法#第四十七条、适用刑事诉讼法的解释_2021#第二百零二条〕" in out


def test_a_difference_is_shown_and_exits_1(ask):
    code, out, _ = ask({**END, "expect": {"end_date": "2025-03-15", "exhausted": 0, "nothing": None}})
    assert code == 1
    assert 'end_date 应为 "2025-03-15"，实为 "2025-03-14"' in out
    assert "exhausted 应为 0，实为 false" in out
    assert "nothing 应为 null" in out
    assert "1 例与预期不同" in out


def test_json_is_a_line_per_case(ask):
    code, out, _ = ask({**END, "expect": {"end_date": "2025-03-14"}}, {**END, "id": "two", "facts": {}}, options=["--json", "-"])
    first, second = map(json.loads, out.splitlines())
    assert code == 0
    assert first["result"] == {"end_date": "2025-03-14", "credit_days": 0, "exhausted": False}
    assert first["mismatches"] == []
    assert {"id", "satisfied", "detail", "cites"} <= set(first["conditions"][0])
    assert second["refused"]["code"] == "MISSING_FACT"
    assert "facts.sentence" in second["refused"]["message"]
    assert "result" not in second


def test_json_goes_to_a_file(ask, tmp_path):
    code, out, _ = ask(END, options=["--json", str(tmp_path / "answers.jsonl")])
    assert code == 0
    assert "共 1 例" in out
    assert json.loads((tmp_path / "answers.jsonl").read_text(encoding="utf-8"))["id"] == "one"


def test_a_refused_case_with_expectation_differs(ask):
    code, out, _ = ask({**END, "as_of": "1990-01-01", "expect": {"end_date": "2025-03-14"}})
    assert code == 1
    assert "不予回答" in out
    assert "NOT_IN_FORCE" in out


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("{", "JSON"),
        ("[1]", "case"),
        ('"rule"', "case"),
        ('{"rule": "term.end", "as_of": "2024-01-01"}', "case.facts"),
        ('{"rule": 3, "as_of": "2024-01-01", "facts": {}}', "case.rule"),
        ('{"rule": "term.end", "as_of": "2024-02-30", "facts": {}}', "case.as_of"),
        ('{"rule": "term.end", "as_of": "2024-01-01", "facts": {}, "expct": {}}', "expct"),
        ('{"rule": "term.end", "as_of": "2024-01-01", "facts": {}, "expect": []}', "case.expect"),
        ('{"rule": "term.end", "rule": "term.floor", "as_of": "2024-01-01", "facts": {}}', "rule"),
        ('{"rule": "term.end", "as_of": "2024-01-01", "facts": {"months": NaN}}', "NaN"),
        ("[" * 100_000, "嵌套"),
    ],
)
def test_what_is_no_case_is_one_line_with_its_number_and_field(ask, line, named):
    code, out, err = ask(END, "", line, {**END, "id": "last"})
    assert code == 2
    assert 'end_date = "2025-03-14"' in out
    assert "共 2 例" in out
    assert "另有 1 行不是案例" in out
    assert "第 3 行" in err
    assert named in err
    assert len(err.splitlines()) == 1


def test_a_line_that_is_no_case_stands_in_its_place_of_the_json(ask):
    code, out, _ = ask(END, "{", {**END, "id": "last", "expect": {"end_date": "2020-01-01"}}, options=["--json", "-"])
    first, second, third = map(json.loads, out.splitlines())
    assert code == 2
    assert first["id"] == "one"
    assert (second["line"], second["refused"]["code"]) == (2, "UNREADABLE_LINE")
    assert "第 2 行" in second["refused"]["message"]
    assert third["mismatches"]


def test_files_that_cannot_be_used(ask, tmp_path, capsys):
    assert ask("", " ")[0] == 2
    assert main(["law", "check", str(tmp_path / "nowhere.jsonl")]) == 2
    (tmp_path / "gbk.jsonl").write_bytes("案例".encode("gb18030"))
    assert main(["law", "check", str(tmp_path / "gbk.jsonl")]) == 2
    assert "UTF-8" in capsys.readouterr().err
    assert ask(END, options=["--json", str(tmp_path / "no" / "folder" / "out.json")])[0] == 2


def test_a_byte_order_mark_is_no_part_of_the_case(ask):
    assert ask("\ufeff" + json.dumps(END))[0] == 0


def test_a_rule_is_explained_with_its_versions(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("ZHIHENG_HOME", str(tmp_path))
    assert main(["law", "explain", "term.political_rights"]) == 0
    out = capsys.readouterr().out
    assert "1997-10-01 起 至 2016-12-31" in out
    assert "84 至 120 个月" in out
    assert main(["law", "explain", "commutation.assess", "--json", "-"]) == 0
    earlier, version = json.loads(capsys.readouterr().out)
    assert (earlier["since"], earlier["until"], earlier["mark"]) == ("2012-07-01", "2016-12-31", "S")
    assert version["required"] == ["sentence", "offender"]
    assert {each["since"] for each in version["parameters"]} == {"2017-01-01", "2019-06-01", "1997-10-01"}
    assert main(["law", "explain", "no.rule"]) == 2
    assert "没有规则" in capsys.readouterr().err


def test_rules_are_listed(capsys):
    assert main(["law", "list"]) == 0
    assert "commutation.assess" in capsys.readouterr().out
    assert main(["law", "list", "--json", "-"]) == 0
    assert {each["rule"] for each in json.loads(capsys.readouterr().out)} == set(load_rules())


def test_a_folder_that_holds_no_statutes_is_refused(capsys, tmp_path):
    assert main(["law", "texts", str(tmp_path)]) == 2
    assert main(["law", "texts", str(tmp_path / "nowhere")]) == 2
    assert "目录" in capsys.readouterr().err


def test_an_article_that_is_lost_exits_1(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("ZHIHENG_HOME", str(tmp_path / "home"))
    (tmp_path / "刑法.md").write_text("# 刑法\n\n第四十七条 有期徒刑的刑期……\n", encoding="utf-8")
    assert main(["law", "texts", str(tmp_path)]) == 1
    assert "查不到：刑法#第七十八条" in capsys.readouterr().out
    assert main(["law", "texts", str(tmp_path), "--json", "-"]) == 1
    assert {"cite": "刑法#第四十七条", "mark": "T", "title": "刑法"} in json.loads(capsys.readouterr().out)
    assert main(["law", "explain", "term.end"]) == 0
    assert "【刑法】第四十七条" in capsys.readouterr().out


@pytest.mark.sample
def test_every_citation_resolves_in_the_statutes(capsys, tmp_path, monkeypatch, shared):
    monkeypatch.setenv("ZHIHENG_HOME", str(tmp_path / "home"))
    assert main(["law", "texts", str(shared / "law" / "text"), "--json", str(tmp_path / "texts.json")]) == 0
    rows = json.loads((tmp_path / "texts.json").read_text(encoding="utf-8"))
    assert [each["cite"] for each in rows if each["mark"] == "T" and not each["title"]] == []


@pytest.mark.sample
def test_the_shared_cases_pass_on_the_command_line(capsys, shared):
    for path in sorted((shared / "law" / "cases").glob("*.jsonl")):
        assert main(["law", "check", str(path)]) == 0
        assert "0 例与预期不同，0 例不予回答" in capsys.readouterr().out
