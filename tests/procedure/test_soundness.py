"""What a procedure check finds, with the line it finds it on."""

from __future__ import annotations

import re

import pytest

from tests.procedure.conftest import JOINT, read
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.soundness import Known, check

KNOWN = Known(limits={"supervision.reply/proposal"}, rights={"document.draft", "document.approve"}, documents={"paper": set()}, rules=set())


def found(text: str) -> list[tuple[int, str]]:
    faults = Faults()
    spec = read(text, faults)
    check(spec, KNOWN, faults)
    return [(fault.line, f"{fault.thing}：{fault.reason} {fault.remedy}") for fault in sorted(faults)]


def line_of(text: str, word: str) -> int:
    return next(index for index, line in enumerate(text.splitlines(), start=1) if word in line)


def test_a_sound_procedure_has_no_faults():
    assert found(JOINT) == []


def test_returning_one_of_two_parallel_ways_is_found():
    text = JOINT.replace(
        "outcomes: {approved: decide, refused: decide}", "outcomes: {approved: decide, returned: {to: file, reason: true}}"
    )
    assert any("可能无法结束" in words for _, words in found(text))


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("from: file.done", "from: file.dome", "没有这个事件 节点 file 的事件：file.done。是不是要写 file.done？"),
        ("approved: decide,", "approved: decidee,", "没有这个节点 是不是要写 decide？"),
        ("start: file", "start: fiel", "没有这个节点 是不是要写 file？"),
        ("urge: {by: handler}", "urge: {by: handlr}", "没有这个角色 是不是要写 handler？"),
        ("right: document.draft", "right: document.drfat", "没有这个权限 是不是要写 document.draft？"),
        ("waits_for: [look, ask]", "waits_for: [look, aks]", "没有这个节点 是不是要写 ask？"),
        ("title: 征求意见, by: handler", "title: 征求意见, by: handler, draws: [papr]", "没有这个文书 是不是要写 paper？"),
        ("title: 征求意见, by: handler", "title: 征求意见, by: handler, assess: nothing", "没有这个规则"),
        ("title: 征求意见, by: handler", "title: 征求意见, by: handler, form: none", "没有这个表单"),
        (
            "withdraw: {by: handler, during: [file, look]}",
            "withdraw: {by: handler, during: [file, look], asked: [papr]}",
            "没有这个文书 是不是要写 paper？",
        ),
        ("hand_over: [reviewer]", "hand_over: [revewer]", "没有这个角色 是不是要写 reviewer？"),
        (
            "{to: [look, ask], title: 分头办理}",
            "{to: [look, ask], title: 分头办理, hands_over: {revewer: event.organ}}",
            "没有这个有单位的角色",
        ),
        ("{to: [look, ask], title: 分头办理}", "{to: [look, ask], title: 分头办理, hands_over: {reviewer: nowhere}}", "没有这个字段"),
        (
            "within: {months: 1, from: file.done, source: 试用 第一条}",
            "within: {limit: supervision.reply/propsal, from: file.done}",
            "没有这个法定时限",
        ),
        ("{to: [look, ask], title: 分头办理}", "{to: [look], title: 单独}", "到不了这个节点"),
    ],
)
def test_a_wrong_name_is_shown_with_its_line(was, now, said):
    text = JOINT.replace(was, now)
    assert was in JOINT
    faults = found(text)
    assert any(said in words for _, words in faults)
    assert line_of(text, now.split("\n")[0][:24]) in {line for line, _ in faults} or "到不了" in said


def test_a_case_that_cannot_end_is_found():
    text = JOINT.replace("{granted: end, refused: {to: end, title: 不准}, returned: {to: file, reason: true}}", "{granted: file}")
    assert any("无法结束" in words for _, words in found(text))


def test_a_joint_that_never_fills_is_found():
    text = JOINT.replace("outcomes: {done: decide}}", "outcomes: {done: {to: [look], title: 转}}}")
    assert any("无法结束" in words for _, words in found(text))


def test_a_choice_without_a_way_on_is_found(supervision):
    faults = Faults()
    text = (supervision.path).read_text(encoding="utf-8").replace("when: {kind: proposal}, sets", "when: {kind: correction_notice}, sets")
    text = re.sub(r"      founded: {to: decide_review,.*\n", "", text)
    from pathlib import Path

    from zhiheng.catalog import procedures
    from zhiheng.catalog.yaml_strict import load, load_file

    forms = {file.stem: load_file(file, faults) for file in sorted((supervision.path.parents[1] / "forms").glob("*.yaml"))}
    spec = procedures.from_documents(load(text, path=Path("p.yaml"), faults=faults), forms, "p", faults)
    check(spec, Known(), faults)
    reasons = [
        fault.reason for fault in faults if fault.reason.endswith("没有任何结果可选")
    ]  # lists and sub-cases stand beside, unread here
    assert reasons == ["kind 为 proposal 时没有任何结果可选"]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("outcomes: {done: decide}", "outcomes: {done: decide}, colour: red", "没有这一项"),
        ("outcomes: {done: decide}", "outcomes: {strange: decide}", "没有中文名称"),
        (", source: 试用 第一条}", "}", "自定天数没有依据"),
        ("months: 1, from: file.done, source", "from: file.done, source", "时限应当且只应有一种写法"),
        ("title: 会同办理\n", "", "缺少"),
    ],
)
def test_a_wrong_shape_is_shown(was, now, said):
    faults = Faults()
    read(JOINT.replace(was, now, 1), faults)
    assert any(said in fault.reason for fault in faults)


def test_clock_powers_need_a_clock():
    text = JOINT.replace("    within: {months: 1, from: file.done, source: 试用 第一条}\n", "")
    assert any("却没有时限" in words for _, words in found(text))


def test_rights_that_packs_may_ask_for_are_rights_of_the_registry():
    from zhiheng.catalog.packs import WORK_RIGHTS
    from zhiheng.registry.core.roles import RIGHTS

    assert WORK_RIGHTS <= RIGHTS
