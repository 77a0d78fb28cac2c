"""What of a case goes into a package for another organ: what both may see, under names that stay apart, with index and envelope."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.utils import timezone

from zhiheng.dossier.core import keeping
from zhiheng.dossier.core.intake import safe_name
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.selectors import files_seen_by
from zhiheng.exchange.core.package_envelope import envelope_element
from zhiheng.exchange.core.package_index import index_element
from zhiheng.exchange.core.package_xml import Element, written
from zhiheng.exchange.packages.selectors import code_of
from zhiheng.ledger.core.actor import Actor
from zhiheng.procedure.core.visibility import hidden_steps
from zhiheng.procedure.selectors import state_for


@dataclass(frozen=True)
class PackageFile:
    """A file for the package: its name inside, where it lies, its length."""

    name: str
    place: Path
    size: int


def files_for(case: Any, sender: Any, receiver: Any) -> list[PackageFile]:
    """Issued papers (signed prints before plain ones) and attachments that neither organ is kept from."""
    taken: set[str] = set()
    return [PackageFile(_apart(name, taken), _place(file), file.size) for name, file in shared_files(case, sender, receiver)]


def shared_files(case: Any, sender: Any, receiver: Any) -> Iterator[tuple[str, Any]]:
    """The kept files of these, each under its name in the package. A paper numbered when it is drawn up leaves as its newest version."""
    hidden = _hidden(case, sender, receiver)
    own, others = (files_seen_by(Actor("", "", organ.name, "package"), case.dossier_key) for organ in (sender, receiver))
    versions = {version.pk for one in others.documents for version in one.versions}
    for one in own.documents:
        shared = [version for version in one.versions if version.pk in versions and _leaves(one.document, version)]
        if shared and not one.document.inner and one.document.step not in hidden:
            prints = {file.kind: file for file in shared[-1].files.all()}
            file = prints.get("signed") or prints["pdf"]
            yield f"WS/{safe_name(file.name)}", file
    allowed = {file.pk for file in others.attachments}
    for file in own.attachments:
        if file.pk in allowed and not file.inner and file.step not in hidden:
            yield f"JZ/{safe_name(file.name)}", file


def _leaves(document: Any, version: Any) -> bool:
    """Whether a version may leave its house: no draft that waits for issue, nor one that is never numbered and was not issued."""
    return bool(version.issued_at) or document.numbered == "at_once"


def _hidden(case: Any, sender: Any, receiver: Any) -> frozenset[str]:
    found = state_for(case.pk)
    if found is None:
        return frozenset()
    _, spec, state = found
    return hidden_steps(spec, state, {sender.name}) | hidden_steps(spec, state, {receiver.name})


def _place(file: Any) -> Path:
    return keeping.place_of(Path(settings.FILES), file.digest)


def _apart(name: str, used: set[str]) -> str:
    """The name, with a number behind it where another file bears it already."""
    path, number, made = PurePosixPath(name), 1, name
    while made.casefold() in used:
        number += 1
        made = str(path.with_name(f"{path.stem}（{number}）{path.suffix}"))
    used.add(made.casefold())
    return made


@dataclass(frozen=True)
class Heading:
    """What the envelope says of the package itself."""

    node: str
    mark: str
    number: str
    kind: int
    now: datetime


def ywxx(heading: Heading, case: Any, sender: Any, receiver: Any, files: list[PackageFile]) -> bytes:
    """The XML of the package: envelope and index."""
    moment, node, mark = timezone.localtime(heading.now), heading.node, heading.mark
    values = {
        "PTTYAH": heading.number, "SJBS": mark, "AJBH": case.pk.hex, "AH": case.number, "AJMC": case.title,
        "YWLB": node[:4], "LCJDBH": node,
        **_unit("JSDW", receiver), **_unit("FSDW", sender), "FSSJ": f"{moment:%Y-%m-%d %H:%M:%S}", "YSRQ": f"{moment:%Y-%m-%d}",
        "SJLX": str(heading.kind),
    }  # fmt: skip
    index = index_element(mark, case.title, [(file.name, file.size) for file in files])
    return written(Element("ROOT", inner=[envelope_element(values), index]))


def _unit(begins: str, organ: Any) -> dict[str, str]:
    return {
        f"{begins}BH": code_of(organ), f"{begins}MC": full_name(organ.name), f"{begins}LX": organ.kind_title,
        f"{begins}SZDXZQHDM": organ.division,
    }  # fmt: skip
