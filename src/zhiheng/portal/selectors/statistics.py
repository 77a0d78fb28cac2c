"""Published tables: counts of organs, each with how it is counted; small cells hidden."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from zhiheng.models.in_force import catalog
from zhiheng.portal.core.suppression import Published, published
from zhiheng.portal.declared import sources
from zhiheng.procedure.selectors import counts_of_cases
from zhiheng.tracking.selectors.checkins import counts_in_force


@dataclass(frozen=True)
class Table:
    """A published table: what is counted, as of which day, the numbers."""

    title: str
    how: str
    on: datetime
    numbers: Published


def tables(now: datetime) -> list[Table]:
    """Applications and answers by kind, sanctions by kind, orders in force by organ."""
    return [
        Table("本人申请", "本平台收到的申请件数，按事项分", now, _cases("applications")),
        Table("异议和处罚", "本平台办理的处罚类案件件数，按事项分", now, _cases("sanctions")),
        Table("教育帮扶", "本平台办理的教育帮扶案件件数，按事项分", now, _cases("study")),
        Table("电子定位", "生效中的电子定位决定件数，按决定机关分", now, published(counts_in_force("tag", now))),
    ]


def _cases(item: str) -> Published:
    named = {one.case: catalog().procedures[one.case].title for one in sources(item) if one.case in catalog().procedures}
    counted = Counter(counts_of_cases(named))
    return published({title: counted[name] for name, title in named.items()})
