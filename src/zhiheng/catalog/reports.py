"""A report (`reports/<id>.md`): sentences with figures taken from indicators, each figure opening its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from zhiheng.catalog import digest, sources
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.fields import Fields
from zhiheng.catalog.yaml_strict import load, read_text

PLACE = re.compile(r"\{\{\s*(?P<kind>[a-z]+)(?::(?P<name>[a-z][a-z0-9_]*)(?:\.(?P<part>[a-z]+)(?::(?P<group>[^}\s]+))?)?)?\s*\}\}")
ANY_PLACE = re.compile(r"\{\{[^}]*\}\}")
FIGURES = ("value", "numerator", "denominator", "before", "change", "lastyear", "yearly", "parts")
"""What of an indicator a figure shows: its value (default), hits, all, the value of the period before, the change against it, the value
of the same period of the year before, the change against that, a table of its parts."""
WORDS = ("organ", "period", "earlier", "today", "title")
"""Words of the report itself; `earlier`: what the period before is called (上年, 上季度, 上月)."""
TOLD = ("write", "missing")
"""Places of a report's own: what a person writes, and figures that nothing here gives."""
EVERY = ("month", "quarter", "half_year", "year", "")


@dataclass(frozen=True)
class Place:
    """A place in a line: `{{indicator:reply_rate.numerator}}`, `{{indicator:cases_opened.value:patrol}}` (of one part), `{{period}}`."""

    kind: str
    name: str
    part: str
    text: str
    group: str = ""


@dataclass(frozen=True)
class ReportSpec:
    """A report's text. lines: as in documents, `#` and `##` headings and paragraphs, with the line they stand on.

    issuer, to, occasion   who gives it, to whom, on what occasion
    addressee   how it addresses them (default: `to`); nothing where it addresses nobody
    second_line   the words with which the second line of a long title begins, so that it breaks between words
    public   it is published: few persons are not counted out
    writes   name → what a person has to write there; missing: name → a figure that nothing here gives yet
    """

    id: str
    pack: str
    title: str
    every: str
    issuer: str
    to: str
    addressee: str
    occasion: str
    second_line: str
    public: bool
    writes: Mapping[str, str]
    missing: Mapping[str, str]
    source: tuple[str, ...]
    lines: tuple[tuple[int, str], ...]
    path: Path
    digest: str

    @property
    def places(self) -> tuple[tuple[int, Place], ...]:
        """Every place with its line."""
        return tuple((line, place) for line, text in self.lines for place in places_of(text))

    @property
    def indicators(self) -> tuple[str, ...]:
        """The indicators it names."""
        return tuple(dict.fromkeys(place.name for _, place in self.places if place.kind == "indicator"))


def places_of(text: str) -> list[Place]:
    """The places of a line."""
    return [
        Place(found["kind"], found["name"] or "", found["part"] or "", found[0], found["group"] or "") for found in PLACE.finditer(text)
    ]


def read(path: Path, pack: str, faults: Faults) -> ReportSpec | None:
    """Read `reports/<id>.md`."""
    text = digest.canonical_text(read_text(path, faults))
    lines = text.split("\n")
    if lines[0] != "---" or "---" not in lines[1:]:
        faults.add(path, 1, f"报告 {path.stem}", "没有文件头", "文件以 --- 开头，写 report、title，再以 --- 结束。")
        return None
    end = lines.index("---", 1)
    fields = Fields(load("\n".join(lines[1:end]), path=path, faults=faults, first_line=2), faults, f"报告 {path.stem}")
    if fields.text("report") not in {path.stem, ""}:
        fields.fault("report", f"与文件名 {path.stem} 不符", f"写 report: {path.stem}，或给文件改名。")
    body = tuple((end + 2 + offset, line.strip()) for offset, line in enumerate(lines[end + 1 :]) if line.strip())
    every = fields.one_of("every", EVERY, default="")
    spec = ReportSpec(
        id=path.stem,
        pack=pack,
        title=fields.text("title"),
        every=every,
        issuer=fields.text("issuer", default=""),
        to=fields.text("to", default=""),
        addressee=fields.text("addressee", default=fields.text("to", default="")),
        occasion=fields.text("occasion", default=""),
        second_line=fields.text("second_line", default=""),
        public=fields.flag("public"),
        writes={name: str(what) for name, what in fields.mapping("writes").items()},
        missing={name: str(what) for name, what in fields.mapping("missing").items()},
        source=fields.texts("source"),
        lines=body,
        path=path,
        digest=digest.of_text(text),
    )
    fields.only()
    sources.check(fields, spec.source)
    _check_places(spec, faults)
    return spec


def _check_places(spec: ReportSpec, faults: Faults) -> None:
    for line, text in spec.lines:
        known = {place.text for place in places_of(text)}
        for found in ANY_PLACE.findall(text):
            if found not in known:
                faults.add(
                    spec.path, line, f"报告 {spec.id}", f"看不懂 {found}", "写 {{indicator:指标}}、{{register:台账}} 或 {{period}}。"
                )
    for line, place in spec.places:
        _check_place(spec, line, place, faults)


def _check_place(spec: ReportSpec, line: int, place: Place, faults: Faults) -> None:
    if place.kind in TOLD:
        _check_told(spec, line, place, faults)
    elif place.kind == "indicator" and place.part and place.part not in FIGURES:
        faults.add(spec.path, line, f"报告 {spec.id}", f"指标没有 {place.part}", did_you_mean(place.part, FIGURES))
    elif place.kind not in {*WORDS, "indicator", "register"}:
        known = [*WORDS, *TOLD, "indicator", "register"]
        faults.add(spec.path, line, f"报告 {spec.id}", f"没有 {place.text}", did_you_mean(place.kind, known))


def _check_told(spec: ReportSpec, line: int, place: Place, faults: Faults) -> None:
    known = spec.writes if place.kind == "write" else spec.missing
    if place.name not in known:
        head = "writes" if place.kind == "write" else "missing"
        faults.add(spec.path, line, f"报告 {spec.id}", f"文件头 {head} 没有 {place.name}", did_you_mean(place.name, known))


def check_names(spec: ReportSpec, known: Mapping[str, Iterable[str]], faults: Faults) -> None:
    """Note every indicator or register that is not there; `known`: kind → names."""
    for line, place in spec.places:
        names = list(known.get(place.kind, ()))
        if place.kind in known and place.name not in names:
            faults.add(spec.path, line, f"报告 {spec.id}", f"没有 {place.kind} {place.name}", did_you_mean(place.name, names))
