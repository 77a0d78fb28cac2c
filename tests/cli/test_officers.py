"""Accounts and organs at the console: told once, refused with the remedy, all faults of a file together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.test_program import refused, zhiheng
from tests.opened import put_into_shape

THREE = ["--organ", "四川省检察院", "--system", "xitong=甲某", "--security", "anquan=乙某", "--audit", "shenji=丙某"]
HEAD = "机关名称,类别,层级,行政区划代码,上级机关,原名称\n"


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An installation with its first administrators."""
    place = str(tmp_path_factory.mktemp("home"))
    put_into_shape(Path(place))
    done = zhiheng("--home", place, "officers", *THREE)
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", done.stdout)) == 3
    return place


def test_asked_again_nothing_changes_and_others_are_refused(home):
    again = zhiheng("--home", home, "officers", *THREE)
    assert (again.returncode, "没有改动" in again.stdout) == (0, True)
    other = [*THREE[:6], "--audit", "lisi=李某"]
    assert "已有管理员" in refused(zhiheng("--home", home, "officers", *other))
    recovered = zhiheng("--home", home, "officers", *other, "--recover", "审计管理员离职")
    assert recovered.returncode == 0
    assert "lisi" in zhiheng("--home", home, "officers", "list").stdout


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (THREE[:4], "--security、--audit"),
        ([*THREE[:6], "--audit", "丙某"], "登录名=姓名"),
        (["import", "无此文件.csv"], "不存在"),
    ],
)
def test_what_is_missing_is_said_in_one_line(tmp_path, given, said):
    assert said in refused(zhiheng("--home", str(tmp_path), "officers", *given))


def test_a_file_of_organs_tells_all_its_faults_and_takes_in_nothing(home, tmp_path):
    file = tmp_path / "机关.csv"
    file.write_text(HEAD + "甲监狱,城堡,,,,\n乙监狱,监狱,县级,,,\n", encoding="utf-8")
    done = zhiheng("--home", home, "organs", "import", str(file))
    assert "有 2 处错误，没有收入任何一行" in refused(done)
    assert re.findall(r"第 (\d) 行", done.stdout) == ["2", "3"]
    file.write_text(HEAD + "乙监狱,监狱,,,,\n", encoding="utf-8")
    assert "新登记机关 1 个" in zhiheng("--home", home, "organs", "import", str(file)).stdout
    assert "乙监狱\t监狱" in zhiheng("--home", home, "organs", "list").stdout


def test_passwords_of_a_file_of_officers_go_to_a_file_of_their_own(home, tmp_path):
    file, passwords = tmp_path / "人员.csv", tmp_path / "口令.csv"
    line = "{},丁某,四川省检察院,,检察官,2026-01-01,\n"
    file.write_text("登录名,姓名,机关,内设机构,岗位,任职日,终止日\n" + line.format("ding"), encoding="utf-8")
    done = zhiheng("--home", home, "officers", "import", str(file), "--passwords", str(passwords))
    assert done.returncode == 0, done.stderr
    assert oct(passwords.stat().st_mode)[-3:] == "600"
    given = passwords.read_text(encoding="utf-8").splitlines()[1].split(",")[1]
    assert given not in done.stdout
    file.write_text("登录名,姓名,机关,内设机构,岗位,任职日,终止日\n" + line.format("wu"), encoding="utf-8")
    again = zhiheng("--home", home, "officers", "import", str(file), "--passwords", str(passwords))
    assert again.returncode == 2
    assert "不能写入" in again.stderr
    assert re.search(r"wu\t[a-z0-9-]{14}", again.stdout)
