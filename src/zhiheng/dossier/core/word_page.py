"""The page of a Word paper: A4 with its grid, page numbers — 1 — outside, faces; nothing of a template but what is used."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

SONG, FANG, HEI, KAI, TITLE = "宋体", "仿宋", "黑体", "楷体", "方正小标宋简体"
PITCH = 28.99
"""Points from line to line: 22 lines in 225 mm."""
SIGN = 15.79
"""Points from sign to sign: 28 signs in 156 mm."""
USED_STYLES = frozenset({"Normal", "Table Grid", "Default Paragraph Font", "Normal Table", "No List", "Footer"})
FOOT = {"wrap": "around", "hAnchor": "margin", "vAnchor": "margin", "xAlign": "left", "yAlign": "bottom"}


def blank(*, wide: bool = False) -> Document:
    """A page without text."""
    return docx.Document(io.BytesIO(_empty(wide=wide)))


@lru_cache(maxsize=2)
def _empty(*, wide: bool) -> bytes:
    document = docx.Document()
    _strip(document)
    page = document.sections[0]
    sides = (28, 26, 25, 25) if wide else (37, 35, 28, 26)
    page.page_width, page.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    page.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = map(Mm, sides)
    page.footer_distance = Mm(sides[1] - 7 - 5)
    set_face(document.styles["Normal"], FANG, 16)
    if not wide:
        _grid(page)
    document.settings.odd_and_even_pages_header_footer = True
    _number(page.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(page.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def set_face(styled: Any, face: str, points: float) -> None:
    """Set the face for Chinese and Latin alike; `styled` is a style or a run."""
    styled.font.name, styled.font.size = face, Pt(points)
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    for kind in ("eastAsia", "ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{kind}"), face)


def text_width(document: Document) -> float:
    """Points between the margins."""
    page = document.sections[0]
    return float((page.page_width or 0) - (page.left_margin or 0) - (page.right_margin or 0)) / 12700


def add_tab(paragraph: Paragraph, points: float, *, right: bool) -> None:
    """A tab stop, centred unless it closes the line."""
    from docx.enum.text import WD_TAB_ALIGNMENT

    paragraph.paragraph_format.tab_stops.add_tab_stop(Pt(points), WD_TAB_ALIGNMENT.RIGHT if right else WD_TAB_ALIGNMENT.CENTER)


def at_foot(paragraph: Paragraph, *, top: bool, bottom: bool) -> None:
    """Put the paragraph in a frame at the foot of its page, ruled above and below."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no frames
    frame = element("framePr", w=str(round(156 * 56.693)), **FOOT)
    properties.insert_element_before(frame, "w:widowControl", "w:numPr", "w:pBdr", "w:spacing", "w:ind", "w:jc")
    borders = OxmlElement("w:pBdr")
    for side, drawn in (("top", top), ("bottom", bottom)):
        if drawn:
            borders.append(element(side, val="single", sz="6", space="4", color="000000"))
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def element(name: str, **attributes: str) -> Any:
    """An element of the w namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _grid(page: Any) -> None:
    """22 lines of 28 signs: pitches in twentieths and in 1/4096 of a point."""
    for found in page._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001 - python-docx has no document grid
        page._sectPr.remove(found)  # noqa: SLF001
    pitch, space = round(PITCH * 20), round((SIGN - 16) * 4096)
    page._sectPr.append(element("docGrid", type="linesAndChars", linePitch=str(pitch), charSpace=str(space)))  # noqa: SLF001


def _number(footer: Any, where: WD_ALIGN_PARAGRAPH) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = where
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    for text, kind in (("— ", ""), ("", "begin"), ("PAGE", "code"), ("", "end"), (" —", "")):
        run = paragraph.add_run("" if kind == "code" else text)
        set_face(run, SONG, 14)
        if kind == "code":
            code = element("instrText")
            code.text = text
            run._r.append(code)  # noqa: SLF001 - python-docx has no fields
        elif kind:
            run._r.append(element("fldChar", fldCharType=kind))  # noqa: SLF001


def _strip(document: Document) -> None:
    """Take out the template's thumbnail and the styles that no paper uses."""
    part = document.part
    _drop(part.package.rels, "/thumbnail")
    for ending in ("/customXml", "/numbering", "/stylesWithEffects"):
        _drop(part.rels, ending)
    styles = document.styles.element
    names = {name.lower() for name in USED_STYLES}
    for style in [one for one in styles.style_lst if (one.name_val or "").lower() not in names]:
        styles.remove(style)
    for latent in styles.findall(qn("w:latentStyles")):
        styles.remove(latent)
    _unlink(styles)


def _drop(links: Any, ending: str) -> None:
    for key in [key for key, link in links.items() if link.reltype.endswith(ending)]:
        del links[key]


def _unlink(styles: Any) -> None:
    """No style points at one that was taken out."""
    kept = {style.styleId for style in styles.style_lst}
    for style in styles.style_lst:
        for link in [one for one in style.findall(qn("w:link")) if one.get(qn("w:val")) not in kept]:
            style.remove(link)
