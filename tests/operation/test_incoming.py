"""Passing files lie below the home and belong to their account; what killed processes left goes, what is under way stays."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import pytest

from zhiheng.operation.core import incoming
from zhiheng.operation.core.incoming import LEFT_SECONDS, sweep


@pytest.fixture()
def temporary(monkeypatch):
    """Where temporary files go, put back after the test."""
    monkeypatch.setattr(tempfile, "tempdir", tempfile.tempdir)
    monkeypatch.setenv("TMPDIR", os.environ.get("TMPDIR", "/tmp"))  # noqa: S108


def test_temporary_files_lie_below_the_home(tmp_path, temporary):
    incoming.use(tmp_path)
    with tempfile.TemporaryDirectory(prefix="zhiheng-upload-") as place:
        assert Path(place).parent == tmp_path / "incoming"
    assert os.environ["TMPDIR"] == str(tmp_path / "incoming")
    assert stat.S_IMODE((tmp_path / "incoming").stat().st_mode) == 0o700


def test_uploads_of_pages_lie_there_too(tmp_path, temporary):
    from django.core.files.uploadedfile import TemporaryUploadedFile

    incoming.use(tmp_path)
    assert Path(TemporaryUploadedFile("a", "text/csv", 1, None).temporary_file_path()).parent == tmp_path / "incoming"


def test_what_was_left_goes_and_what_is_under_way_stays(tmp_path):
    now = 2_000_000_000.0
    old, fresh = now - LEFT_SECONDS - 1, now - 60
    made = {
        "incoming/zhiheng-upload-a/rows.csv": old,
        "incoming/zhiheng-upload-b/rows.csv": fresh,
        "incoming/tmp1.upload": old,
        "files/ab/.digest.1234": old,
        "files/ab/kept": old,
        "packages/send/.zhiheng-package-x/part": old,
        "packages/send/kept.zip": old,
    }
    for path, at in made.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x")
        os.utime(place, (at, at))
    for folder in tmp_path.rglob("*"):
        if folder.is_dir():
            os.utime(folder, (old, old))
    assert sweep(tmp_path, now) == 4
    left = sorted(one.relative_to(tmp_path).as_posix() for one in tmp_path.rglob("*") if one.is_file())
    assert left == ["files/ab/kept", "incoming/zhiheng-upload-b/rows.csv", "packages/send/kept.zip"]


def test_the_worker_sweeps_and_says_that_it_lives(tmp_path, monkeypatch, now):
    from zhiheng.cli import worker
    from zhiheng.operation.core.beating import read_beat

    monkeypatch.setenv("ZHIHENG_HOME", str(tmp_path))
    (tmp_path / "incoming").mkdir()
    left = tmp_path / "incoming" / "left"
    left.write_bytes(b"x")
    os.utime(left, (1, 1))
    assert worker.passing_files(now) == "已清理 1 个"
    assert "临时文件" in worker.works()
    worker.beat(["职责"], 300)
    assert read_beat(tmp_path).failed == ("职责",)
