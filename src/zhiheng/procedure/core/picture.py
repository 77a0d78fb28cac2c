"""A procedure as an SVG picture that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from zhiheng.catalog.procedures import ProcedureSpec
from zhiheng.procedure.core.diagram import Arrow, Diagram, Shape, draw_diagram

STYLE = (
    "text{font:14px 'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei',sans-serif;fill:#1f2937}.small{font-size:12px;fill:#4b5563}"
    ".lane{fill:none;stroke:#cbd5e1}.step{fill:#eff6ff;stroke:#1d4ed8;stroke-width:1.5}.gate{fill:#fffbeb;stroke:#b45309;stroke-width:1.5}"
    ".dot{fill:#ecfdf5;stroke:#047857;stroke-width:2}.flow{fill:none;stroke:#64748b;stroke-width:1.3}.clock{fill:#b91c1c;font-size:12px}"
)


def to_svg(spec: ProcedureSpec) -> str:
    """The picture; each step names its clock, and the article it rests on as a title."""
    diagram = draw_diagram(spec)
    size = f'width="{diagram.width}" height="{diagram.height}" viewBox="0 0 {diagram.width} {diagram.height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(spec.title)}">',
        f"<title>{escape(spec.title)}</title><style>{STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L10 5L0 10z" fill="#64748b"/></marker></defs>',
        *_lanes(diagram),
        *map(_arrow, diagram.arrows),
        *(_shape(spec, shape) for shape in diagram.shapes),
        *map(_label, (arrow for arrow in diagram.arrows if arrow.title)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _lanes(diagram: Diagram) -> Iterator[str]:
    for lane in diagram.lanes:
        yield f'<rect class="lane" x="10" y="{lane.y}" width="{diagram.width - 20}" height="{lane.height}"/>'
        yield f'<text x="22" y="{lane.y + lane.height // 2 + 5}">{escape(lane.title)}</text>'


def _arrow(arrow: Arrow) -> str:
    points = " ".join(f"{x},{y}" for x, y in arrow.points)
    return f'<polyline class="flow" points="{points}" marker-end="url(#tip)"/>'


def _label(arrow: Arrow) -> str:
    """The outcome's name, beside the last bend before the target, on white so that lines do not cross it."""
    (x0, y0), (x1, y1) = arrow.points[-3:-1] if len(arrow.points) > 3 else (arrow.points[0], arrow.points[-1])
    x, y = (x0 + x1) // 2, (y0 + y1) // 2 - 4
    width = 12 * len(arrow.title) + 4
    box = f'<rect x="{x - width // 2}" y="{y - 11}" width="{width}" height="14" fill="#fff" opacity="0.85"/>'
    return f'{box}<text class="small" x="{x}" y="{y}" text-anchor="middle">{escape(arrow.title)}</text>'


def _shape(spec: ProcedureSpec, shape: Shape) -> str:
    (width, height), (x, y) = shape.size, shape.middle
    if shape.kind == "step":
        return _step(spec, shape)
    if shape.kind in {"start", "end"}:
        thick = ' stroke-width="4"' if shape.kind == "end" else ""
        return f'<circle class="dot" cx="{x}" cy="{y}" r="{width // 2}"{thick}/>'
    sign = "×" if shape.kind == "choice" else "+"
    corners = f"{x},{shape.y} {shape.x + width},{y} {x},{shape.y + height} {shape.x},{y}"
    return f'<polygon class="gate" points="{corners}"/><text x="{x}" y="{y + 5}" text-anchor="middle">{sign}</text>'


def _step(spec: ProcedureSpec, shape: Shape) -> str:
    step, (width, height), (x, y) = spec.steps[shape.id], shape.size, shape.middle
    place = f'x="{shape.x}" y="{shape.y}" width="{width}" height="{height}" rx="8"'
    box = f'<rect class="step" {place}><title>{escape(step.source)}</title></rect>'
    half = (len(shape.title) + 1) // 2
    lines = [shape.title] if len(shape.title) <= 7 else [shape.title[:half], shape.title[half:]]
    top = y + 5 - 9 * (len(lines) - 1)
    words = "".join(f'<text x="{x}" y="{top + 18 * index}" text-anchor="middle">{escape(line)}</text>' for index, line in enumerate(lines))
    clock = f'<text class="clock" x="{x}" y="{shape.y + height - 6}" text-anchor="middle">有时限</text>' if step.within else ""
    return box + words + clock
