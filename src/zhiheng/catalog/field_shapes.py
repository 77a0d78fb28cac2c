"""The one vocabulary of fields: forms of procedures, entries of registers, answers of sheets and facts of law are all declared with it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from zhiheng.catalog.declared import Condition, Flag, Shape, one_or_many, wrong
from zhiheng.catalog.field_counts import Counts
from zhiheng.catalog.proofed import fault_of

FieldType = Literal[
    "text", "paragraphs", "date", "time", "whole", "decimal", "amount", "flag", "choice", "choices", "item", "items", "file", "files",
    "person", "organ", "officer", "officers", "division", "rows",
]  # fmt: skip
OLDER_NAMES: Mapping[str, str] = {"int": "whole", "bool": "flag", "instant": "time", "table": "rows", "number": "decimal"}
WITH_CODES = frozenset({"choice", "choices"})
AROUND = frozenset({"today", "now", "organ.name", "officer.name"})
"""What `fills` may name in every form: the day, the instant, the officer and the organ that fill it in."""
NUMBERS = frozenset({"whole", "decimal", "amount"})


def _present_name(value: Any) -> Any:
    return OLDER_NAMES.get(value, value) if isinstance(value, str) else value


class FieldShape(Shape):
    """One field.

    type      text, paragraphs (several), date, time (an instant, to the minute), whole, decimal, amount (yuan, two places),
              flag (yes or no), choice and choices (of `codes`), item and items (of the catalogue `of`), file and files,
              person (identity number and name), organ, officer, officers, division (GB/T 2260), rows (repeated groups of `rows`)
    codes     code → title; or the name of a list in the pack's `codes.yaml`
    of        the catalogue an item is taken from; the kind an organ must be of
    elsewhere codes or items that are not written here → where they are: neither offered nor taken
    least, most   bounds of a number, a length of text, a count of rows, of officers, files or items
    when      asked only where these values of the same form or case stand
    fills     where its first value comes from: a value of the case (`study.opinion`), a fact (`facts.term_months`), `subject.name`, `today`
    inner     stays inside the organ that wrote it
    fixed     once given it is never changed: neither by a later act nor by a correction (of a register)
    sensitive shown only with a stated purpose
    counts    a whole number that is counted and need not be typed (forms of a step)
    right     the right answer, or answers, of a question (a choice or choices): never shown
    scores    a whole number that is never typed: of a hundred, as many as questions of the form were answered rightly, rounded down
    proof     what the value means to the check of papers (see `proofed.MEANINGS`)
    mark      T read in the text, S secondary, U unverified, P policy default; shown to users where it is not T
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    type: Annotated[FieldType, BeforeValidator(_present_name)] = "text"
    required: Flag = False
    default: Any = None
    codes: Mapping[str, str] | str = Field(default_factory=dict)
    of: str = ""
    elsewhere: Mapping[str, str] = Field(default_factory=dict)
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    rows: tuple[FieldShape, ...] = ()
    when: Condition = Field(default_factory=dict)
    fills: str = ""
    counts: Counts | None = None
    right: Annotated[tuple[str, ...], BeforeValidator(one_or_many)] = ()
    scores: Flag = False
    inner: Flag = False
    fixed: Flag = False
    sensitive: Flag = False
    doc: str = ""
    source: str = ""
    proof: str = ""
    mark: Literal["", "T", "L", "S", "U", "X", "P"] = ""

    @model_validator(mode="after")
    def _complete(self) -> FieldShape:
        if self.type in WITH_CODES and not self.codes:
            raise wrong("选择型字段没有选项", "写 codes: {代码: 名称}，或写 codes: codes.yaml 里的名单。")
        if self.type in {"item", "items"} and not self.of:
            raise wrong("目录型字段没有写明目录", "写 of: 目录名称（packs 中 items/*.csv 的文件名）。")
        if (self.counts or self.scores) and self.type != "whole":
            raise wrong("只有整数可以计数、评分", "写 type: whole，或删去 counts、scores。")
        if self.right and not (self.type in {"choice", "choices"} and set(self.right) <= {*self.codes}):
            raise wrong("正确答案不在选项中", "写 type: choice 或 choices 和 codes，right 写其中的代码。")
        if (self.type == "rows") != bool(self.rows):
            raise wrong("成组字段须写明组内字段，其他字段不写", "写 rows: [{id: …, title: …}]。")
        fault = fault_of(self.proof, self.type, tuple(item.id for item in self.rows)) if self.proof else None
        if fault:
            raise wrong(*fault)
        return self


class FormShape(Shape):
    """`forms/<name>.yaml`: the fields asked together, in order."""

    title: str
    fields: tuple[FieldShape, ...]
    note: str = ""
    source: str = ""

    @model_validator(mode="after")
    def _distinct(self) -> FormShape:
        names = [item.id for item in self.fields]
        if not names:
            raise wrong("没有字段", "写 fields: [{id: …, title: …}]。")
        if any(item.scores for item in self.fields) != any(item.right for item in self.fields):
            raise wrong("试题和成绩只写了一样", "试题写 right，成绩写 {type: whole, scores: true}。")
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise wrong(f"字段 {'、'.join(twice)} 写了两次", "改名或删去一个。")
        return self
