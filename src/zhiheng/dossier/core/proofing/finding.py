"""A finding of proofing, and the kinds there are: code → level and title."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

LEVELS: Mapping[str, str] = {"stop": "必改", "ask": "询问", "hint": "提示"}
"""stop: handled before issue, and confirmed by a second person where it is kept; ask: answered with a reason; hint: for information."""
HANDLED: Mapping[str, str] = {"confirmed": "确认无误", "data_wrong": "数据有误（转数据更正）", "false_alarm": "误报"}
KINDS: Mapping[str, tuple[str, str]] = {
    "I01": ("stop", "姓名前后不一致"),
    "I02": ("stop", "公民身份号码不符"),
    "I03": ("ask", "称谓误"),
    "I04": ("stop", "诉讼地位混淆"),
    "I05": ("ask", "性别代词不符"),
    "I06": ("stop", "遗漏当事人"),
    "I07": ("ask", "机关名称不是全称"),
    "N01": ("stop", "案号、文号格式"),
    "N02": ("stop", "引用的案号查无"),
    "N03": ("ask", "案号的年份或法院代字不符"),
    "N04": ("stop", "文号重复或断号"),
    "D01": ("stop", "日期不存在"),
    "D02": ("stop", "时间倒置"),
    "D03": ("ask", "期限计算与规则不符"),
    "D04": ("ask", "落款日期不是工作日或晚于送达"),
    "D05": ("stop", "年龄与出生日期不符"),
    "M01": ("stop", "大小写金额不符"),
    "M02": ("stop", "合计不等于分项之和"),
    "M03": ("ask", "金额写法"),
    "M04": ("stop", "罚金低于最低数额"),
    "M05": ("ask", "诉讼费计算"),
    "Q01": ("stop", "刑期起止与刑期不符"),
    "Q02": ("stop", "折抵日数不符"),
    "Q03": ("stop", "缓刑考验期越界"),
    "Q04": ("stop", "数罪并罚超出上下限"),
    "Q05": ("stop", "减刑幅度、间隔、起始越界"),
    "Q06": ("ask", "主文与理由刑罚不一致"),
    "Q07": ("stop", "剥夺政治权利期限越界"),
    "A01": ("ask", "法律名称未能核对"),
    "A02": ("stop", "条文不存在"),
    "A03": ("stop", "引用失效的条文"),
    "A04": ("ask", "引文与条文不一致或所引条文不对"),
    "A05": ("ask", "引用次序"),
    "A06": ("ask", "罪名与条文不对应"),
    "A07": ("ask", "缺少应当引用的条文"),
    "L01": ("stop", "主文与理由矛盾"),
    "L02": ("ask", "有情节未回应"),
    "L03": ("ask", "意见未回应"),
    "L04": ("ask", "证据编号与列示不符"),
    "L05": ("hint", "段落重复"),
    "S01": ("stop", "缺少必备部分"),
    "S02": ("stop", "缺少应当写明的告知"),
    "S03": ("stop", "署名与合议庭或承办人员不符"),
    "S04": ("ask", "附件清单与附件不符"),
    "S05": ("ask", "未填写的占位"),
    "S06": ("ask", "其他案件的残留"),
    "W01": ("hint", "错别字"),
    "W02": ("hint", "的地得"),
    "W03": ("hint", "标点重复或不成对"),
    "W04": ("hint", "数字用法"),
    "W05": ("ask", "不当用语"),
    "W06": ("hint", "全角半角混用"),
    "C01": ("stop", "公开文书未隐去身份信息"),
    "C02": ("stop", "公开文书写有封存记录"),
    "F01": ("stop", "与判决数据不一致"),
    "F02": ("stop", "与财产性判项数额不一致"),
    "F03": ("ask", "考核积分奖励不一致"),
    "F04": ("ask", "遗漏前次裁定"),
    "F05": ("ask", "执行机关与记录不一致"),
}
_SERIAL = re.compile(r"^\d+．")


@dataclass(frozen=True)
class ProofText:
    """The text under proof, paragraph by paragraph, the day that governs it, and the folder of statutes (None: not at hand)."""

    paragraphs: tuple[str, ...]
    on: date
    texts: Path | None = None


@dataclass(frozen=True)
class Finding:
    """What was found, where, why it is doubtful, what to do about it.

    paragraph   from 1; 0 means the paper as a whole
    """

    code: str
    paragraph: int
    found: str
    reason: str
    remedy: str
    level: str
    text: str = ""

    @property
    def title(self) -> str:
        """The kind in words."""
        return KINDS[self.code][1]

    @property
    def place(self) -> str:
        """The place in words."""
        return f"第{self.paragraph}段" if self.paragraph else "全文"

    @property
    def mark(self) -> str:
        """The same for the same words of a paragraph, wherever it stands."""
        words = _SERIAL.sub("", self.text)
        return hashlib.sha256("\x00".join((self.code, self.found, self.reason, words)).encode()).hexdigest()


def finding(code: str, place: tuple[int, str], found: str, reason: str, remedy: str, *, level: str = "") -> Finding:
    """A finding at `place` (number and text of the paragraph); its kind says the level unless another is given."""
    return Finding(code, place[0], found, reason, remedy, level or KINDS[code][0], place[1])


WHOLE = (0, "")
