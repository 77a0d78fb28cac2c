"""Records that cannot be: rules declared in `rules.yaml` by named comparisons of fields, checked when they are loaded.

A rule says what nobody can have done, lawful or not. What may have been done against the law is a clue of a model, never a rule here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from zhiheng.schema.declared import Declared, Place, Wanted, dataset_at, read_own
from zhiheng.schema.standard import Dataset, Field

DAYS = frozenset({"date", "datetime"})
NUMBERS = frozenset({"int", "decimal"})
ANY: frozenset[str] = frozenset()
USUAL_REMEDY = "请核对原始文书，改正后重新报送该行；经核对属实的，选“属实”并写明理由"


@dataclass(frozen=True)
class Form:
    """A named comparison.

    fields   how many fields it takes, 0: one or more
    types    types the fields may have, empty: any
    numbers  names of the further values it needs (several at once), or of which it needs one (`either`)
    across   looks at other records of the same person or key; conflict: of another organ
    words    what is wrong, in Chinese; {a} {b} {c} are the fields' names
    """

    fields: int
    types: frozenset[str]
    words: str
    needs: tuple[str, ...] = ()
    either: tuple[str, ...] = ()
    across: bool = False
    conflict: bool = False


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        "order": Form(2, DAYS, "“{b}”早于“{a}”"),
        "at_most": Form(2, NUMBERS, "“{a}”大于“{b}”"),
        "range": Form(1, NUMBERS, "“{a}”{range}", either=("least", "most")),
        "total": Form(0, NUMBERS, "{all}合计超过 {most}", needs=("most",)),
        "future": Form(0, DAYS, "{all}{some}晚于报送之日"),
        "states": Form(1, ANY, "“{a}”与身份号码所示不符", needs=("number", "part")),
        "born_before": Form(1, DAYS, "“{a}”早于身份号码所示的出生日期", needs=("number",)),
        "age": Form(1, DAYS, "“{a}”时不满 {years} 周岁", needs=("number", "years")),
        "born_after": Form(2, frozenset({"str"}), "按身份号码，“{a}”的出生日期早于“{b}”的出生日期"),
        "needs": Form(2, ANY, "有“{a}”而无“{b}”"),
        "absent": Form(1, ANY, "不应有“{a}”"),
        "overlap": Form(3, ANY, "与本人在另一“{c}”的记录时间重叠", across=True),
        "after_death": Form(1, DAYS, "“{a}”晚于本人死亡日期", across=True),
        "name_agrees": Form(1, ANY, "“{a}”既不是该身份号码的户籍姓名，也不是曾用名", across=True, conflict=True),
        "organs_agree": Form(0, ANY, "与另一机关报送的同一条记录不一致：{all}", across=True, conflict=True),
    }
)
_KEYS = frozenset({"id", "title", "compare", "dataset", "datasets", "fields", "when", "remedy", "because"})
_VALUES = ("least", "most", "years", "number", "part")


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule for one dataset.

    id       of the rule, shared by its datasets; fields: those compared, in the order of the form
    values   least, most, years (numbers), number (field with the identity number), part (birth_date or sex)
    when     the rule applies only to records for which all of these hold; and only where the compared fields are filled
    reason   what is wrong, remedy what to do, because why it cannot be; in Chinese
    """

    id: str
    title: str
    dataset: str
    compare: str
    fields: tuple[str, ...]
    reason: str
    remedy: str
    because: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    when: Mapping[str, Wanted] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        """The comparison."""
        return FORMS[self.compare]

    @property
    def shown_fields(self) -> tuple[str, ...]:
        """Fields whose values explain a breach, each once."""
        number = self.values.get("number")
        return tuple(dict.fromkeys([*self.fields, *([number] if number else []), *self.when]))


@cache
def rules() -> tuple[Rule, ...]:
    """All rules, in the order of their declaration."""
    return read_rules(read_own("rules.yaml"))


@cache
def rules_of(dataset: str) -> tuple[Rule, ...]:
    """The rules of a dataset."""
    return tuple(rule for rule in rules() if rule.dataset == dataset)


def rule_named(name: str, dataset: str) -> Rule | None:
    """The rule of this id for the dataset; None where it is no longer declared."""
    return next((rule for rule in rules_of(dataset) if rule.id == name), None)


