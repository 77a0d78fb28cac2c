"""The words of procedures, told as stories of a pack written to use every one of them; and stories that say the wrong thing are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.catalog import packs, stories
from zhiheng.catalog.errors import Faults
from zhiheng.procedure.core import story

ROOT = Path(__file__).parent / "packs"


@pytest.fixture(scope="module")
def catalog():
    return packs.loaded(ROOT)


def told(catalog, name, change=lambda text: text, tmp_path=None):
    path = ROOT / "trial" / "stories" / f"{name}.yaml"
    if tmp_path:
        (tmp_path / path.name).write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        path = tmp_path / path.name
    faults = Faults()
    found = stories.read(path, "trial", faults, catalog.procedures)
    faults.raise_any()
    return found, story.run(found, catalog.procedures[found.of])


@pytest.mark.parametrize("name", ["trial", "inquiry", "objection"])
def test_stories_hold(catalog, name):
    found, outcome = told(catalog, name)
    assert "\n".join(map(str, outcome.differences)) == ""
    assert story.untouched(catalog.procedures[name], outcome.touched, found.shape.untouched) == []


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('due: {check: "2026-06-16"}', 'due: {check: "2026-06-17"}', "期限应为 2026-06-17，实为 2026-06-16"),
        ("as: 乙, opens: [notice]", "as: 乙, opens: [propose]", "待办节点应为 propose，实为 notice"),
        ("refused: 未满法定期间", "refused: 没有权限", "应因“没有权限”被拒绝"),
        ("as: 甲, refused: 不得由同一人", "as: 乙, refused: 不得由同一人", "却办成了"),
        ("seen_by: {prosecutor: true, court: true, 别的监狱: false}", "seen_by: {别的监狱: true}", "应能看到"),
        ("hidden_from: {court: [study, check, notice]", "hidden_from: {court: [propose]", "不应看到 propose"),
        ("copies: [资阳市检察院]", "copies: []", "抄送应为 无"),
        ("months_reduced: 8, ruled_on", "months_reduced: 9, ruled_on", "months_reduced 应为 9，实为 8"),
    ],
)
def test_a_story_that_says_the_wrong_thing_is_found(catalog, tmp_path, was, now, said):
    def change(text):
        assert was in text
        return text.replace(was, now, 1)

    _, outcome = told(catalog, "trial", change, tmp_path)
    assert any(said in str(one) for one in outcome.differences), outcome.differences
