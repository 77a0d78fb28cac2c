"""A query of the sandbox (试查): one officer's own SELECT, checked by the guard and written anew from its syntax tree before it runs.

What runs is never the text typed. Faults say where in that text they are.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlglot
from sqlglot import TokenType, exp

from zhiheng.analysis import binding, guard, law_functions
from zhiheng.analysis.errors import Breach, RefusedStatementError
from zhiheng.analysis.functions import PLAIN
from zhiheng.catalog.errors import did_you_mean
from zhiheng.sandbox.core.limits import LIMITS, Limits
from zhiheng.schema import DATASETS
from zhiheng.schema.errors import UnusableInputError

_MORE: Final = """
    approx_distinct bit_and day day_of_month day_of_week day_of_year day_of_week_iso extract group_concat initcap is_nan ltrim median mode
    month ntile percent_rank cume_dist quantile quarter regexp_extract regexp_full_match regexp_ilike regexp_like regexp_matches
    regexp_replace rtrim sign sqrt string_agg strlen trunc try_cast variance var_samp week week_of_year year nth_value xor ln pad
    split_part last_day date_part dayname monthname first power
"""
FUNCTIONS: Final = PLAIN | frozenset(_MORE.split())
"""What a query may call beside the law's functions, as sqlglot names it."""

_OPENING: Final = frozenset({TokenType.L_PAREN, TokenType.L_BRACKET, TokenType.L_BRACE, TokenType.CASE})
_CLOSING: Final = frozenset({TokenType.R_PAREN, TokenType.R_BRACKET, TokenType.R_BRACE, TokenType.END})
_CHAINED: Final = frozenset({TokenType.L_BRACKET, TokenType.DCOLON, TokenType.NOT, TokenType.TILDE, TokenType.DASH})
_CHAIN: Final = 100
"""Of these words a statement has no more: a chain of them nests without brackets."""
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})


@dataclass(frozen=True)
class Prepared:
    """A query that may run. text: as typed; sql: as it runs; datasets: what it reads; columns: result column → (dataset, field) where it
    is plainly one.
    """

    text: str
    sql: str
    datasets: tuple[str, ...]
    columns: Mapping[str, tuple[str, str]]

    @property
    def digest(self) -> str:
        """SHA-256 of the text as typed."""
        return digest_of(self.text)


class RefusedQueryError(UnusableInputError):
    """A query that may not run, or could not; position: (line, column) from 1 in the text typed, or None."""

    def __init__(self, thing: str, reason: str, remedy: str, position: tuple[int, int] | None = None) -> None:
        self.position = position
        super().__init__(thing, f"第 {position[0]} 行第 {position[1]} 列" if position else "全文", reason, remedy)


def prepare(text: str, tables: Collection[str], *, as_of: date, limits: Limits = LIMITS) -> Prepared:
    """Check a query on the tables its officer may see; `:as_of` stands for the day given. Raises RefusedQueryError."""
    _measure(text, limits)
    try:
        tree = guard.check_sql(text, tables, law_functions.names(), plain=FUNCTIONS)
        named = [table for table in tree.find_all(exp.Table) if not is_own(table)]
        for table in named:
            table.set("this", exp.to_identifier(table.name.lower(), quoted=True))
        sql = binding.bind(tree, as_of=as_of, values={}).sql(guard.DIALECT, comments=False)
        columns = meanings(tree)
    except RefusedStatementError as refused:
        raise _refusal(refused.breaches, text, tables, refused.__cause__) from refused
    except RecursionError as deep:
        raise RefusedQueryError("语句", "嵌套太深", "请拆成几个 WITH。") from deep
    return Prepared(text, sql, tuple(sorted({table.name for table in named})), columns)


