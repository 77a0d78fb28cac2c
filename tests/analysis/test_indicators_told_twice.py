"""Over provinces of random records, cases and ledgers the SQL of indicators and their second telling give the same number."""

from __future__ import annotations

import os
import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest
import yaml

from zhiheng.analysis.indicators import Filters, IndicatorTables, compute
from zhiheng.analysis.periods import parse
from zhiheng.analysis.platform_tables import TABLES
from zhiheng.catalog.kept_tables import is_kept, schemas
from zhiheng.law.moments import SHANGHAI
from zhiheng.schema import DATASETS

from . import indicators_told
from .indicators_of_custody import BY_ITSELF_OF_CUSTODY, TOLD_OF_CUSTODY, WORDS_OF_CUSTODY
from .indicators_of_organs import TOLD_OF_ORGANS, TOLD_OF_STEPS, WORDS_OF_SEARCHES, WORDS_OF_STEPS, WORDS_OF_TABLES
from .indicators_of_organs_by_themselves import BY_ITSELF_OF_ORGANS
from .indicators_of_prisons import BY_ITSELF_OF_PRISONS, TOLD_OF_PRISONS, WORDS
from .indicators_of_procuratorates import BY_ITSELF_OF_PROCURATORATES, TOLD_OF_PROCURATORATES, WORDS_OF_PROCURATORATES
from .indicators_told import counted

TOLD = indicators_told.TOLD | TOLD_OF_PRISONS | TOLD_OF_CUSTODY | TOLD_OF_PROCURATORATES | TOLD_OF_ORGANS
BY_ITSELF = indicators_told.BY_ITSELF | BY_ITSELF_OF_PRISONS | BY_ITSELF_OF_CUSTODY | BY_ITSELF_OF_PROCURATORATES | BY_ITSELF_OF_ORGANS

AS_OF = date(2026, 6, 30)
MORNING = datetime(2026, 5, 1, 8, tzinfo=SHANGHAI)
SEEDS = int(os.environ.get("ZHIHENG_RANDOM_PROVINCES", "6"))
ROWS, MANY = 40, 600
PERIODS = ("2026", "2026Q2", "2026-05")
NAMES = [*TOLD, *BY_ITSELF]


