"""The data dictionary: every dataset and field in words for people, from the one declaration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from zhiheng.schema.standard import Dataset, Field

TYPES: Mapping[str, str] = MappingProxyType(
    {
        "str": "文本",
        "int": "整数",
        "decimal": "小数",
        "bool": "是否",
        "date": "日期",
        "datetime": "时间",
        "division": "行政区划代码",
        "list": "列表",
    }
)
SENSITIVITIES: Mapping[str, str] = MappingProxyType({"ordinary": "一般", "personal": "个人信息", "sensitive": "敏感个人信息"})
SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "any": "各机关",
        "court": "人民法院",
        "police": "公安机关",
        "prison": "监狱",
        "justice": "司法行政机关",
        "device": "定位平台",
        "procuratorate": "人民检察院",
        "administration": "行政执法机关",
        "civil_affairs": "民政部门",
    }
)
_EXAMPLES = {"date": "2026-03-31", "datetime": "2026-03-31 09:30", "bool": "是", "division": "510104"}


@dataclass(frozen=True)
class FieldEntry:
    """A field in words. demanded: an empty value rejects the row; spellings: the first accepted one of each code."""

    name: str
    zh: str
    doc: str
    type: str
    demanded: bool
    in_key: bool
    unit: str
    default: str
    spellings: tuple[str, ...]
    several: bool
    example: str
    sensitivity: str

    @property
    def explanation(self) -> str:
        """The field in a few lines, for a note beside its heading."""
        lines = [self.doc, f"类型：{self.type}" + (f"，单位：{self.unit}" if self.unit else ""), "必填" if self.demanded else "可不填"]
        if self.spellings:
            lines.append("可填：" + "、".join(self.spellings))
        return "\n".join([*lines, f"示例：{self.example}"])

    def cells(self) -> tuple[str, ...]:
        """The field as a row of the explanation sheet."""
        marks = ("是" if self.demanded else "", "是" if self.in_key else "")
        return (
            self.zh,
            self.name,
            self.doc,
            self.type,
            *marks,
            self.unit,
            self.default,
            "、".join(self.spellings),
            self.example,
            self.sensitivity,
        )


def entries(dataset: Dataset) -> list[FieldEntry]:
    """The dataset's fields in words, in order."""
    return [_entry(dataset, field) for field in dataset.fields.values()]


def source_names(dataset: Dataset) -> list[str]:
    """The kinds of organs that send the dataset."""
    return [SOURCES[kind] for kind in dataset.source]


def spelling(field: Field, code: str) -> str:
    """A code as people read it; a value that is no code is its own spelling."""
    return field.codes[code][0] if code in field.codes else code


def _entry(dataset: Dataset, field: Field) -> FieldEntry:
    spellings = tuple(accepted[0] for accepted in field.codes.values())
    return FieldEntry(
        name=field.name,
        zh=field.zh,
        doc=field.doc,
        type=TYPES[field.type] + (f"（{field.places} 位小数）" if field.type == "decimal" else ""),
        demanded=dataset.demands(field) and field.default is None,
        in_key=field.name in dataset.key,
        unit=field.unit,
        default=_default(field),
        spellings=spellings,
        several=field.type == "list",
        example=field.example or (spellings[0] if spellings else _EXAMPLES.get(field.type, "")),
        sensitivity=SENSITIVITIES[field.sensitivity],
    )


def _default(field: Field) -> str:
    if field.default is None:
        return ""
    if isinstance(field.default, bool):
        return "是" if field.default else "否"
    return spelling(field, str(field.default))
