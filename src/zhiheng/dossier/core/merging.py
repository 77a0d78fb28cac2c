"""One paged PDF out of the parts of a dossier: contents, parts in their order, page stamps, a mark across every page."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from zhiheng.dossier.core.pdf import LAYOUT, faces, typeset

CONTENTS, STAMPS = LAYOUT.with_name("contents.typ"), LAYOUT.with_name("stamps.typ")
INCH = 25.4
WIDE, HIGH = 210 / INCH, 297 / INCH
UNREADABLE = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError)


@dataclass(frozen=True)
class Part:
    """A part of a dossier: its title, number or source, day, and the file's name and content."""

    title: str
    source: str
    day: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Merged:
    """The PDF, its number of pages, and the names of parts that could not be laid in (kept apart)."""

    content: bytes
    pages: int
    apart: tuple[str, ...]


def merge(parts: Sequence[Part], *, title: str, subtitle: str, mark: str, on: date) -> Merged:
    """Lay the parts together behind a page of contents; `mark` is printed across every page."""
    readers = [(part, reader_of(part)) for part in parts]
    apart = tuple(part.name for part, reader in readers if reader is None)
    laid = [(part, reader) for part, reader in readers if reader is not None]
    rows, first = [], 1
    for serial, (part, reader) in enumerate(laid, start=1):
        last = first + len(reader.pages) - 1
        rows.append([str(serial), part.title, part.source, part.day, str(first) if first == last else f"{first}—{last}"])
        first = last + 1
    contents = _contents(rows, apart, title=title, subtitle=subtitle, pages=first - 1, on=on)
    content = _laid(contents, laid, rows, mark=mark, on=on)
    return Merged(content, first - 1, apart)


def reader_of(part: Part) -> PdfReader | None:
    """The part as PDF: itself, or a picture on a page; None where it can be neither read nor turned."""
    ending = part.name.rpartition(".")[2].lower()
    try:
        if ending == "pdf":
            reader = PdfReader(io.BytesIO(part.content))
            return reader if not reader.is_encrypted and len(reader.pages) else None
        return PdfReader(io.BytesIO(picture_page(part.content))) if ending in {"jpg", "jpeg", "png"} else None
    except (*UNREADABLE, UnidentifiedImageError, Image.DecompressionBombError):
        return None


def picture_page(content: bytes) -> bytes:
    """A picture upright on a page no larger than A4."""
    picture = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGB")
    wide, high = (HIGH, WIDE) if picture.width > picture.height else (WIDE, HIGH)
    kept = io.BytesIO()
    picture.save(kept, "PDF", resolution=max(picture.width / wide, picture.height / high, 72.0))
    return kept.getvalue()


def _contents(rows: list[list[str]], apart: Sequence[str], *, title: str, subtitle: str, pages: int, on: date) -> PdfReader:
    note = f"本卷正文共{pages}页；页码自目录之后起算。"
    content = {"title": title, "subtitle": subtitle, "author": "", "rows": rows, "apart": list(apart), "note": note}
    return PdfReader(io.BytesIO(typeset(CONTENTS, {**content, "faces": faces().lists()}, title=title, on=on)))


def _laid(contents: PdfReader, laid: Sequence[tuple[Part, PdfReader]], rows: list[list[str]], *, mark: str, on: date) -> bytes:
    writer = PdfWriter()
    writer.append(contents, import_outline=False)
    before, whole = len(writer.pages), sum(len(reader.pages) for _, reader in laid)
    for (part, reader), row in zip(laid, rows, strict=True):
        at = len(writer.pages)
        writer.append(reader, import_outline=False)
        writer.add_outline_item(title=f"{row[0]} {part.title}", page_number=at)
    stamps = ["" for _ in range(before)] + [f"第{number}页　共{whole}页" for number in range(1, whole + 1)]
    return _stamped(writer, stamps, mark, on)


def watermark(content: bytes, mark: str, on: date) -> bytes:
    """The PDF with the mark across every page; raises ValueError where it cannot be read."""
    writer = PdfWriter()
    try:
        writer.append(PdfReader(io.BytesIO(content)), import_outline=False)
        return _stamped(writer, ["" for _ in writer.pages], mark, on)
    except UNREADABLE as error:
        raise ValueError(str(error)) from error


def _stamped(writer: PdfWriter, stamps: Sequence[str], mark: str, on: date) -> bytes:
    sheets = []
    for page, stamp in zip(writer.pages, stamps, strict=True):
        page.transfer_rotation_to_content()
        sheets.append({"width": float(page.mediabox.width), "height": float(page.mediabox.height), "stamp": stamp})
    content = {"sheets": sheets, "mark": mark, "faces": faces().lists()}
    over = PdfReader(io.BytesIO(typeset(STAMPS, content, title="", on=on)))
    for page, layer in zip(writer.pages, over.pages, strict=True):
        box = page.mediabox
        page.merge_translated_page(layer, float(box.left), float(box.bottom))
    writer.compress_identical_objects()
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()
