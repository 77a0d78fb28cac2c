"""How a home is opened: files for its own account alone, and options of the database passed on or refused."""

import stat

import pytest

from tests.cli.test_program import refused, zhiheng
from zhiheng.schema.errors import UnusableInputError
from zhiheng.site import database


def test_what_the_program_makes_is_its_own_accounts(tmp_path):
    home = tmp_path / "home"
    assert zhiheng("--home", str(home), "models", "list").returncode == 0
    made = [home, *home.rglob("*")]
    assert len(made) > 2
    assert [one.name for one in made if stat.S_IMODE(one.stat().st_mode) & 0o077] == []


def test_options_of_the_database_are_passed_on(tmp_path):
    url = "postgresql://a:b@db.example/z?sslmode=verify-full&sslrootcert=/etc/ssl/ca.pem"
    read = database.read({"ZHIHENG_DATABASE_URL": url}, tmp_path, read_only=False)
    assert read["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/etc/ssl/ca.pem"}
    looked = database.read({"ZHIHENG_DATABASE_URL": url}, tmp_path, read_only=True)["OPTIONS"]
    assert looked["sslmode"] == "verify-full"
    assert "read_only=on" in looked["options"]


def test_unknown_options_of_the_database_are_refused(tmp_path):
    url = "postgresql://a:b@db.example/z?sslmod=verify-full"
    with pytest.raises(UnusableInputError, match="没有这个连接选项"):
        database.read({"ZHIHENG_DATABASE_URL": url}, tmp_path, read_only=False)
    assert "sslmod" in refused(zhiheng("--home", str(tmp_path), "models", "list", env={"ZHIHENG_DATABASE_URL": url}))
