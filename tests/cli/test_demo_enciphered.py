"""A whole demonstration brought under a data key: no number of its persons lies in database or files, and its trace verifies."""

import os
import re
import shutil
import subprocess
import sys
import tempfile

import pytest

NUMBERS = re.compile(rb"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")


@pytest.fixture(scope="module")
def enciphered(told, tmp_path_factory):
    """A copy of the demonstration, enciphered; its key; the numbers of its persons."""
    home, place = tmp_path_factory.mktemp("enciphered") / "home", tmp_path_factory.mktemp("key")
    shutil.copytree(told[0], home)
    files = (home / "demonstration-province").rglob("*")
    numbers = {found for one in files if one.suffix in {".csv", ".json"} for found in NUMBERS.findall(one.read_bytes())}
    shutil.rmtree(home / "demonstration-province")
    assert where_told(home, numbers), "the numbers must be found where nothing is enciphered"
    key = place / "data.key"
    with tempfile.TemporaryDirectory(dir="/dev/shm", prefix="zhiheng-test-") as copies:
        with_key = {"ZHIHENG_DATA_KEY": str(key), "ZHIHENG_DATA_CLEAR": copies}
        run(home, "storage", "key", str(key))
        run(home, "storage", "encipher", **with_key)
        yield home, numbers, with_key


def run(home, *words, **more):
    environment = {**os.environ, "ZHIHENG_HOME": str(home), "ZHIHENG_DATABASE_URL": "", **more}
    done = subprocess.run([sys.executable, "-m", "zhiheng.cli.main", *words], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def where_told(home, numbers):
    """The files of a home that hold such numbers, each with how many: a failure says where to look."""
    held = {one.relative_to(home): numbers & {*NUMBERS.findall(one.read_bytes())} for one in home.rglob("*") if one.is_file()}
    return {str(place): len(found) for place, found in held.items() if found}


def test_no_number_of_a_person_lies_in_database_or_files(enciphered):
    home, numbers, _ = enciphered
    assert len(numbers) > 100
    assert where_told(home, numbers) == {}


def test_its_trace_verifies_with_the_key_and_a_rotated_one(enciphered):
    home, numbers, key = enciphered
    assert "留痕完整" in run(home, "ledger", "verify", "--library", **key)
    run(home, "storage", "rotate", **key)
    assert "都是应有的样子" in run(home, "storage", "status", **key)
    assert "留痕完整" in run(home, "ledger", "verify", "--library", **key)
    assert where_told(home, numbers) == {}
