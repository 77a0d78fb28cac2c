"""Readers of versions of models, of shadow runs and their differences, and of runs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import unified_diff
from typing import Any

from django.db.models import Prefetch, QuerySet

from zhiheng.catalog.cases import Case
from zhiheng.catalog.errors import Faults
from zhiheng.catalog.models import ModelSpec, of_text
from zhiheng.catalog.packs import Catalog
from zhiheng.models.core.differing import KINDS
from zhiheng.models.models import ModelVersion, ShadowRow, ShadowRun
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry

READ = "model.read"
CLUES = "clue.read"


@dataclass(frozen=True)
class VersionRow:
    """A version in the list of a model. in_force: its text is what screening runs; tried: its latest shadow run."""

    version: ModelVersion
    in_force: bool
    tried: ShadowRun | None


@dataclass(frozen=True)
class VersionView:
    """A version on its page. against: the text in force (None: a new model); sql, cases: lines of the difference to it.

    new_cases, gone_cases, other_cases   names of cases that only the new text has, only the old, both but differently
    """

    version: ModelVersion
    spec: ModelSpec
    in_force: bool
    against: ModelSpec | None
    sql: tuple[str, ...]
    cases: tuple[str, ...]
    new_cases: tuple[str, ...]
    gone_cases: tuple[str, ...]
    other_cases: tuple[str, ...]
    shadow_runs: tuple[ShadowRun, ...]


def versions_of(model: str, viewer: Any, catalog: Catalog) -> list[VersionRow]:
    """Every kept version of a model, newest first; nobody's without the right."""
    if not may_read(viewer, READ):
        return []
    present = catalog.models.get(model)
    kept = ModelVersion.objects.filter(model=model).defer("text", "cases").prefetch_related(Prefetch("shadow_runs", light()))
    return [VersionRow(one, is_in_force(one, present), next(iter(one.shadow_runs.all()), None)) for one in kept]


def light() -> QuerySet[ShadowRun]:
    """Shadow runs without the long list of what they read."""
    return ShadowRun.objects.defer("snapshot")


def candidates(viewer: Any) -> list[ModelVersion]:
    """Versions that wait for a shadow run or for being published, newest first."""
    waiting = ModelVersion.objects.filter(state="shadow").defer("text", "cases")
    return list(waiting) if may_read(viewer, READ) else []


def is_in_force(version: ModelVersion, present: ModelSpec | None) -> bool:
    """Whether the version's two texts are those of the catalogue."""
    if present is None or present.digest != version.digest:
        return False
    return version.in_force or version.cases_digest == (present.cases.digest if present.cases else "")


def version_view(version_id: int, viewer: Any, catalog: Catalog) -> VersionView | None:
    """A version with its difference to the text in force; None where the viewer may not see it."""
    version = ModelVersion.objects.filter(pk=version_id).first()
    if version is None or not may_read(viewer, READ):
        return None
    spec, present = of_text(version.model, version.pack, version.text, version.cases, Faults()), catalog.models.get(version.model)
    old, new = cases_in(present), cases_in(spec)
    return VersionView(
        version=version,
        spec=spec,
        in_force=is_in_force(version, present),
        against=present,
        sql=difference(present.text if present else "", version.text),
        cases=difference(present.cases.text if present and present.cases else "", version.cases),
        new_cases=tuple(name for name in new if name not in old),
        gone_cases=tuple(name for name in old if name not in new),
        other_cases=tuple(name for name in new if name in old and case_content(new[name]) != case_content(old[name])),
        shadow_runs=tuple(light().filter(version=version)),
    )


def cases_in(spec: ModelSpec | None) -> dict[str, Case]:
    """A model's cases by name."""
    return {case.name: case for case in spec.cases.cases} if spec and spec.cases else {}


def case_content(case: Case) -> tuple[Any, ...]:
    """What a case says, wherever it stands in the file."""
    return (case.as_of, case.parameters, case.given, case.expect, case.trap)


def difference(old: str, new: str) -> tuple[str, ...]:
    """Lines that differ, with three lines around; empty for equal texts."""
    return tuple(unified_diff(old.splitlines(), new.splitlines(), lineterm=""))[2:]


def shadow_run_seen_by(viewer: Any, shadow_id: int) -> ShadowRun | None:
    """A shadow run; None where there is none for the viewer."""
    found = light().select_related("version").filter(pk=shadow_id).first()
    return found if may_read(viewer, READ) else None


def shadow_rows(viewer: Any, shadow: ShadowRun, kind: str = "") -> QuerySet[ShadowRow]:
    """The differences the viewer may see: those of the organs whose clues they may."""
    if not may_read(viewer, CLUES):
        return ShadowRow.objects.none()
    rows = registry.without_barred(shadow.rows.order_by("id"), viewer, "subject")
    if not registry.sees_everything(viewer):
        rows = rows.filter(organ__in=registry.organs_seen_by(viewer).values("name"))
    return rows.filter(kind=kind) if kind in KINDS else rows


def numbers_of(digests: Iterable[str]) -> dict[tuple[str, str], int]:
    """Model and digest → number of the kept version, for the texts of these digests."""
    kept = ModelVersion.objects.filter(digest__in=list(digests)).order_by("-id")
    return {(model, digest): pk for pk, model, digest in kept.values_list("pk", "model", "digest")}


def may_read(viewer: Any, right: str) -> bool:
    """The command line of this machine, or an officer with the right."""
    return viewer == registry.COMMAND_LINE or rights.may(viewer, right)


def titles(catalog: Catalog, names: Iterable[str]) -> dict[str, str]:
    """Models by title; one that is no longer there by its name."""
    return {name: catalog.models[name].title if name in catalog.models else name for name in names}
