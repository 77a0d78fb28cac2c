"""`zhiheng persons match`: counts for people and machines, refusals in one line."""

import json

import pytest

from tests.cli.test_program import zhiheng
from tests.opened import put_into_shape

HEADINGS = "公民身份号码,姓名"


@pytest.fixture()
def home(tmp_path):
    put_into_shape(tmp_path)
    organ = tmp_path / "sent" / "成都市公安局"
    organ.mkdir(parents=True)
    (organ / "人员基本信息_0001.csv").write_text(f"{HEADINGS}\n510104199003078914,张某某\n510104900307897,张某某\n", encoding="utf-8")
    assert zhiheng("--home", str(tmp_path), "import", str(tmp_path / "sent")).returncode == 0
    return tmp_path


def test_counts_for_people_and_for_machines(home):
    told = zhiheng("--home", str(home), "persons", "match")
    assert told.returncode == 0
    assert "身份号码 2 个" in told.stdout
    assert "待认定 1 条：建议认定 1 条" in told.stdout
    counts = json.loads(zhiheng("--home", str(home), "persons", "match", "--json", "-").stdout)
    assert (counts["identities"], counts["written"], counts["listed"], counts["found"]) == (2, 0, 1, 0)


def test_an_empty_library_has_nobody(tmp_path):
    put_into_shape(tmp_path)
    assert "身份号码 0 个" in zhiheng("--home", str(tmp_path), "persons", "match").stdout


@pytest.mark.parametrize("given", [[], ["merge"], ["match", "more"]])
def test_wrong_usage_ends_with_two(tmp_path, given):
    assert zhiheng("--home", str(tmp_path), "persons", *given).returncode == 2


def test_a_file_that_cannot_be_written_is_said_in_one_line(tmp_path):
    put_into_shape(tmp_path)
    done = zhiheng("--home", str(tmp_path), "persons", "match", "--json", str(tmp_path / "no" / "where.json"))
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
