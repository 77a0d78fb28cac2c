"""Rules that hold a record against other current records: queries that give the `_ref` of every record which cannot be.

Each reads the views of an opened library; `among` narrows the records judged (a condition on `_ref`), never those they are held against.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from zhiheng.exchange.core.breach_sql import applies, day_of
from zhiheng.records.core.segment import quoted
from zhiheng.schema.impossible import Rule
from zhiheng.schema.standard import DATASETS

_PLAIN_NAME = "regexp_replace({0}, '[·•‧・．.]', '·', 'g')"


def query(rule: Rule, among: str = "true") -> str:
    """SQL of the breaching records' references, each once."""
    return QUERIES[rule.compare](rule, among)


def read_by(rule: Rule) -> tuple[str, ...]:
    """The datasets the rule reads."""
    return tuple(dict.fromkeys([rule.dataset, *(["persons"] if rule.compare in {"after_death", "name_agrees"} else [])]))


def _overlap(rule: Rule, among: str) -> str:
    """Two places at once. One left open although a later one began is the one at fault; the day of a move belongs to both."""
    begun, ended, place = (quoted(name) for name in rule.fields)
    return f"""with spans as (select _ref, id_number, {place} as place, {begun} as begun, {ended} as ended,
            coalesce({ended}, date '9999-12-31') as until
            from {rule.dataset} where {begun} is not null and ({ended} is null or {begun} <= {ended}))
        select distinct s._ref from spans s join spans t on s.id_number = t.id_number and s.place <> t.place
            and s.begun < t.until and t.begun < s.until
        where not (t.ended is null and t.begun < s.begun) and {among.replace("_ref", "s._ref")}"""  # noqa: S608 - names of the standard


def _after_death(rule: Rule, among: str) -> str:
    day = day_of(DATASETS[rule.dataset], rule.fields[0])
    return f"""select _ref from {rule.dataset} join (select id_number, max(died_on) as last_on from persons where died_on is not null
            group by id_number) using (id_number) where {applies(rule)} and {day} > last_on and {among}"""  # noqa: S608


def _name_agrees(rule: Rule, among: str) -> str:
    name = _PLAIN_NAME.format(quoted(rule.fields[0]))
    said = _PLAIN_NAME.format("x")
    return f"""with known as (select id_number, flatten(list(list_append(coalesce(former_names, []), name))) as names
            from persons where id_type = 'resident' group by id_number)
        select _ref from {rule.dataset} join known using (id_number)
        where id_type = 'resident' and not list_contains(list_transform(names, lambda x: {said}), {name}) and {among}"""  # noqa: S608


def _organs_agree(rule: Rule, among: str) -> str:
    differ = " or ".join(f"coalesce(a.{quoted(name)} <> b.{quoted(name)}, false)" for name in rule.fields)
    return f"""select distinct a._ref from {rule.dataset} a join {rule.dataset} b on a._key = b._key and a._organ <> b._organ
        where ({differ}) and {among.replace("_ref", "a._ref")}"""  # noqa: S608


QUERIES: Mapping[str, Callable[[Rule, str], str]] = MappingProxyType(
    {"overlap": _overlap, "after_death": _after_death, "name_agrees": _name_agrees, "organs_agree": _organs_agree}
)
