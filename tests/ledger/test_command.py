"""`zhiheng ledger` as a stranger runs it: exit status and what is printed."""

from __future__ import annotations

import json

import pytest
from django.db import transaction

from tests.ledger.tampering import past_the_program
from zhiheng.cli import ledger as command
from zhiheng.cli.main import run as run_command
from zhiheng.ledger.core import note
from zhiheng.ledger.services import append


class Entry:
    """The command as its entry point loads it."""

    name = "ledger"

    @staticmethod
    def load():
        return command


@pytest.fixture()
def zhiheng(db, home, actor, now, monkeypatch, capsys):
    """Runs `zhiheng ledger …` over a trace of three entries; status, standard output, standard error."""
    monkeypatch.setattr("zhiheng.cli.main.open_database", lambda: None)
    monkeypatch.setattr("zhiheng.cli.main.open_to_read", lambda: None)
    for number in range(3):
        with transaction.atomic():
            append(actor=actor, act="clue.verified", thing=f"clue:{number}", details={"n": number}, now=now)

    def run(*arguments):
        status = run_command(Entry, [str(argument) for argument in arguments])
        return (status, *capsys.readouterr())

    return run


def tamper(statement="update ledger_entry set act='clue.refuted' where seq=2"):
    past_the_program(statement)


def test_a_sound_trace_exits_0(zhiheng):
    status, out, err = zhiheng("verify")
    assert (status, err) == (0, "")
    assert out.startswith("留痕完整：共 3 条，根 ")


def test_a_broken_trace_exits_1_and_names_the_entry(zhiheng):
    tamper()
    status, out, err = zhiheng("verify")
    assert (status, err) == (1, "")
    assert out.startswith("留痕已被破坏：现有 3 条，发现 1 处\n  第 2 条的内容被改动过\n")


def test_the_verdict_as_json_goes_to_standard_output_alone(zhiheng):
    tamper()
    status, out, _ = zhiheng("verify", "--json", "-")
    verdict = json.loads(out)
    assert (status, verdict["ok"], verdict["size"]) == (1, False, 3)
    assert verdict["findings"] == [{"kind": "changed", "seq": 2, "message": "第 2 条的内容被改动过"}]


def test_the_verdict_as_json_goes_to_a_file(zhiheng, tmp_path):
    status, out, _ = zhiheng("verify", "--json", tmp_path / "verdict.json")
    assert (status, json.loads((tmp_path / "verdict.json").read_text())["findings"]) == (0, [])
    assert out.startswith("留痕完整")


def test_a_checkpoint_held_outside_shows_that_the_trace_extends_it(zhiheng, tmp_path):
    held, key = tmp_path / "checkpoint.txt", tmp_path / "log.pub"
    assert zhiheng("checkpoint", "--out", held)[0] == 0
    assert note.read(held.read_text()).size == 3
    key.write_text(zhiheng("keys")[1])
    assert zhiheng("verify", "--checkpoint", held)[0] == 0
    tamper("delete from ledger_checkpoint")
    tamper("delete from ledger_entry")
    tamper("delete from ledger_head")
    status, out, _ = zhiheng("verify")
    assert status == 1
    assert "留痕是空的，但这个目录使用过：使用记录写明留痕至少有 4 条；有签署检查点的密钥" in out
    status, out, _ = zhiheng("verify", "--checkpoint", held, "--key", key)
    assert (status, "第 1 至 3 条被删去" in out) == (1, True)


def test_an_unusable_checkpoint_is_one_line_and_exit_2(zhiheng, tmp_path):
    held = tmp_path / "checkpoint.txt"
    zhiheng("checkpoint", "--out", held)
    genuine = held.read_text()
    older = '{"origin": "zhiheng-ledger-v1", "size": "3", "root": "", "at": "", "key": "", "signature": ""}'
    for text, reason in [
        (genuine.replace("\n3\n", "\n2\n"), "签名无效，文件被改动过"),
        (genuine.replace("\n3\n", "\n03\n"), "应为名称、条数、根各一行"),
        (genuine.replace("— ", "- "), "签名行写错"),
        (genuine.rstrip("\n"), "缺少正文或者签名"),
        ("", "缺少正文或者签名"),
        ("{", "不是 JSON 文本"),
        ("{}", "不是本系统的检查点"),
        (older, "缺少或写错：size"),
    ]:
        held.write_text(text)
        status, out, err = zhiheng("verify", "--checkpoint", held)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert reason in err
    held.write_bytes(b"\xff\xfe\x00")
    assert zhiheng("verify", "--checkpoint", held)[0] == 2
    assert "文件不能读取" in zhiheng("verify", "--checkpoint", tmp_path)[2]
    assert "文件不能读取" in zhiheng("verify", "--checkpoint", tmp_path / "none.json")[2]


def test_a_place_that_cannot_be_written_is_one_line_and_exit_2(zhiheng, tmp_path):
    assert "所在目录不存在" in zhiheng("checkpoint", "--out", tmp_path / "no" / "c.json")[2]
    status, _, err = zhiheng("verify", "--json", tmp_path)
    assert (status, err.count("\n")) == (2, 1)


def test_segments_changed_on_disk_are_found_on_request(zhiheng, home, actor, now):
    status, out, _ = zhiheng("verify", "--library")
    assert (status, out.splitlines()[1]) == (0, "数据主题库完好：0 个批次文件")


def test_a_checkpoint_is_signed_again_once_the_newest_is_older_than_the_interval(zhiheng, actor, now, settings, tmp_path):
    """By the worker's own rule: not before there are entries, not twice for the same, not too early."""
    from datetime import timedelta

    from zhiheng.ledger.services import checkpoint_if_due

    settings.LEDGER_CHECKPOINT_SECONDS = 3600
    hour = timedelta(seconds=3600)
    first = checkpoint_if_due(actor=actor, now=now)
    assert first.size == 3
    assert checkpoint_if_due(actor=actor, now=now + hour * 2) is None, "nothing happened but the signing"
    with transaction.atomic():
        append(actor=actor, act="clue.verified", thing="clue:9", details={}, now=now)
    assert checkpoint_if_due(actor=actor, now=now + hour / 2) is None
    assert checkpoint_if_due(actor=actor, now=now + hour).size == 5
    status, out, _err = zhiheng("checkpoint", "--if-due", "--out", tmp_path / "c.txt")
    assert (status, "还没有到签署的时候" in out, (tmp_path / "c.txt").exists()) == (0, True, False)


def test_evidence_of_a_thing_is_written_and_verified_by_the_file_alone(zhiheng, tmp_path):
    from zhiheng.ledger import services, verifier

    status, _out, err = zhiheng("evidence", "clue:1", "--out", tmp_path / "证据包.zip")
    assert (status, err) == (0, "")
    assert verifier.main([str(tmp_path / "证据包.zip"), "--key", str(services.log_key())]) == 0
    assert zhiheng("evidence", "clue:77", "--out", tmp_path / "无.zip")[0] == 2, "of what no entry speaks there is no evidence"
