"""Persons of the simulated province whom the cases of the demonstration are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from zhiheng.records.core.library import open_library
from zhiheng.records.selectors import snapshot_now
from zhiheng.schema.errors import UnusableInputError

CHOSEN = """
select id_number, any_value(name) as name from persons
where id_type = 'resident' and length(id_number) = 18 and substr(id_number, 7, 4) between '1950' and '2005'
    and id_number not in (select id_number from persons where died_on is not null)
group by id_number order by md5(id_number || 'plays')
"""


class Somebody(NamedTuple):
    """A person by number and name."""

    number: str
    name: str


def persons() -> Iterator[Somebody]:
    """Living adults of the province, one after another in an order of its own, from the first again when all had their turn."""
    with open_library(snapshot_now(["persons"]), Path(settings.LIBRARY), datasets=["persons"]) as opened:
        found = [Somebody(number, name) for number, name in opened.connection.execute(CHOSEN).fetchall()]
    if not found:
        raise UnusableInputError("演示", "人员", "主题库中没有可以作为案件对象的人员", "请先导入模拟省份的文件")
    while found:
        yield from found


def renamed(value: Any, words: Mapping[str, str], names: Mapping[str, str]) -> Any:
    """The value with organs of the story (whole texts) and persons (wherever they are named) as the demonstration calls them."""
    if isinstance(value, str):
        return words.get(value) or _within(value, names)
    if isinstance(value, Mapping):
        return {key: renamed(one, words, names) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [renamed(one, words, names) for one in value]
    return value


def _within(text: str, names: Mapping[str, str]) -> str:
    for said, meant in names.items():
        text = text.replace(said, meant) if len(said) > 1 else text
    return text
