"""A text that several files have in common is written once; each file is read as if it had written the whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.catalog import front_matter, packs, shared_texts
from zhiheng.catalog.errors import Faults, PackError

PACKS = Path(__file__).resolve().parents[2] / "packs"
SHARED = """/* ---
indicator: {{name}}
title: {{title}}
grain: 每份文书一行
purpose: 衡量{{title}}。
logic: 送达的除以全部。
reads: [documents]
columns: {number: 编号}
kind: share
unit: 份
--- */
select {{hit}} as hit, number as label, organ, served_on as day, link, number
from documents
"""
TAKING = """/* ---
takes: of_papers
with:
  title: 送达率
  hit: served_on is not null
better: up
--- */
"""


@pytest.fixture()
def root(tmp_path):
    for pack, title in (("first", "甲"), ("second", "乙")):
        (tmp_path / pack / "indicators").mkdir(parents=True)
        (tmp_path / pack / "pack.yaml").write_text(f"pack: {pack}\ntitle: {title}\npurpose: 试。\nsource: []\n", encoding="utf-8")
    (tmp_path / "first" / "indicators" / "shared").mkdir()
    (tmp_path / "first" / "indicators" / "shared" / "of_papers.sql").write_text(SHARED, encoding="utf-8")
    (tmp_path / "second" / "indicators" / "served_share.sql").write_text(TAKING, encoding="utf-8")
    return tmp_path


def taken(root, text=TAKING):
    place = root / "second" / "indicators" / "served_share.sql"
    place.write_text(text, encoding="utf-8")
    faults = Faults()
    return shared_texts.read(place, faults), faults


def test_a_file_is_the_text_with_its_values_and_its_own_keys(root):
    file, faults = taken(root)
    assert not faults
    whole = SHARED.replace("{{name}}", "served_share").replace("{{title}}", "送达率").replace("{{hit}}", "served_on is not null")
    assert file.text == whole.replace("--- */", "better: up\n--- */")
    spec = packs.load(root).indicators["served_share"]
    assert (spec.pack, spec.title, spec.better, spec.purpose) == ("second", "送达率", "up", "衡量送达率。")
    assert spec.sql == file.sql and "{{" not in spec.text


def test_a_value_may_have_several_lines(root):
    file, faults = taken(root, TAKING.replace("hit: served_on is not null", "hit: |-\n    served_on is not null\n    and number <> ''"))
    assert not faults
    assert "select served_on is not null\nand number <> '' as hit" in file.sql


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("of_papers", "of_paper", 2, "没有共用的文本 of_paper\n  是不是要写 of_papers？"),
        ("  title: 送达率\n", "", 3, "缺少 title"),
        ("  hit:", "  hits: x\n  hit:", 5, "共用的文本没有这一处\n  是不是要写 hit？"),
        ("--- */\n", "--- */\nselect 1\n", 2, "写了 takes，又写了 SELECT"),
        ("better: up", "better: upp", 6, "没有“upp”这一项"),
        ("better: up", "kind: count", 6, "同一层写了两次"),
        ("with:\n  title: 送达率\n  hit: served_on is not null\n", "", 2, "缺少 title"),
        ("title: 送达率", "title: '\"送达\" 率'", 4, "YAML"),
    ],
)
def test_what_does_not_fit_is_told_at_its_line(root, old, new, line, words):
    assert old in TAKING
    taken(root, TAKING.replace(old, new, 1))
    with pytest.raises(PackError) as caught:
        packs.load(root)
    told = [str(fault) for fault in caught.value.faults]
    assert any(f"served_share.sql:{line}  " in one and words in one for one in told), told


def test_what_the_program_brings_is_taken_by_packs():
    """Each shared text of the program has at least three files that take it, and none of them repeats it."""
    takers: dict[str, int] = {}
    for path in [*PACKS.glob("*/models/*.sql"), *PACKS.glob("*/indicators/*.sql")]:
        front = front_matter.read(path, Faults()).front.value
        if "takes" in front:
            takers[front["takes"]] = takers.get(front["takes"], 0) + 1
    ours = {path.stem for path in shared_texts.SHARED.glob("*/*.sql")}
    assert ours and all(takers.get(name, 0) >= 3 for name in ours), takers
