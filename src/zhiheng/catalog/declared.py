"""A kind of pack file declared once as a pydantic shape: faults in Chinese with their line, a JSON Schema for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StrictBool, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from zhiheng.catalog.errors import Faults, did_you_mean
from zhiheng.catalog.yaml_strict import Document, Place

S = TypeVar("S", bound="Shape")


class Shape(BaseModel):
    """A mapping of a pack file: unknown keys are faults, numbers may stand where text is wanted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, arbitrary_types_allowed=True, populate_by_name=True)


def one_or_many(value: Any) -> Any:
    """Take one value alone for a list of one, nothing for an empty list."""
    if value is None:
        return ()
    return tuple(value) if isinstance(value, (list, tuple)) else (value,)


def nothing_is_empty(value: Any) -> Any:
    """Take a key written without a value for an empty mapping."""
    return {} if value is None else value


Texts = Annotated[tuple[str, ...], BeforeValidator(one_or_many)]
"""A list of texts; one text alone is a list of one."""
Condition = Annotated[Mapping[str, Any], BeforeValidator(nothing_is_empty)]
"""`when: {field: value}`: holds where every named value is the given one (or one of a list)."""
Flag = StrictBool


def wrong(reason: str, remedy: str) -> PydanticCustomError:
    """Make the error a validator of a shape raises: the reason and the remedy as people read them."""
    return PydanticCustomError("pack", "{reason}", {"reason": reason, "remedy": remedy})


def read(shape: type[S], document: Document, faults: Faults, thing: str, at: Place = ()) -> S | None:
    """Read the mapping at a place of a document into its shape; faults are noted with their lines, and None is given when there are any."""
    value = document.value
    for step in at:
        value = value[step]
    if not isinstance(value, dict):
        faults.add(document.path, document.line_of(at), thing, "应是“名称: 值”的映射", "写成每行一个 名称: 值。")
        return None
    try:
        return shape.model_validate(value)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _note(shape, detail, document, faults, thing, at)
        return None


def json_schema(shape: type[Shape]) -> dict[str, Any]:
    """Give the JSON Schema of a kind of file, for editors that complete and check while one types."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape.model_json_schema(by_alias=True)}


def _note(shape: type[Shape], detail: ErrorDetails, document: Document, faults: Faults, thing: str, at: Place) -> None:
    place: Place = tuple(step for step in detail["loc"] if isinstance(step, (str, int)))
    reason, remedy = _words(shape, detail, place)
    named = ".".join(_name(document.value, (*at, *place))) or thing
    faults.add(document.path, document.line_of((*at, *place)), f"{thing} {named}" if place else thing, reason, remedy)


def _name(value: Any, place: Place) -> list[str]:
    """The place as people call it: an entry of a list by its id where it has one."""
    words: list[str] = []
    for step in place:
        value = _part(value, step)
        known = value.get("id") if isinstance(step, int) and isinstance(value, dict) else None
        words.append(str(known or (step + 1 if isinstance(step, int) else step)))
    return words


def _part(value: Any, step: str | int) -> Any:
    if isinstance(value, list) and isinstance(step, int):
        return value[step]
    return value.get(step) if isinstance(value, dict) else None


def _words(shape: type[Shape], detail: ErrorDetails, place: Place) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    key = place[-1] if place else ""
    if kind == "pack":
        return str(context["reason"]), str(context["remedy"])
    if kind == "missing":
        return "缺少", f"补上 {key}。"
    if kind == "extra_forbidden":
        return "没有这一项", did_you_mean(str(key), _keys_at(shape, place[:-1]))
    if kind == "literal_error":
        known = [word.strip(" '") for word in str(context.get("expected", "")).replace(" or ", ",").split(",")]
        return f"没有“{detail['input']}”这一项", did_you_mean(str(detail["input"]), known)
    if kind == "string_pattern_mismatch":
        return f"“{detail['input']}”不合写法", "名称用小写字母开头，只含小写字母、数字和下划线。"
    return f"应是{EXPECTED.get(kind.split('_')[0], '合乎要求的值')}", "改为所要求的写法。"


EXPECTED: Mapping[str, str] = {
    "string": "文字",
    "int": "整数",
    "decimal": "数字",
    "bool": "true 或 false",
    "tuple": "列表",
    "list": "列表",
    "dict": "“名称: 值”的映射",
    "mapping": "“名称: 值”的映射",
    "model": "“名称: 值”的映射",
    "greater": "更大的数",
    "less": "更小的数",
}


def _keys_at(shape: type[Shape], place: Place) -> list[str]:
    """Keys a shape knows at a place within it, as far as its declarations tell."""
    here: Any = shape
    for step in place:
        found = here.model_fields if isinstance(here, type) and issubclass(here, BaseModel) else {}
        by_name = {info.alias or name: info.annotation for name, info in found.items()}
        here = _inner(by_name.get(str(step), here))
    return (
        [info.alias or name for name, info in here.model_fields.items()] if isinstance(here, type) and issubclass(here, BaseModel) else []
    )


def _inner(annotation: Any) -> Any:
    """The shape within an annotation such as `tuple[Step, ...]`, `Mapping[str, Role]` or `Extension | None`."""
    if isinstance(annotation, type):
        return annotation
    found = (_inner(argument) for argument in getattr(annotation, "__args__", ()))
    return next((item for item in found if isinstance(item, type) and issubclass(item, Shape)), annotation)
