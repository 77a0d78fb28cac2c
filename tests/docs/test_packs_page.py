"""docs/packs.md names every key that a declared file of a pack may have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from tests.docs.pages import page
from zhiheng.catalog.declared import Shape
from zhiheng.catalog.kinds import SHAPES


def within(annotation: Any) -> Iterator[type[Shape]]:
    """The shapes an annotation speaks of."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield annotation
    for argument in get_args(annotation):
        yield from within(argument)


def parts(shape: type[Shape], seen: set[type[Shape]]) -> set[type[Shape]]:
    """A shape and every shape within it."""
    if shape not in seen:
        seen.add(shape)
        for field in shape.model_fields.values():
            for inner in within(field.annotation):
                parts(inner, seen)
    return seen


def keys(shape: type[Shape]) -> list[str]:
    return [field.alias or name for name, field in shape.model_fields.items()]


ALL = sorted({part for shape in SHAPES.values() for part in parts(shape, set())}, key=lambda one: (one.__module__, one.__name__))
CODE = "\n".join(re.findall(r"^```.*?^```|`[^`\n]+`", page("packs.md"), re.M | re.S))
NAMED = set(re.findall(r"[a-z_]+", CODE))


def test_the_parts_of_every_kind_of_file_are_compared():
    assert {"ProcedureShape", "Step", "Outcome", "Within", "Role", "FieldShape", "RegisterShape", "RegisterAct", "StoryStep"} <= {
        one.__name__ for one in ALL
    }


@pytest.mark.parametrize("shape", ALL, ids=lambda one: f"{one.__module__.rpartition('.')[2]}.{one.__name__}")
def test_every_key_stands_on_the_page(shape):
    assert [key for key in keys(shape) if key not in NAMED] == []