class Drawing:
    """Random rows of a table: each column from the words its pack gives it, days close together, sometimes nothing."""

    def __init__(self, catalog, table, seed, more=None):
        self.chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.table, self.words, self.more = table, words_of(catalog, table), more or {}
        self.columns = {field.name: field.type for field in shape_of(catalog, table)}

    def rows(self, count=ROWS):
        return [{name: self.value(name, kind, number) for name, kind in self.columns.items() if name[0] != "_"} for number in range(count)]

    def value(self, name, kind, number):
        chance = self.chance
        if own := self.own_words(name):
            return chance.choice(own)
        if name in {"organ", "state", "procedure", "step", "activity", "level", "case_no"} or name in self.words:
            return chance.choice(self.words.get(name) or ["甲", "乙"])
        if (self.table, name) == ("organs", "name"):
            return "甲乙丙丁戊己庚辛壬癸"[number % 10] + str(number // 10 or "")
        if name in {"number", "entry", "case"} or (name in DATASETS.get(self.table, NO_KEY).key):
            return str(number)
        if chance.random() < 0.2:
            return None
        drawn = next((draw for is_kind, draw in KINDS if is_kind(kind)), None)
        return drawn(chance) if drawn else None

    def own_words(self, name):
        """Words that the indicators of this table tell apart."""
        if name in (own := WORDS_OF_PROCURATORATES.get(self.table, {}) | WORDS_OF_TABLES.get(self.table, {})):
            return own[name]
        if not self.table.startswith("case_"):
            return []
        known = self.more if name in self.more else WORDS if name != "case" or self.table == "case_steps" else {}
        return [*known[name], *STEPS.get(name, ())] if name in known else []


def shape_of(catalog, table):
    if table in TABLES:
        return TABLES[table]
    return schemas(catalog, [table])[table] if is_kept(table) else DATASETS[table].arrow_schema()


KINDS = (
    (pa.types.is_date, lambda chance: AS_OF - timedelta(days=chance.choice([0, 1, 2, 3, 4, 20, 40, 100, 200, -10]))),
    (pa.types.is_timestamp, lambda chance: MORNING + timedelta(hours=chance.choice([0, 12, 24, 25, 48]))),
    (pa.types.is_boolean, lambda chance: chance.random() < 0.5),
    (pa.types.is_integer, lambda chance: chance.randrange(0, 50)),
    (pa.types.is_decimal, lambda chance: Decimal(chance.choice([100, 100, 100, 250]))),
    (pa.types.is_string, lambda chance: chance.choice(["甲", "乙"])),
    (pa.types.is_list, lambda chance: chance.choice([[], ["甲"], ["甲", "乙"]])),
)


class NO_KEY:  # noqa: N801 - stands for a dataset that is none
    key = ()


STEPS = {
    "decide__outcome": ["proposal", "refused"], "answer__outcome": ["changed", "kept", None],
    "order__outcome": ["file", "ordered", "returned"],
    "file__outcome": ["filed", "refused", "received", None], "look_back__outcome": ["lasting", "relapsed", None],
    "value__adopted": ["yes", "partly", "no", None], "procedure": ["commutation", "parole", "patrol", "custody"],
    "step": ["filing", "ruling", "answer", "stage"], "case_no": ["1", "2", "3", "4", "5"],
    "reconsider__outcome": ["changed", "kept", None], "review__outcome": ["issue", "end_it", None],
    "use__outcome": ["used", "not_used", None],
    "sign__outcome": ["sent", "returned", None], "tell__satisfaction": ["very", "satisfied", "fair", "not", "not_at_all", None],
    "reply__outcome": ["punished", "not_punished", None], "opinion__outcome": ["served", "returned", None],
}  # fmt: skip


def words_of(catalog, table):
    """Column → its words, by the pack's own file."""
    if table in DATASETS:
        return {name: [*field.codes, None] for name, field in DATASETS[table].fields.items() if field.codes}
    if table.startswith("register_") and table.endswith("_counts"):
        return {"kind": ["counted", "counted", "missing", "differs", "surplus"]}
    register = catalog.registers.get(table.removeprefix("register_"))
    if register is None:
        return dict(STEPS)
    codes = {one.id: [*one.codes, *([] if one.required else [None])] for one in register.shape.fields if one.codes}
    return {**STEPS, **codes, "state": [*register.shape.states]}


SEARCHES = {"deviation_explained", "search_returned_share"}


def words_for(name):
    """Words that rows of cases need so that this indicator finds some."""
    if name in TOLD_OF_CUSTODY or name in BY_ITSELF_OF_CUSTODY:
        return WORDS_OF_CUSTODY
    return WORDS_OF_STEPS if name in TOLD_OF_STEPS else WORDS_OF_SEARCHES if name in SEARCHES else {}


@pytest.mark.parametrize("name", NAMES)
def test_sql_and_second_telling_give_the_same_number(name, catalog, room):
    drawn_from = BY_ITSELF[name][0] if name in BY_ITSELF else TOLD[name].table
    met = 0
    for seed in range(SEEDS):
        more = words_for(name)
        many = MANY if name in BY_ITSELF_OF_PRISONS or more else ROWS
        drawn = {
            one: Drawing(catalog, one, f"{name}-{seed}", more).rows(many)
            for one in ([drawn_from] if isinstance(drawn_from, str) else drawn_from)
        }
        known = {one: [{key: value for key, value in row.items() if value is not None} for row in rows] for one, rows in drawn.items()}
        room.library({one: rows for one, rows in known.items() if one not in TABLES})
        ground = IndicatorTables(
            room.connection, {one: pa.Table.from_pylist(known[one], schema=TABLES[one]) for one in known if one in TABLES}
        )
        rows = drawn[drawn_from] if isinstance(drawn_from, str) else drawn
        for period in map(parse, PERIODS):
            found = compute(catalog.indicators[name], ground, filters=Filters(period), as_of=AS_OF)
            tell = BY_ITSELF[name][1] if name in BY_ITSELF else lambda *given: counted(TOLD[name], *given)
            said = tell(rows, period.first_on, period.last_on, AS_OF)
            assert (found.numerator, found.denominator) == said, f"{name} {seed} {period.name}"
            met += found.denominator
    assert met, f"no random province gave {name} anything to count"


CALLED_HERE = {
    "proposal_adoption": "adoption_rate adoption_issued", "cj_supervision_rate": "change_opinions_dissent",
    "custody_necessity": "necessity_adopted necessity_answered_share", "nonfiling_success": "filing_after_notice",
    "rectification_rate": "rectification_rate patrol_rectified", "office_crime_filing": "office_crime_filed",
    "proposal_filing": "proposal_filed_in_time", "court_case_item": "court_case_item", "retrial_ratio": "retrial_change_ratio",
    "look_back_lasting": "look_back_lasting patrol_look_back_lasting", "in_limit": "closed_in_limit", "over_12m": "over_twelve_months",
    "patrol_coverage": "patrol_coverage patrol_cross_coverage patrol_window_coverage", "filed_true": "true_filing_rate",
    "assessment_adopted": "opinion_followed_share opinion_adopted_share", "located": "located_rate", "off_roll": "off_roll_rate",
    "reoffend": "reoffend_share",
}  # fmt: skip


def test_every_formula_of_the_domain_has_an_indicator_that_is_told_twice(catalog, shared):
    table = yaml.safe_load((shared / "data" / "domain" / "indicators_formulas.yaml").read_text(encoding="utf-8"))
    named = [one["id"] for part in ("procuratorate", "court", "police", "corrections") for one in table[part]]
    here = {formula: CALLED_HERE.get(formula, formula).split() for formula in named}
    assert set(CALLED_HERE) <= set(named)
    assert {name for names in here.values() for name in names} <= set(NAMES) & set(catalog.indicators)
