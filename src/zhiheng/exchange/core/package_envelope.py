"""The envelope XTXX of an exchange package: who sends what to whom, for which case; read strictly, written in full."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from zhiheng.exchange.core.package_xml import Element, refused

NEW, SUPPLEMENT = 1, 2
KINDS: Final = {NEW: "新增", SUPPLEMENT: "补充"}
LCJDBH: Final = re.compile(r"\d{3,4}[A-Z]?")
MARK: Final = re.compile(r"[0-9A-Za-z]{32}")
LONGEST: Final = 200
REQUIRED: Final = {
    "PTTYAH": "平台统一案号", "SJBS": "数据标识", "LCJDBH": "流程节点编号", "JSDWBH": "接收单位编号", "FSDWBH": "发送单位编号",
    "FSSJ": "发送时间", "SJLX": "数据类型",
}  # fmt: skip


@dataclass(frozen=True)
class Envelope:
    """What an envelope says. `values`: every element of it as it was written, by name."""

    platform_number: str
    mark: str
    node: str
    business: str
    sender_code: str
    sender_name: str
    receiver_code: str
    receiver_name: str
    sent_at: datetime
    kind: int
    case_number: str = ""
    case_title: str = ""
    foreign_number: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind_title(self) -> str:
        """New or supplement, in words."""
        return KINDS[self.kind]


def envelope_of(root: Element, name: str) -> Envelope:
    """The envelope directly under the root, or the root itself. Raises UnusableInputError with what is missing or not certain."""
    found = [root] if root.name == "XTXX" else root.named("XTXX")
    if len(found) != 1:
        raise refused(name, "没有信封 XTXX" if not found else f"有 {len(found)} 个信封 XTXX", "请由来件单位核对后重新打包")
    values: dict[str, str] = {}
    for one in found[0].inner:
        if one.name in values and values[one.name] != one.text:
            raise refused(name, f"信封中 {one.name} 出现两次，而且不一致", "请由来件单位核对后重新打包")
        values[one.name] = one.text
    _demand(values, name)
    return Envelope(
        platform_number=values["PTTYAH"], mark=values["SJBS"], node=values["LCJDBH"], business=values.get("YWLB", ""),
        sender_code=values["FSDWBH"], sender_name=values.get("FSDWMC", ""), receiver_code=values["JSDWBH"],
        receiver_name=values.get("JSDWMC", ""), sent_at=_moment(values["FSSJ"], name), kind=int(values["SJLX"]),
        case_number=values.get("AH", ""), case_title=values.get("AJMC", ""), foreign_number=values.get("AJBH", ""), values=values,
    )  # fmt: skip


def _demand(values: Mapping[str, str], name: str) -> None:
    missing = [f"{zh}（{key}）" for key, zh in REQUIRED.items() if not values.get(key)]
    if missing:
        raise refused(name, f"信封缺少{'、'.join(missing)}", "请由来件单位补全后重新打包")
    long = [key for key, value in values.items() if len(value) > LONGEST or any(ord(sign) < 32 for sign in value)]
    wrong = [
        *([f"数据标识“{values['SJBS'][:40]}”不是 32 位"] if not MARK.fullmatch(values["SJBS"]) else []),
        *([f"流程节点编号“{values['LCJDBH'][:40]}”不合规则"] if not LCJDBH.fullmatch(values["LCJDBH"]) else []),
        *([f"数据类型“{values['SJLX'][:40]}”不是 1（新增）或 2（补充）"] if values["SJLX"] not in {"1", "2"} else []),
        *([f"{'、'.join(long)}过长或者含控制字符"] if long else []),
    ]
    if wrong:
        raise refused(name, "；".join(wrong), "请由来件单位改正后重新打包")


def _moment(text: str, name: str) -> datetime:
    """The time of sending, with its seconds; a date alone is an error. Without a zone, as it is written."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", text, re.ASCII):
        try:
            return datetime.strptime(text, "%Y-%m-%d %H:%M:%S")  # noqa: DTZ007 - Shanghai time, which the services add
        except ValueError:
            pass
    raise refused(name, f"发送时间“{text[:40]}”不是“年-月-日 时:分:秒”", "请由来件单位改正后重新打包")


def envelope_element(values: Mapping[str, str]) -> Element:
    """The envelope with these values, in their order."""
    return Element("XTXX", inner=[Element(key, text=value) for key, value in values.items() if value])
