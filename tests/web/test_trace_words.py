"""What the trace says stands in words: every act that the program writes, every thing, every way, and officers by name."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from zhiheng.registry.selectors.accounts import names_of
from zhiheng.web import words
from zhiheng.web.templatetags.pages import act_said, thing

SOURCE = Path(__file__).resolve().parents[2] / "src" / "zhiheng"
ACT = re.compile(r"[a-z_]+\.[a-z_]+")


def beginnings(node):
    """The text of an argument, or the piece with which it begins."""
    if isinstance(node, ast.JoinedStr):
        node = node.values[0]
    if isinstance(node, ast.IfExp):
        return beginnings(node.body) | beginnings(node.orelse)
    return {node.value} if isinstance(node, ast.Constant) and isinstance(node.value, str) else set()


def given(name):
    """Every text that a call in the program gives under this name."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for keyword in node.keywords if isinstance(node, ast.Call) else ():
                if keyword.arg == name:
                    yield from beginnings(keyword.value)


def test_every_act_and_thing_that_the_program_writes_has_its_words():
    acts = {one for one in given("act") if ACT.fullmatch(one)}
    heads = {one.partition(".")[0] for one in acts} | {one.partition(":")[0] for one in given("thing") if one.isascii()}
    assert len(acts) > 80 and len(heads) > 30
    assert sorted(one for one in acts if one not in words.ACTS and one.partition(".")[0] not in words.ACT_HEADS) == []
    assert sorted(heads - set(words.THINGS)) == []


def test_officers_and_organs_stand_by_name(officers):
    officer = officers["prosecutor"]
    things = [f"officer:{officer.pk}", f"organ:{officer.organ_id}", "officer:0", "case:x", "officer:admin"]
    named = names_of(things)
    assert named == {things[0]: officer.name, things[1]: officer.organ.name}
    assert [thing(one, named) for one in things[:3]] == [f"办案人员 {officer.name}", f"机关 {officer.organ.name}", "办案人员 0"]
    assert (thing("entry:12"), thing("entry:18ecbf74-d94a-3c91-8721-1597bf9ed180")) == ("留痕 12", "台账条目")
    assert (thing("screen"), act_said("portal.account.opened")) == ("指挥中心大屏", "开通手机账号")
