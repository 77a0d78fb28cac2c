"""Pages load from their own host only, and carry no script of their own in their text."""

import json
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.drawn

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "src" / "zhiheng" / "web"
OURS = [*sorted((WEB / "templates").rglob("*.html")), *sorted((WEB / "static" / "web").rglob("*.*"))]
VENDOR = sorted((WEB / "static" / "vendor").glob("*.*s"))
NAMESPACE = "http://www.w3.org/"


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_nothing_names_another_host(path):
    found = [
        url for url in re.findall(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}\S*", path.read_text(encoding="utf-8")) if not url.startswith(NAMESPACE)
    ]
    assert found == []


@pytest.mark.parametrize("path", [path for path in OURS if path.suffix == ".html"], ids=lambda path: path.name)
def test_templates_have_no_script_of_their_own(path):
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"\son[a-z]+\s*=", re.sub(r"{%.*?%}", "", text)) == []
    assert "javascript:" not in text
    assert "hx-on" not in text


@pytest.mark.skipif(not VENDOR, reason="the front-end parts are not fetched (python3 tools/front.py)")
def test_fetched_parts_point_at_no_source_map():
    assert [path.name for path in VENDOR if "sourceMappingURL" in path.read_text(encoding="utf-8")] == []


def test_lock_names_digests_and_no_registry():
    lock = json.loads((ROOT / "front" / "package-lock.json").read_text())
    packages = [one for name, one in lock["packages"].items() if name]
    assert all(one["integrity"].startswith("sha512-") for one in packages)
    assert not any("resolved" in one for one in packages)
