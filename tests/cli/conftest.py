"""A demonstration of a small province, made once: every test of what it shows looks at the same."""

import pytest

from tests.cli.test_program import zhiheng


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    """The home of a demonstration and what it said."""
    home = tmp_path_factory.mktemp("demo")
    done = zhiheng("--home", str(home), "demo", "--once", "--persons", "120", timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    return home, done.stdout
