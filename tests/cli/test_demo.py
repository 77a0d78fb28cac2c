"""The demonstration: the whole loop in one command, told once, and never among real records."""

import json
import re
import subprocess

from tests.cli.test_program import refused, zhiheng
from tests.opened import put_into_shape


def test_it_says_what_was_imported_rejected_found_and_opened(told):
    _, said = told
    assert re.search(r"个文件，\d+ 行：收下 \d+", said)
    assert "退回示例" in said
    assert "另加 5 处笔误，是否同一人待认定 5 条" in said
    assert "漏 0，误 0" in said
    assert re.search(r"监督文书 [1-9]\d* 件", said)
    assert "监督文书回复率" in said


def test_it_prints_the_address_and_the_accounts(told):
    _, said = told
    assert "http://127.0.0.1:8000/" in said
    assert re.search(r"口令均为 [a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}", said)
    assert "prosecutor" in said


def test_its_trace_verifies(told):
    home, _ = told
    assert zhiheng("--home", str(home), "ledger", "verify").returncode == 0


def test_told_again_it_repeats_nothing(told):
    home, first = told
    again = zhiheng("--home", str(home), "demo", "--once", "--persons", "120", timeout=900)
    assert again.returncode == 0, again.stderr
    found = int(re.search(r"新增 (\d+) 条", again.stdout)[1])
    assert found <= 3, "only what the played cases themselves recorded since the first screening may be found anew"
    assert "漏 0" in again.stdout
    opened = re.compile(r"监督文书 (\d+) 件")
    assert opened.search(again.stdout).group(1) == opened.search(first).group(1)
    played = re.compile(r"办件 .*")
    assert played.search(again.stdout).group() == played.search(first).group()


def test_a_rerun_of_its_screening_gives_the_same_digests(told):
    home, _ = told
    assert zhiheng("--home", str(home), "screen", "--rerun", "1").returncode == 0


def test_it_keeps_away_from_real_records(tmp_path):
    home, sent = tmp_path / "home", tmp_path / "成都市公安局"
    put_into_shape(home)
    sent.mkdir()
    row = {"id_number": "510104199002285000", "name": "张三", "measure_no": "x1", "kind": "bail", "from_date": "2026-01-01"}
    (sent / "compulsory_measures_0001.jsonl").write_text(json.dumps(row | {"id_type": "other"}, ensure_ascii=False), encoding="utf-8")
    imported: subprocess.CompletedProcess[str] = zhiheng("--home", str(home), "import", str(sent))
    assert imported.returncode == 0, imported.stderr
    assert "不与真实数据混放" in refused(zhiheng("--home", str(home), "demo", "--once"))
