"""Files of a pack that are declared shapes: read whole, named by their file, with the digest of their text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from zhiheng.catalog import declared, digest
from zhiheng.catalog.declared import Shape
from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.field_shapes import FieldShape
from zhiheng.catalog.yaml_strict import Document, Place, load, load_file, read_text
from zhiheng.law import citations
from zhiheng.law.errors import Refused

T = TypeVar("T", bound=Shape)
NAME = r"^[a-z][a-z0-9_]*$"


@dataclass(frozen=True)
class FileSpec(Generic[T]):
    """A declared file. id: as the file says; shape: what it says; fields of it with their lists of codes filled in; digest of its text."""

    id: str
    pack: str
    path: Path
    digest: str
    shape: T
    document: Document

    @property
    def title(self) -> str:
        """Its name as people read it."""
        return str(getattr(self.shape, "title", self.id))


def read(path: Path, pack: str, faults: Faults, shape: type[T], key: str, kind: str) -> FileSpec[T] | None:
    """Read `<id>.yaml` as a shape; `key` is the field that repeats the file's name, `kind` the Chinese word of faults."""
    text = read_text(path, faults)
    document = load(text, path=path, faults=faults)
    thing = f"{kind} {path.stem}"
    _fill_codes(document, path, faults, thing)
    said = declared.read(shape, document, faults, thing)
    if said is None:
        return None
    spec = FileSpec(str(getattr(said, key)), pack, path, digest.of_text(text), said, document)
    if spec.id != path.stem:
        faults.add(path, document.line_of((key,)), f"{thing} {key}", f"与文件名 {path.stem} 不符", f"写 {key}: {path.stem}，或给文件改名。")
    check_sources(spec, getattr(said, "source", ()), faults, thing)
    return spec


def check_sources(spec: FileSpec[Any], source: Sequence[str], faults: Faults, thing: str) -> None:
    """Note every citation that does not name a text and an article."""
    for index, citation in enumerate(source):
        try:
            citations.parse(citation)
        except Refused as refused:
            faults.add(spec.path, spec.document.line_of(("source", index)), f"{thing} source", refused.message, f"{refused.remedy}。")


def note(spec: FileSpec[Any], faults: Faults, place: Place, thing: str, reason: str, remedy: str) -> None:
    """Note a fault at a place of the file."""
    faults.add(spec.path, spec.document.line_of(place), thing, reason, remedy)


def code_lists(directory: Path, faults: Faults) -> Mapping[str, Any]:
    """The lists of codes that files of a pack share: `codes.yaml`."""
    path = directory / "codes.yaml"
    if not path.is_file():
        return {}
    value = load_file(path, faults).value
    if isinstance(value, dict) and all(isinstance(one, dict) for one in value.values()):
        return value
    faults.add(path, 1, "codes.yaml", "应是“名单: {代码: 名称}”", "每个名单写成 名单: {代码: 名称, …}。")
    return {}


def _fill_codes(document: Document, path: Path, faults: Faults, thing: str) -> None:
    """Put the pack's lists in place of their names, anywhere a field says `codes: name`."""
    known = code_lists(path.parent.parent, faults)
    for place, holder in _holders(document.value, ()):
        name = holder["codes"]
        if not isinstance(name, str):
            continue
        if name in known:
            holder["codes"] = dict(known[name])
        else:
            reason, remedy = f"codes.yaml 里没有名单 {name}", did_you_mean(name, known)
            faults.add(path, document.line_of((*place, "codes")), f"{thing} {holder.get('id', '')}", reason, remedy)


def _holders(value: Any, place: Place) -> list[tuple[Place, dict[str, Any]]]:
    found: list[tuple[Place, dict[str, Any]]] = []
    if isinstance(value, dict):
        found += [(place, value)] if "codes" in value else []
        for key, inner in value.items():
            found += _holders(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            found += _holders(inner, (*place, index))
    return found


def fields_by_id(fields: Sequence[FieldShape]) -> Mapping[str, FieldShape]:
    """Fields by their ids."""
    return {item.id: item for item in fields}


def check_names(
    spec: FileSpec[Any], faults: Faults, place: Place, thing: str, names: Sequence[str], known: Mapping[str, Any] | Sequence[str]
) -> None:
    """Note every name that is not known."""
    for name in names:
        if name not in known:
            note(spec, faults, place, thing, f"没有 {name}", did_you_mean(name, list(known)))
