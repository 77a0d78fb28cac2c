"""Queries of the sandbox that run as they stand, to begin with."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

EXAMPLES: Final = (
    (
        "各单位每个罪名的人数",
        ("sentences",),
        """select _organ as 报送单位, crime as 罪名, count(*) as 人数
from (select _organ, unnest(crimes) as crime from sentences) as one
group by _organ, crime
order by 人数 desc
limit 50""",
    ),
    (
        "刑期届满前三个月内的在押人员",
        ("custody_records", "sentences"),
        """select c.name, c.id_number, c.facility, s.penalty, s.term_end
from custody_records as c
join sentences as s using (id_number)
where c.released_on is null
  and s.term_end between :as_of and law_months_after(:as_of, 3)
order by s.term_end""",
    ),
    (
        "罚金没有履行完毕的人",
        ("property_items",),
        """select name, id_number, judgment_no, item, ordered, paid, ordered - paid as 未履行
from property_items
where paid < ordered and item = 'fine'
order by 未履行 desc
limit 200""",
    ),
    (
        "同一人出现在几个机关的数据里",
        ("sentences", "custody_records"),
        """with seen as (
  select id_number, _organ from sentences
  union
  select id_number, _organ from custody_records
)
select id_number, count(*) as 机关数, string_agg(_organ, '、') as 机关
from seen
group by id_number
having count(*) > 1
order by 机关数 desc
limit 100""",
    ),
    (
        "每个单位最近一次报送判决的时间",
        ("sentences",),
        """select _organ as 报送单位, max(_received_at) as 最近收到, count(*) as 现行记录
from sentences
group by _organ
order by 最近收到""",
    ),
)
"""Title, datasets it reads, statement."""


def examples_for(tables: Collection[str]) -> list[tuple[str, str]]:
    """Title and statement of those that an officer with these tables can run."""
    return [(title, text) for title, reads, text in EXAMPLES if set(reads) <= set(tables)]
