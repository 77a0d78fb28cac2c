"""BPMN and pictures: whole, connected, laid out without two shapes on one place."""

from __future__ import annotations

import argparse
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from zhiheng.cli import procedures as command
from zhiheng.procedure.core.bpmn import DI, MODEL, to_bpmn
from zhiheng.procedure.core.diagram import draw_diagram
from zhiheng.procedure.core.picture import to_svg
from zhiheng.schema.errors import UnusableInputError

BPMN = {"b": MODEL, "di": DI}


def tree(text: str) -> ET.Element:
    """The XML that we have just written ourselves."""
    return ET.fromstring(text.encode())  # noqa: S314


@pytest.fixture(params=["joint", "supervision"])
def spec(request):
    return request.getfixturevalue(request.param)


def test_every_flow_joins_known_elements_and_is_drawn(spec):
    root = tree(to_bpmn(spec))
    process = root.find("b:process", BPMN)
    ids = {item.get("id") for item in process.iter() if item.get("id")}
    flows = process.findall("b:sequenceFlow", BPMN)
    assert flows
    for flow in flows:
        assert {flow.get("sourceRef"), flow.get("targetRef")} <= ids
    drawn = {item.get("bpmnElement") for item in root.iter() if item.get("bpmnElement")}
    events = {"laneSet", "timerEventDefinition"}
    assert drawn >= {item.get("id") for item in process.iter() if item.get("id") and item.tag.split("}")[1] not in events}


def test_every_element_has_a_way_in_and_out(spec):
    diagram = draw_diagram(spec)
    for shape in diagram.shapes:
        assert shape.kind == "start" or any(arrow.target == shape.id for arrow in diagram.arrows), shape.id
        assert shape.kind == "end" or any(arrow.source == shape.id for arrow in diagram.arrows), shape.id


def test_shapes_do_not_overlap(spec):
    for one, other in combinations(draw_diagram(spec).shapes, 2):
        left, right = sorted((one, other), key=lambda shape: shape.x)
        upper, lower = sorted((one, other), key=lambda shape: shape.y)
        assert left.x + left.size[0] <= right.x or upper.y + upper.size[1] <= lower.y, (one.id, other.id)


def test_every_clock_is_a_timer(supervision):
    root = tree(to_bpmn(supervision))
    timers = root.findall(".//b:boundaryEvent", BPMN)
    clocked = {step.id for step in supervision.steps.values() if step.within}
    assert {"reply", "review_objection", "investigate"} <= clocked
    assert {timer.get("attachedToRef") for timer in timers} == clocked


def test_the_picture_is_well_formed_and_names_every_step(spec):
    root = tree(to_svg(spec))
    words = "".join(root.itertext())
    for step in spec.steps.values():
        assert step.title in words.replace("\n", "") or step.title[:4] in words


def options(text: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return parser.parse_args(text.split())


def test_the_packs_are_sound(capsys):
    assert command.run(options("check")) == 0
    assert "没有错误" in capsys.readouterr().out


def test_a_faulty_pack_gives_status_1(tmp_path, capsys):
    from tests.procedure.conftest import JOINT

    (tmp_path / "procedure.yaml").write_text(JOINT.replace("approved: decide", "approved: decidee"), encoding="utf-8")
    assert command.run(options(f"check {tmp_path}")) == 1
    assert f"{tmp_path}/procedure.yaml:22" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["check /nowhere", "export none", "export supervision_document --out /nowhere/x.svg --format svg"])
def test_unusable_requests_are_refused(text):
    with pytest.raises(UnusableInputError):
        command.run(options(text))


def test_export_writes_the_file(tmp_path):
    assert command.run(options(f"export supervision_document --format svg --out {tmp_path}/p.svg")) == 0
    assert (tmp_path / "p.svg").read_text(encoding="utf-8").startswith("<svg")
