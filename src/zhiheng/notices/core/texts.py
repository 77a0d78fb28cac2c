"""What a notice says outside the platform: kind, title, link; nothing else of a person leaves."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "new": "新到", "near": "临近期限", "overdue": "已超期", "urged": "被催办", "reported_up": "已报告上一级",
    "clue": "分派给我的线索", "returned": "报送被退回", "view": "视图有新内容",
}  # fmt: skip
"""Every kind of notice by its name in Chinese; an officer chooses among these."""
CHANNELS: Final[Mapping[str, str]] = {"mail": "电子邮件", "hook": "本单位系统"}
LONGEST: Final = 200
PERSON_NUMBER: Final = re.compile(r"(?<!\d)\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}\d{3}[\dXx](?!\d)")


@dataclass(frozen=True)
class OutsideNotice:
    """One notice as it may leave: `address` is a path of this platform."""

    kind: str
    at: datetime
    title: str
    address: str

    @property
    def key(self) -> str:
        """What it tells of: the same notice found again has the same."""
        return hashlib.sha256(f"{self.kind} {self.address} {self.at.isoformat()}".encode()).hexdigest()


@dataclass(frozen=True)
class Counted:
    """How many rows a watched view holds, and when the newest came; None where it is empty."""

    rows: int
    newest_at: datetime | None


def plain_title(text: str) -> str:
    """A title on one line, without numbers of persons."""
    return PERSON_NUMBER.sub("（证件号码略）", " ".join(text.split()))[:LONGEST]


def subject_of(titles: Sequence[tuple[str, str]]) -> str:
    """The head of a mail: how many of which kinds, no title."""
    kinds = [KINDS[kind] for kind, _title in titles]
    counted = "，".join(f"{name} {kinds.count(name)} 条" for name in dict.fromkeys(kinds))
    return f"工作通知：{counted}"


def text_of(lines: Sequence[tuple[str, str, str]], origin: str) -> str:
    """The body of a mail: (kind, title, address) each on two lines, and how to have no more of them."""
    paragraphs = [f"【{KINDS[kind]}】{title}\n{link_of(address, origin)}" for kind, title, address in lines]
    return "\n\n".join([*paragraphs, "内容请登录平台查看。不再接收的，请在平台“通知—发送设置”中取消。"])


def link_of(address: str, origin: str) -> str:
    """The whole address where the operator named how the platform is reached, else the path."""
    return f"{origin}{address}" if origin else f"登录平台后打开 {address}"


def body_of(to: str, notice: OutsideNotice, origin: str) -> bytes:
    """What goes to an organ's system."""
    content = {
        "to": to,
        "kind": notice.kind,
        "title": notice.title,
        "link": f"{origin}{notice.address}",
        "at": notice.at.isoformat(timespec="seconds"),
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()
