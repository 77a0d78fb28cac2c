"""A report as it is drawn: figures, pieces of a line, lines and tables, the whole."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.catalog import digest


@dataclass(frozen=True)
class ReportFigure:
    """A figure in the report: its number, what it is, how it came about, where its rows open."""

    number: int
    title: str
    text: str
    ground: str
    address: str


@dataclass(frozen=True)
class Piece:
    """A piece of a line: words, or a figure with the number under which it stands among the sources."""

    text: str
    figure: ReportFigure | None = None


@dataclass(frozen=True)
class Part:
    """A line of the report: heading, subheading or paragraph in pieces, or table with its cells (headings first)."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    cells: tuple[tuple[Piece, ...], ...] = ()

    @property
    def text(self) -> str:
        """The line as it is printed: figures with the number of their source."""
        return "".join(map(_printed, self.pieces))

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """The table as it is printed."""
        return tuple(tuple(map(_printed, row)) for row in self.cells)


def _printed(piece: Piece) -> str:
    return piece.text + (f"〔{piece.figure.number}〕" if piece.figure else "")


@dataclass(frozen=True)
class Drawn:
    """A report as drawn up: its parts, the figures in it, what is lacking or still to be written, what must be known to read it."""

    title: str
    parts: tuple[Part, ...]
    figures: tuple[ReportFigure, ...]
    lacking: tuple[str, ...] = ()
    unwritten: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over every figure with what it was counted from: what the trace keeps of the report."""
        return digest.of_text("\n".join(f"{one.number}\t{one.title}\t{one.text}\t{one.ground}\t{one.address}" for one in self.figures))

    @property
    def sources(self) -> tuple[tuple[str, ...], ...]:
        """The figures as a table, headings first; empty where there is none."""
        rows = tuple((str(one.number), one.title, one.text, one.ground, one.address) for one in self.figures)
        return (("序号", "指标", "数值", "计算", "打开记录"), *rows) if rows else ()
