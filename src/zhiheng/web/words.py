"""Codes of the lower rooms in the words of the pages."""

from __future__ import annotations

from collections.abc import Mapping

from zhiheng.models.core.differing import KINDS
from zhiheng.models.core.states import VERSION_ACTS, VERSION_STATES
from zhiheng.models.in_force import catalog
from zhiheng.oversight.core.states import ACTS as CLUE_ACTS
from zhiheng.oversight.core.states import CAUSES, LEVELS
from zhiheng.oversight.core.states import STATES as CLUE_STATES
from zhiheng.oversight.selectors import kinds_registered
from zhiheng.schema import DATASETS
from zhiheng.web.trace_words import ACT_HEADS, ACTS, THINGS, VIA

__all__ = [
    "ACCOUNT_STATES", "ACTS", "ACT_HEADS",
    "BREACH_STATES", "CAUSES", "CLUE_ACTS", "CLUE_STATES", "FIGURES", "LATE_KINDS", "LEVELS", "LOOKS",
    "MARKS", "OUTCOMES", "PARAMETER_MARKS", "PROPOSAL_STATES", "QUERY_STATES", "REASON_CODES", "RECEIPTS", "RERUN_CHANGES",
    "SENSITIVITY", "SETTING_STATES", "SHADOW_KINDS",
    "THINGS", "TYPES", "VERSION_ACTS", "VERSION_ORIGINS", "VERSION_STATES", "VIA",
]  # fmt: skip

SENSITIVITY: Mapping[str, str] = {"ordinary": "一般", "personal": "个人信息", "sensitive": "敏感"}
TYPES: Mapping[str, str] = {
    "str": "文字",
    "division": "行政区划代码",
    "int": "整数",
    "bool": "是/否",
    "date": "日期",
    "datetime": "日期时间",
    "decimal": "小数",
    "list": "多项文字",
}
MARKS: Mapping[str, str] = {
    "S": "依据二手资料，使用前请核对原文", "U": "依据尚未核实", "P": "期限或要求系政策默认值，可由主管机关调整",
}  # fmt: skip
QUERY_STATES: Mapping[str, str] = {
    "running": "运行中",
    "done": "完成",
    "failed": "没有完成",
    "stopped": "已取消",
    "refused": "被拒绝",
    "lost": "中途停止",
}
OUTCOMES: Mapping[str, str] = {"accepted": "全部入库", "partly": "部分入库", "returned": "退回"}
BREACH_STATES: Mapping[str, str] = {
    "open": "待改正",
    "explained": "属实",
    "mended": "已更正",
    "repeated": "改后仍有异常",
    "cleared": "关联记录已更正",
}
FIGURES: Mapping[str, str] = {"complete": "完整", "timely": "及时", "valid": "有效", "sound": "一致"}
LATE_KINDS: Mapping[str, str] = {"delivery": "没有报送", "content": "报送了旧内容"}
REASON_CODES: Mapping[str, str] = {
    "check_digit": "号码校验码不对",
    "impossible_date": "日期不存在",
    "unknown_code": "取值不在代码表内",
    "missing_required": "必填为空",
    "not_a_number": "不是数字",
    "out_of_range": "数值过大",
    "unreadable_row": "整行读不出",
    "damaged_text": "字符损坏",
    "masked_value": "被掩码遮盖",
    "several_persons": "一格写了几个人",
    "not_a_name": "不是姓名",
    "lost_digits": "末尾数字丢失",
    "formula": "公式没有结果",
    "error_cell": "表格错误值",
    "wrong_kind": "不是一个文本值",
    "doubled_value": "给出了两个值",
    "merged_cells": "合并单元格",
    "uncertain_day": "不能确定日期",
    "ditto": "写的是“同上”",
    "several_values": "一格写了几个编号",
    "struck_out": "加了删除线",
    "moved_headings": "另有表头，列序不同",
    "shown_otherwise": "显示与存放不同",
}
RECEIPTS: Mapping[str, str] = {"received": "收到", "validated": "校验完毕", "accepted": "入库", "returned": "退回"}
LOOKS: Mapping[str, str] = {
    "active": "normal",
    "given": "near",
    "locked": "overdue",
    "shut": "plain",
    "waiting": "near",
    "confirmed": "normal",
    "declined": "plain",
    "accepted": "normal",
    "partly": "near",
    "returned": "overdue",
    "open": "overdue",
    "repeated": "overdue",
    "explained": "info",
    "mended": "normal",
    "cleared": "plain",
    "delivery": "overdue",
    "content": "near",
    "overdue": "overdue",
    "near": "near",
    "normal": "normal",
    "received": "info",
    "assigned": "near",
    "verified": "normal",
    "refuted": "plain",
    "documented": "normal",
    "closed": "plain",
    "high": "overdue",
    "medium": "near",
    "low": "plain",
    "law": "normal",
    "secondary": "near",
    "policy": "info",
    "in_force": "normal",
    "coming": "info",
    "ended": "plain",
    "overruled": "plain",
    "shadow": "near",
    "published": "info",
    "replaced": "plain",
    "withdrawn": "plain",
    "only_old": "overdue",
    "only_new": "near",
    "changed": "info",
}
PARAMETER_MARKS: Mapping[str, str] = {"law": "法律规定", "secondary": "依据二手资料", "policy": "政策默认值"}
SHADOW_KINDS: Mapping[str, str] = KINDS
RERUN_CHANGES: Mapping[str, str] = {
    "missing": "这次没有",
    "new": "当时没有",
    "other": "内容不同",
    "model_changed": "当时的文本没有保存，未比对",
}
SETTING_STATES: Mapping[str, str] = {"in_force": "适用中", "coming": "尚未开始", "ended": "已终止", "overruled": "已被后来的设定取代"}
VERSION_ORIGINS: Mapping[str, str] = {"pack": "业务包", "page": "网页提交", "file": "模型文件导入"}


def codes_of(column: str) -> Mapping[str, str]:
    """Words for the codes of a column that several indicators share."""
    if column == "kind":
        listed = DATASETS["supervision_documents"].fields["kind"].codes
        return {code: spellings[0] for code, spellings in listed.items()} | kinds_registered()
    if column == "dataset":
        return {name: dataset.zh for name, dataset in DATASETS.items()}
    if column == "model":
        return {name: spec.title for name, spec in catalog().models.items()}
    return {"state": CLUE_STATES, "level": LEVELS, "cause": CAUSES, "outcome": OUTCOMES}.get(column, {})


ACCOUNT_STATES: Mapping[str, str] = {"active": "在用", "given": "未改初始密码", "locked": "登录等待", "shut": "停用"}
PROPOSAL_STATES: Mapping[str, str] = {"waiting": "待确认", "confirmed": "已确认", "declined": "未同意"}
