"""Kinds of matches, what the thresholds suggest, what can be decided, and how each is called."""

from __future__ import annotations

KINDS = {"pair": "号码不同、疑似同一人", "name": "号码相同、姓名不同"}
SUGGESTIONS = {"join": "建议认定", "unsure": "需要核实"}
DECISIONS = {"same": "同一人", "different": "不是同一人"}
EVENTS = {**DECISIONS, "undone": "撤销认定"}
STATES = {"open": "待认定", "changed": "依据有变", "same": "已认定为同一人", "different": "已认定不是同一人", "gone": "不再疑似"}
SAME, DIFFERENT, UNDONE = "same", "different", "undone"
