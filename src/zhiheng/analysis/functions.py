"""Which functions a statement may call: a fixed list without side effects, and the law's own (`law_…`)."""

from __future__ import annotations

from typing import Final

_NAMES: Final = """
    abs any_value arg_max arg_min array_agg array_contains array_distinct array_length array_size avg bool_and
    bool_or ceil coalesce concat concat_ws contains count count_if date_diff date_trunc datediff dense_rank
    element_at ends_with epoch exists explode first_value flatten floor greatest if ifnull lag last_value lead
    least left length list list_contains list_distinct list_sort list_value logical_and logical_or lower lpad
    max max_by min min_by mod nullif percentile_cont rank replace right round row_number rpad sort_array split
    starts_with stddev stddev_samp str_position str_to_time strftime strpos substr substring sum time_to_str
    time_to_unix timestamp_trunc trim unnest upper struct
"""
PLAIN: Final = frozenset(_NAMES.split())
"""Names as DuckDB writes them and as sqlglot calls them."""

LAW_PREFIX: Final = "law_"