def read_rules(declared: Declared) -> tuple[Rule, ...]:
    """The rules of a declaration. Raises UnusableInputError naming file and line at the first fault."""
    found = [rule for place, given in enumerate(declared.value.get("rules") or []) for rule in _rules_at(declared, ("rules", place), given)]
    seen: set[tuple[str, str]] = set()
    for rule in found:
        if (rule.id, rule.dataset) in seen:
            declared.fault(("rules", len(seen)), f"规则 {rule.id} 对 {rule.dataset} 声明了两次", "请改名或者删去一条")
        seen.add((rule.id, rule.dataset))
    return tuple(found)


def _rules_at(declared: Declared, place: Place, given: Any) -> Iterator[Rule]:
    if not isinstance(given, dict) or not isinstance(given.get("id"), str) or not isinstance(given.get("title"), str):
        declared.fault(place, "规则应有 id 和 title", "例如 {id: released_before_admitted, title: 出所早于入所, …}")
    for key in given:
        declared.known((*place, key), key, [*sorted(_KEYS), *_VALUES], "规则项目")
    compare = declared.known((*place, "compare"), given.get("compare"), FORMS, "比较方式")
    for where, name, fields in _targets(declared, place, given):
        yield _rule(declared, where, given, compare, dataset_at(declared, where, name), fields)


def _targets(declared: Declared, place: Place, given: Mapping[str, Any]) -> Iterable[tuple[Place, Any, Any]]:
    if ("dataset" in given) == ("datasets" in given):
        declared.fault(place, "dataset 与 datasets 应当且只能写一个", "一个数据集写 dataset 和 fields，多个写 datasets")
    if "dataset" in given:
        return [((*place, "fields"), given["dataset"], given.get("fields"))]
    if not isinstance(given["datasets"], dict):
        declared.fault((*place, "datasets"), "datasets 应为数据集与字段的对照", "例如 datasets: {positions: [at]}")
    return [((*place, "datasets", name), name, fields) for name, fields in given["datasets"].items()]


def _rule(declared: Declared, place: Place, given: Mapping[str, Any], compare: str, dataset: Dataset, names: Any) -> Rule:
    form = FORMS[compare]
    if not isinstance(names, list) or not names or (form.fields and len(names) != form.fields):
        declared.fault(place, f"{compare} 需要 {form.fields or '一个以上'} 个字段", "请核对 fields")
    fields = tuple(declared.field(place, dataset, name) for name in names)
    for name in fields:
        if form.types and dataset.fields[name].type not in form.types:
            declared.fault(
                place, f"字段 {name} 的类型是 {dataset.fields[name].type}，不能用 {compare} 比较", f"应为 {'、'.join(sorted(form.types))}"
            )
    values = _values(declared, place, given, form, dataset)
    reason = _reason(form, [dataset.fields[name] for name in fields], values)
    when = declared.conditions((*place[:2], "when"), dataset, given.get("when"))
    told = (reason, given.get("remedy") or USUAL_REMEDY, given.get("because") or "")
    return Rule(given["id"], given["title"], dataset.name, compare, fields, *told, MappingProxyType(values), when)


def _values(declared: Declared, place: Place, given: Mapping[str, Any], form: Form, dataset: Dataset) -> dict[str, Any]:
    values = {name: given[name] for name in _VALUES if name in given}
    missing = [name for name in form.needs if name not in values] or (
        [] if not form.either or set(form.either) & set(values) else list(form.either)
    )
    if missing:
        declared.fault(place, f"缺少 {'、'.join(missing)}", "请补上")
    for name in ("least", "most", "years"):
        if not isinstance(values.get(name, 0), int | float):
            declared.fault(place, f"{name} 应为数字", "请改正")
    if "number" in values:
        declared.field(place, dataset, values["number"])
    if "part" in values:
        declared.known(place, values["part"], ("birth_date", "sex"), "号码部分")
    return values


def _reason(form: Form, fields: list[Field], values: Mapping[str, Any]) -> str:
    named = dict(zip("abc", (one.zh for one in fields), strict=False))
    unit = fields[0].unit
    least, most = values.get("least"), values.get("most")
    beyond = (
        f"不在 {least} 至 {most}{unit} 之间"
        if least is not None and most is not None
        else f"小于 {least}"
        if most is None
        else f"大于 {most}"
    )
    everything = "、".join(f"“{one.zh}”" for one in fields)
    some = "中有日期" if len(fields) > 1 else ""
    return form.words.format(**named, all=everything, some=some, range=beyond, most=f"{most}{unit}", years=values.get("years"))
