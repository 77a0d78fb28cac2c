"""What every test may ask for: a home of its own, who acts, what the time is, and the shared material when it is there."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

os.environ.setdefault("ZHIHENG_HOME", tempfile.mkdtemp(prefix="zhiheng-test-"))
if os.environ.get("ZHIHENG_TEST_DATABASE_URL"):
    os.environ["ZHIHENG_DATABASE_URL"] = os.environ["ZHIHENG_TEST_DATABASE_URL"]

# Only now may settings be read: named in pyproject.toml, they would be read before the lines above and point at ./var and SQLite.
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiheng.site.settings"
from django.conf import settings as early_settings

assert early_settings.DATABASES

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture()
def now() -> datetime:
    return datetime(2026, 6, 30, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture()
def home(tmp_path, settings):
    """An empty home folder; settings point into it, so that segments and files of one test are its own."""
    settings.HOME = tmp_path
    settings.LIBRARY = tmp_path / "library"
    settings.FILES = tmp_path / "files"
    return tmp_path


@pytest.fixture()
def actor():
    from zhiheng.ledger.core.actor import Actor

    return Actor(id="test", name="测试员", organ="四川省检察院", via="test")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared material beside the project (sample province, law cases, texts), or a skip that says so."""
    place = Path(os.environ.get("ZHIHENG_SHARED", ROOT.parent / "shared"))
    if not place.is_dir():
        pytest.skip(f"shared material is not beside the project ({place})")
    return place
