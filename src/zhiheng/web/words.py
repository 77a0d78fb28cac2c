"""Codes of the lower rooms in the words of the pages."""

from __future__ import annotations

from collections.abc import Mapping

THINGS: Mapping[str, str] = {
    "batch": "批次",
    "case": "案件",
    "checkpoint": "检查点",
    "clue": "线索",
    "delivery": "报送",
    "demonstration": "演示账号",
    "details": "留痕细节",
    "document": "文书",
    "entry": "留痕",
    "ledger": "留痕",
    "list": "列表",
    "officer": "办案人员",
    "organ": "机关",
    "record": "记录",
    "registry": "机关与人员",
    "run": "模型运行",
    "token": "接口令牌",
}
ACTS: Mapping[str, str] = {
    "batch.stored": "批次入库",
    "case.opened": "立案",
    "clue.assigned": "线索分派",
    "clue.refuted": "线索排除",
    "clue.snoozed": "线索暂缓",
    "clue.verified": "线索查实",
    "demonstration.seeded": "建立演示账号",
    "details.erased": "清除留痕细节",
    "document.drawn_up": "制作文书",
    "ledger.checkpointed": "签发检查点",
    "list.exported": "导出列表",
    "officer.appointed": "任命岗位",
    "officer.barred": "停用账号",
    "officer.enlisted": "登记人员",
    "officer.password_changed": "修改密码",
    "officer.relieved": "解除岗位",
    "organ.registered": "登记机关",
    "record.read": "查阅敏感记录",
}
VIA: Mapping[str, str] = {"web": "网页", "api": "接口", "cli": "命令行", "test": "测试"}
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
