"""Refuse the words of the glossary in names that code and packs define, and names of the dialect (`config/dialect.yaml`)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from tools.house.finding import Finding, glossary, modules

#: Names that are not ours to choose, each with the reason.
FOREIGN = {
    "AUTH_USER_MODEL": "Django's setting",
    "EMAIL_HOST_USER": "Django's setting",
    "get_user": "Django's hook",
    "operator": "module of the standard library",
    "DATA_UPLOAD_MAX_MEMORY_SIZE": "Django's setting",
    "redirect_authenticated_user": "Django's option",
}
#: Fields whose names other installations and programs rely on: the keys of the API, which does not rename what it has published.
PUBLISHED = {
    ("src/zhiheng/api/case_shapes.py", "seen"),
    ("src/zhiheng/api/work_shapes.py", "seen"),
    ("src/zhiheng/api/tracking_shapes.py", "taken"),
}
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def check(root: Path) -> list[Finding]:
    """Findings for identifiers of src, and for ids and keys of packs/*.yaml."""
    refused = refusals(root)
    kept = set(glossary(root)) | contract_names(root) | set(FOREIGN)
    dialect = dialect_words(root)
    found: list[Finding] = []
    for path, tree in modules(root, "src"):
        place = path.relative_to(root)
        found += [*in_module(place, tree, refused, kept), *dialect_in(place, tree, dialect)]
    return found + [f for path in sorted((root / "packs").rglob("*.yaml")) for f in in_pack(root, path, refused, kept)]


def refusals(root: Path) -> dict[str, str]:
    """Refused word → the term to use instead."""
    return {word: term for term, entry in glossary(root).items() for word in entry.get("not", [])}  # type: ignore[attr-defined]


def contract_names(root: Path) -> set[str]:
    """Names fixed by the exchange standard: datasets, fields and code values."""
    standard = root / "src" / "zhiheng" / "schema" / "standard.yaml"
    if not standard.exists():
        return set()
    return set(re.findall(r"[a-z][a-z0-9_]*", standard.read_text(encoding="utf-8")))


def in_module(path: Path, tree: ast.Module, refused: dict[str, str], kept: set[str]) -> Iterator[Finding]:
    """Findings in the names one module defines: classes, functions, arguments, assigned names."""
    for line, name in defined_names(tree):
        for word, term in bad_words(name, refused, kept):
            yield Finding(str(path), line, "words", f"name {name!r} uses {word!r}; the glossary says {term!r}")


def dialect_words(root: Path) -> dict[str, str]:
    """Name of the dialect → what to write instead."""
    loaded = yaml.load((root / "config" / "dialect.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {str(word): str(instead) for word, instead in loaded.items()}


def dialect_in(path: Path, tree: ast.Module, dialect: dict[str, str]) -> Iterator[Finding]:
    """Findings where a module, class, function, argument or annotated field bears a name of the dialect, however it is written."""
    for line, name in ((1, path.stem), *named_things(tree)):
        word = "_".join(part.lower() for part in WORD.findall(name))
        if not {word, name.strip("_")}.isdisjoint(dialect) and (path.as_posix(), name) not in PUBLISHED:
            yield Finding(
                str(path),
                line,
                "words",
                f"the name {name!r} says nothing to a stranger; write {dialect.get(word) or dialect[name.strip('_')]}",
            )


def named_things(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of every class and function, of every argument, and of every field annotated in a class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        if isinstance(node, ast.ClassDef):
            yield from annotated_fields(node)


def annotated_fields(node: ast.ClassDef) -> Iterator[tuple[int, str]]:
    """Line and name of every field that the body of a class annotates."""
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            yield part.lineno, part.target.id


def defined_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of everything a module defines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def bad_words(name: str, refused: dict[str, str], kept: set[str]) -> Iterator[tuple[str, str]]:
    """Refused words inside a name, unless the whole name is kept or the words stand inside a glossary term."""
    if name in kept or name.strip("_") in kept:
        return
    plain = "_".join(part.lower() for part in WORD.findall(name))
    for term in sorted(kept, key=len, reverse=True):
        if "_" in term:
            plain = plain.replace(term, "")
    parts = plain.split("_")
    for word, term in refused.items():
        if ("_" in word and word in plain) or word in parts or (word + "s") in parts:
            yield word, term


def in_pack(root: Path, path: Path, refused: dict[str, str], kept: set[str]) -> Iterator[Finding]:
    """Findings in the keys and ids of a pack file."""
    if path.name.endswith(".cases.yaml"):
        return
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for name in names_in(loaded):
        for word, term in bad_words(name, refused, kept):
            yield Finding(str(path.relative_to(root)), 1, "words", f"{name!r} uses {word!r}; the glossary says {term!r}")


def names_in(value: object) -> Iterator[str]:
    """Keys, and the values of `id`, `by` and `to`, anywhere below a loaded pack file."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            if key in {"id", "by", "to"} and isinstance(inner, str):
                yield inner
            yield from names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from names_in(inner)
