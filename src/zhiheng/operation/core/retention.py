"""What has a term, how long it is kept at least, and on which ground: data, no code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

PROPOSED, CARRIED_OUT, DECLINED = "retention.proposed", "retention.carried_out", "retention.declined"


@dataclass(frozen=True)
class Kept:
    """Something that is kept for a time.

    zh      what, in Chinese; months: it is kept at least
    basis   article, or the practice where the law names no term
    acts    beginnings of the acts whose entries lose their details; empty where it is something else than entries
    """

    zh: str
    months: int
    basis: str
    acts: tuple[str, ...] = ()


KINDS: Mapping[str, Kept] = MappingProxyType(
    {
        "reads": Kept(
            "查阅、导出、试查留痕的细节",
            36,
            "个人信息保护法第五十六条（处理情况记录至少保存三年）",
            ("record.read", "list.exported", "query.", "access."),
        ),
        "sessions": Kept("登录留痕的细节", 36, "网络安全法第二十一条（日志留存不少于六个月）；与查阅留痕同期", ("session.",)),
        "rejected_rows": Kept("未入库的行（原文）", 24, "个人信息保护法第十九条（最短必要期限）；法律没有规定年限，按两年"),
    }
)
