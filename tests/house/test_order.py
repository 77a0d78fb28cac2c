"""Which files begin first and which go together: what takes minutes to make is made by one process of a run."""

import re

import pytest

from tests.conftest import LONG, ROOT, SHARES


def test_the_files_named_are_there():
    assert [file for file in [*LONG, *SHARES, *SHARES.values()] if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize(("fixture", "folder"), [("told", "tests/cli"), ("small_province", "tests/web/browser")])
def test_files_that_ask_for_the_same_go_to_one_process(fixture, folder):
    asking = re.compile(rf"^def \w+\([^)]*\b{fixture}\b", re.M)
    files = [place for place in sorted((ROOT / folder).glob("test_*.py")) if asking.search(place.read_text(encoding="utf-8"))]
    names = [str(place.relative_to(ROOT)) for place in files]
    assert len(names) > 1
    assert len({SHARES.get(name, name) for name in names}) == 1