def digest_of(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def position_of(text: str, name: str) -> tuple[int, int] | None:
    """Line and column where a word first stands in the text, in any case; None where it does not."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) if name else None
    return position_in(text, found.start()) if found else None


def is_own(table: exp.Table) -> bool:
    """Whether a name means a WITH of the query itself."""
    return any(cte.alias.lower() == table.name.lower() for cte in guard.ctes_in_sight(table))


def position_in(text: str, start: int) -> tuple[int, int] | None:
    """Line and column (from 1) of an offset; None for -1."""
    before = text[:start]
    return None if start < 0 else (before.count("\n") + 1, start - before.rfind("\n"))


def _measure(text: str, limits: Limits) -> None:
    """Refuse what is too long or too deep to be looked at, before it is parsed."""
    if not text.strip():
        raise RefusedQueryError("语句", "没有内容", "请写一条 SELECT。")
    if len(text) > limits.text_chars:
        raise RefusedQueryError("语句", f"共 {len(text)} 个字符，超过 {limits.text_chars} 个", "请缩短语句。")
    if hidden := [place for place, sign in enumerate(text) if sign not in "\n\r\t" and unicodedata.category(sign) in _HIDDEN]:
        raise RefusedQueryError("字符", "有看不见的控制字符", "请删去这个字符。", position_in(text, hidden[0]))
    try:
        tokens = sqlglot.tokenize(text, dialect=guard.DIALECT)
    except sqlglot.errors.SqlglotError as error:
        raise RefusedQueryError("语法", "引号或注释没有结束", "请检查引号和注释是否成对。") from error
    if len(tokens) > limits.tokens:
        raise RefusedQueryError("语句", f"共 {len(tokens)} 个词，超过 {limits.tokens} 个", "请缩短语句。")
    depth, seen = 0, Counter[TokenType]()
    for token in tokens:
        depth += (token.token_type in _OPENING) - (token.token_type in _CLOSING)
        seen[token.token_type] += token.token_type in _CHAINED
        if depth > limits.nesting or seen[token.token_type] > _CHAIN:
            raise RefusedQueryError("语句", f"嵌套超过 {limits.nesting} 层", "请拆成几个 WITH。", position_in(text, token.start))


def _refusal(breaches: tuple[Breach, ...], text: str, tables: Collection[str], cause: BaseException | None) -> RefusedQueryError:
    """The first thing the guard refused, in the words of the page; how many more there are is said."""
    first = breaches[0]
    position = position_in(text, first.start)
    reason, remedy = first.reason, first.remedy
    if isinstance(cause, sqlglot.errors.ParseError) and cause.errors:
        at = cause.errors[0]
        position = (int(at["line"]), max(1, int(at["col"]) - len(at["highlight"] or "") + 1))
        reason, remedy = f"在“{at['highlight']}”处读不通", "请检查括号、逗号和关键词的次序。"
    elif first.thing.startswith("参数 "):
        reason, remedy = "试查没有参数", "请直接写值；:as_of 是今天。"
    elif first.thing == "INTERVAL":
        remedy = "日期加减请写 law_add_days、law_months_after，或者日期直接加减天数。"
    elif first.thing.removeprefix("函数 ") in {"current_date", "current_timestamp", "now", "today"}:
        remedy = "今天请写 :as_of。"
    elif "声明" in reason:
        reason, remedy = "不是您可以查的数据表", _table_remedy(first.thing.removeprefix("表 "), tables)
    more = f"（另有 {len(breaches) - 1} 处）" if len(breaches) > 1 else ""
    return RefusedQueryError(first.thing, reason, f"{remedy}{more}", position)


def _table_remedy(name: str, tables: Collection[str]) -> str:
    return did_you_mean(name, tables) if tables and len(tables) <= len(DATASETS) and name not in DATASETS else "请从左侧列出的数据表中选。"


def meanings(tree: exp.Expr) -> dict[str, tuple[str, str]]:
    """Result columns that are plainly a dataset's field: name → (dataset, field)."""
    if isinstance(tree, exp.Subquery):
        return meanings(tree.this)
    if isinstance(tree, exp.SetOperation):
        left, right = meanings(tree.left), meanings(tree.right)
        return {name: field for name, field in left.items() if right.get(name) == field}
    if not isinstance(tree, exp.Select):
        return {}
    sources = _sources(tree)
    found: dict[str, tuple[str, str]] = {}
    for one in tree.expressions:
        plain = one.unalias()
        if isinstance(plain, exp.Star) or (isinstance(plain, exp.Column) and plain.is_star):
            found |= _all_of(sources, plain.table if isinstance(plain, exp.Column) else "")
        elif isinstance(plain, exp.Column) and (field := _all_of(sources, plain.table).get(plain.name.lower())):
            found[one.alias_or_name] = field
    return found


def _sources(select: exp.Select) -> dict[str, dict[str, tuple[str, str]]]:
    given = [select.args.get("from_"), *select.args.get("joins", [])]
    found = {}
    for source in (one.this for one in given if one is not None):
        if isinstance(source, exp.Table):
            found[source.alias_or_name.lower()] = _columns_of(source)
        elif isinstance(source, exp.Subquery):
            found[source.alias_or_name.lower()] = meanings(source)
    return found


def _columns_of(table: exp.Table) -> dict[str, tuple[str, str]]:
    name = table.name.lower()
    for cte in guard.ctes_in_sight(table):
        if cte.alias.lower() == name:
            return meanings(cte.this)
    return {field: (name, field) for field in DATASETS[name].fields} if name in DATASETS else {}


def _all_of(sources: Mapping[str, Mapping[str, tuple[str, str]]], source: str) -> dict[str, tuple[str, str]]:
    """Columns of one source, or of all (the first that has a name gives its meaning)."""
    chosen = [sources[source.lower()]] if source.lower() in sources else [] if source else list(sources.values())
    return {name: field for columns in reversed(chosen) for name, field in columns.items()}
