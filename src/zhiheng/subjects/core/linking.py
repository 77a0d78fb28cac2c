"""Uncertain matches between identity numbers, found by splink on DuckDB with the fixed weights of `weights`.

Nothing is trained and nothing drawn by lot: the same identities give the same pairs with the same weights, in any order they come.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import duckdb
import pyarrow as pa

from zhiheng.schema.errors import UnusableInputError
from zhiheng.subjects.core.gathering import MOST_NAMES, names_apart
from zhiheng.subjects.core.spelling import differs_by_slip
from zhiheng.subjects.core.weights import BY_NAME, COMPARISONS, PRIOR, Comparison, Level, prior_weight, probability

DIGITS = 4
"""Decimal places to which weights are kept."""
FIELDS = """
select number, name, names, births, area, "order", sexes[1] as sex,
    case when area is not null then substr(number, 7, 8) else replace(births[1], '-', '') end as birth
from identity where names_written <= {most} order by number
"""
BLOCKS = (("names", "births"), ("names", "area", "order"))
"""What two identities must share to be compared at all: a name, and a birth date or the rest of the number."""


@dataclass(frozen=True)
class Found:
    """A match: two numbers in order (equal where two names under one number are concerned, then with the names), and its evidence.

    evidence   comparison name → level name
    """

    left: str
    right: str
    evidence: Mapping[str, str]
    left_name: str = ""
    right_name: str = ""

    @property
    def kind(self) -> str:
        """pair, or name."""
        return "pair" if self.left != self.right else "name"

    @cached_property
    def weight(self) -> float:
        """The prior and the evidence together: binary logarithm of the odds."""
        return round(prior_weight() + sum(BY_NAME[name].named(level).weight for name, level in self.evidence.items()), DIGITS)

    @property
    def probability(self) -> float:
        """The same as a number from 0 to 1."""
        return round(probability(self.weight), DIGITS + 2)


def find(connection: duckdb.DuckDBPyConnection) -> list[Found]:
    """Pairs of the table `identity` that share enough to be compared, in the order of their numbers; the caller applies thresholds."""
    with duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False, "autoload_known_extensions": False}) as own:
        own.execute("set enable_external_access = false")
        predicted = _predicted(own, connection.sql(FIELDS.format(most=MOST_NAMES)).to_arrow_table())
    return sorted((_found(row) for row in predicted), key=lambda one: (one.left, one.right))


def find_names(connection: duckdb.DuckDBPyConnection) -> list[Found]:
    """Names under one number that no former name explains."""
    return [
        Found(number, number, {"number": "same", "name": "close" if differs_by_slip(first, second) else "other"}, first, second)
        for number, first, second in names_apart(connection)
    ]


def settings() -> Any:
    """What splink is told: the comparisons with their weights, and the blocks."""
    splink = _splink()
    rules = [splink.block_on(*columns, arrays_to_explode=[one for one in columns if one in {"names", "births"}]) for columns in BLOCKS]
    return splink.SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="number",
        probability_two_random_records_match=PRIOR,
        blocking_rules_to_generate_predictions=rules,
        comparisons=[_comparison(one) for one in COMPARISONS],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
        linker_uid="subjects",
    )


def _splink() -> Any:
    try:
        import splink
    except ImportError as error:
        raise UnusableInputError("同一人认定", "splink", "没有安装", "请安装附加组件：pip install zhiheng[linkage]") from error
    return splink


def _predicted(own: duckdb.DuckDBPyConnection, identities: pa.Table) -> list[dict[str, Any]]:
    if not identities.num_rows:
        return []
    splink = _splink()
    from splink.backends.duckdb import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    given = DuckDBAPI(own).register(identities)
    linker = splink.Linker(given, settings(), log_level=None, validate_settings=False)
    rows: list[dict[str, Any]] = linker.inference.predict().as_record_list()
    return rows


def _comparison(one: Comparison) -> dict[str, Any]:
    return {"output_column_name": one.name, "comparison_levels": [_level(level) for level in one.levels if level.sql]}


def _level(level: Level) -> dict[str, Any]:
    told: dict[str, Any] = {"sql_condition": level.sql, "label_for_charts": level.name}
    if level.m is None:
        return {**told, "is_null_level": True}
    return {**told, "m_probability": level.m, "u_probability": level.u, "fix_m_probability": True, "fix_u_probability": True}


def _found(row: Mapping[str, Any]) -> Found:
    """A row of splink's, its numbers in order; all comparisons are symmetric."""
    left, right = sorted((row["number_l"], row["number_r"]))
    return Found(left, right, {one.name: one.level(row[f"mw_{one.name}"]).name for one in COMPARISONS})
