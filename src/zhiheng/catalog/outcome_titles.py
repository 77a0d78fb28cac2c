"""The Chinese names of outcomes that many procedures share."""

from __future__ import annotations

from collections.abc import Mapping

OUTCOME_TITLES: Mapping[str, str] = {
    "submitted": "提交",
    "approved": "批准",
    "agreed": "同意",
    "returned": "退回",
    "served": "送达",
    "replied": "回复",
    "adopted": "采纳",
    "closed": "办结",
    "granted": "准许",
    "refused": "不予准许",
    "rejected": "驳回",
    "accepted": "受理",
    "filed": "提请",
    "given": "提出意见",
    "clear": "无异议",
    "objected": "有异议",
    "dropped": "不再办理",
    "received": "签收",
    "done": "完成",
}
