"""A procedure as BPMN 2.0 with its drawing, for any modelling tool."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from zhiheng.catalog.procedure_times import Within
from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.diagram import Diagram, Shape, draw_diagram

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
LINE = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
ELEMENTS = {
    "start": "startEvent",
    "end": "endEvent",
    "step": "userTask",
    "choice": "exclusiveGateway",
    "fork": "parallelGateway",
    "join": "parallelGateway",
}
DURATIONS = {"day": "P{}D", "month": "P{}M", "minute": "PT{}M", "hour": "PT{}H", "workday": "P{}D"}


def to_bpmn(spec: ProcedureSpec) -> str:
    """The procedure as one BPMN document, UTF-8, with a timer beside each clock."""
    diagram = draw_diagram(spec)
    for prefix, space in (("bpmn", MODEL), ("bpmndi", DI), ("dc", DC), ("di", LINE), ("xsi", XSI)):
        ET.register_namespace(prefix, space)
    top = ET.Element(f"{{{MODEL}}}definitions", {"id": f"definitions_{spec.id}", "targetNamespace": f"urn:zhiheng:{spec.pack}"})
    _process(top, spec, diagram)
    _drawing(top, spec, diagram)
    ET.indent(top)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(top, encoding="unicode") + "\n"


def _process(top: ET.Element, spec: ProcedureSpec, diagram: Diagram) -> None:
    process = ET.SubElement(top, f"{{{MODEL}}}process", {"id": spec.id, "name": spec.title, "isExecutable": "false"})
    lanes = ET.SubElement(process, f"{{{MODEL}}}laneSet", {"id": f"lanes_{spec.id}"})
    for lane in diagram.lanes:
        found = ET.SubElement(lanes, f"{{{MODEL}}}lane", {"id": f"lane_{lane.id}", "name": lane.title})
        for shape in diagram.shapes:
            if shape.lane == lane.id:
                ET.SubElement(found, f"{{{MODEL}}}flowNodeRef").text = shape.id
    for shape in diagram.shapes:
        _element(process, spec, diagram, shape)
    for arrow in diagram.arrows:
        names = {"id": arrow.id, "sourceRef": arrow.source, "targetRef": arrow.target} | ({"name": arrow.title} if arrow.title else {})
        ET.SubElement(process, f"{{{MODEL}}}sequenceFlow", names)


def _element(process: ET.Element, spec: ProcedureSpec, diagram: Diagram, shape: Shape) -> None:
    made = ET.SubElement(process, f"{{{MODEL}}}{ELEMENTS[shape.kind]}", {"id": shape.id} | ({"name": shape.title} if shape.title else {}))
    step = spec.steps.get(shape.id)
    if step and step.source:
        ET.SubElement(made, f"{{{MODEL}}}documentation").text = step.source
    for arrow in diagram.arrows:
        if arrow.target == shape.id:
            ET.SubElement(made, f"{{{MODEL}}}incoming").text = arrow.id
    for arrow in diagram.arrows:
        if arrow.source == shape.id:
            ET.SubElement(made, f"{{{MODEL}}}outgoing").text = arrow.id
    for index, within in enumerate(step.within if step else ()):
        _timer(process, shape.id, index, within)


def _timer(process: ET.Element, step: str, index: int, within: Within) -> None:
    """A timer that does not interrupt the step: a clock running out urges, it does not end the step."""
    name = within.limit or within.due or f"{within.amount} {within.unit}"
    attributes = {"id": f"clock_{step}_{index}", "name": name, "attachedToRef": step, "cancelActivity": "false"}
    timer = ET.SubElement(process, f"{{{MODEL}}}boundaryEvent", attributes)
    ET.SubElement(timer, f"{{{MODEL}}}documentation").text = f"自 {'、'.join(within.start) or step} 起：{name}"
    clock = ET.SubElement(timer, f"{{{MODEL}}}timerEventDefinition")
    if within.amount:
        length = ET.SubElement(clock, f"{{{MODEL}}}timeDuration", {f"{{{XSI}}}type": "bpmn:tFormalExpression"})
        length.text = DURATIONS[within.unit].format(within.amount)


def _drawing(top: ET.Element, spec: ProcedureSpec, diagram: Diagram) -> None:
    whole = ET.SubElement(top, f"{{{DI}}}BPMNDiagram", {"id": f"diagram_{spec.id}"})
    plane = ET.SubElement(whole, f"{{{DI}}}BPMNPlane", {"id": f"plane_{spec.id}", "bpmnElement": spec.id})
    for lane in diagram.lanes:
        _bounds(plane, f"lane_{lane.id}", (20, lane.y, diagram.width - 20, lane.height), {"isHorizontal": "true"})
    for shape in diagram.shapes:
        marker = {"isMarkerVisible": "true"} if shape.kind == "choice" else {}
        _bounds(plane, shape.id, (shape.x, shape.y, *shape.size), marker)
        for index, _ in enumerate(spec.steps[shape.id].within if shape.id in spec.steps else ()):
            _bounds(plane, f"clock_{shape.id}_{index}", (shape.x + 6 + 40 * index, shape.y + shape.size[1] - 18, 36, 36), {})
    for arrow in diagram.arrows:
        edge = ET.SubElement(plane, f"{{{DI}}}BPMNEdge", {"id": f"edge_{arrow.id}", "bpmnElement": arrow.id})
        for x, y in arrow.points:
            ET.SubElement(edge, f"{{{LINE}}}waypoint", {"x": str(x), "y": str(y)})


def _bounds(plane: ET.Element, element: str, box: tuple[int, int, int, int], more: dict[str, str]) -> None:
    shape = ET.SubElement(plane, f"{{{DI}}}BPMNShape", {"id": f"shape_{element}", "bpmnElement": element, **more})
    names = ("x", "y", "width", "height")
    ET.SubElement(shape, f"{{{DC}}}Bounds", {name: str(value) for name, value in zip(names, box, strict=True)})
