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

__all__ = [
    "ACCOUNT_STATES", "ACTS", "ACT_HEADS",
    "BREACH_STATES", "CAUSES", "CLUE_ACTS", "CLUE_STATES", "FIGURES", "LATE_KINDS", "LEVELS", "LOOKS",
    "MARKS", "OUTCOMES", "PARAMETER_MARKS", "PROPOSAL_STATES", "QUERY_STATES", "REASON_CODES", "RECEIPTS", "RERUN_CHANGES",
    "SENSITIVITY", "SETTING_STATES", "SHADOW_KINDS",
    "THINGS", "TYPES", "VERSION_ACTS", "VERSION_ORIGINS", "VERSION_STATES", "VIA",
]  # fmt: skip

THINGS: Mapping[str, str] = {
    "administrators": "管理员",
    "barrier": "限制查阅",
    "alarm": "警报",
    "batch": "批次",
    "gateway": "网关",
    "intake": "位置接收",
    "order": "定位决定",
    "positions": "位置",
    "tracking": "定位监管",
    "breach": "异常记录",
    "case": "案件",
    "checkpoint": "检查点",
    "clue": "线索",
    "delivery": "报送",
    "mandate": "报送委托",
    "demonstration": "演示账号",
    "details": "留痕细节",
    "document": "文书",
    "dossier": "卷宗",
    "entry": "留痕",
    "file": "附件",
    "ledger": "留痕",
    "library": "数据主题库",
    "list": "列表",
    "officer": "办案人员",
    "officers": "办案人员",
    "match": "同一人认定",
    "model": "模型",
    "organ": "机关",
    "organs": "机关",
    "unit": "内设机构",
    "relations": "机关关系",
    "person": "人员",
    "persons": "人员",
    "procedure": "流程",
    "page": "页面",
    "query": "试查",
    "record": "记录",
    "registry": "机关与人员",
    "run": "模型运行",
    "token": "接口令牌",
    "session": "登录会话",
    "access": "访问",
    "factor": "第二因素",
    "outside_name": "证书与统一身份",
}
ACTS: Mapping[str, str] = {
    "alarm.case_opened": "据警报立案",
    "alarm.closed": "办结警报",
    "alarm.contacted": "记录警报处置",
    "alarm.raised": "产生警报",
    "alarm.seen": "查看警报",
    "checkin.ended": "终止签到义务",
    "checkin.set": "设定签到义务",
    "device.given": "登记定位设备",
    "device.taken_back": "收回定位设备",
    "fence.drawn": "设定电子围栏",
    "fence.ended": "撤销电子围栏",
    "gateway.closed": "停用网关",
    "gateway.registered": "登记网关",
    "positions.summarised": "期满汇总位置",
    "tracking.followed": "读取定位决定和请假",
    "tracking.refused": "拒收位置",
    "tracking.taken": "接收位置",
    "administrators.enlisted": "登记首批管理员",
    "administrators.recovered": "在控制台恢复管理员",
    "batch.restored": "恢复批次文件",
    "batch.stored": "批次入库",
    "breach.explained": "说明异常属实",
    "breach.reopened": "退回属实说明",
    "case.copied": "案件抄送",
    "case.corrected": "更正案件事项",
    "case.done": "办理案件节点",
    "case.taken": "承办案件",
    "case.sub_opened": "另立案件",
    "case.sub_ended": "另案办结",
    "case.extended": "延长时限",
    "case.handed_over": "案件转办",
    "case.opened": "建案",
    "case.opinion": "案件会签",
    "case.reopened": "重新启动案件",
    "case.reported_up": "报告上级",
    "case.resumed": "恢复时限",
    "case.suspended": "中止时限",
    "case.urged": "催办",
    "case.withdrawn": "撤回案件",
    "clue.assigned": "线索分派",
    "clue.closed": "线索办结",
    "clue.documented": "线索制发文书",
    "clue.refuted": "线索排除",
    "clue.reopened": "线索重新核查",
    "clue.returned": "线索退回",
    "clue.snoozed": "线索暂缓",
    "clue.verified": "线索查实",
    "delivery.accepted": "报送入库",
    "delivery.contested": "对报送提出异议",
    "delivery.returned": "报送退回",
    "demonstration.seeded": "建立演示账号",
    "details.erased": "清除留痕细节",
    "document.drawn_up": "制作文书",
    "document.redrawn": "修改文书",
    "file.attached": "提交附件",
    "file.downloaded": "下载文书",
    "ledger.checkpointed": "签发检查点",
    "ledger.cosigned": "收到见证签名",
    "ledger.key_changed": "更换签名密钥",
    "rows.bound": "登记数据行摘要",
    "rows.taken_over": "升级后重新登记数据行",
    "list.exported": "导出列表",
    "match.decided": "认定是否同一人",
    "match.undone": "撤销同一人认定",
    "mandate.ended": "终止报送委托",
    "mandate.given": "委托他人报送",
    "model.added": "提交模型候选版本",
    "model.published": "发布模型版本",
    "model.tried": "模型影子运行",
    "model.withdrawn": "撤下模型版本",
    "model.exported": "导出模型",
    "officer.appointed": "任命岗位",
    "officer.barred": "停用账号",
    "officer.enlisted": "登记人员",
    "officer.readmitted": "恢复账号",
    "officer.password_reset": "重置密码",
    "officer.unlocked": "解除登录等待",
    "session.begun": "登录",
    "session.failed": "登录失败",
    "session.held_back": "登录失败过多，暂缓判断",
    "session.spraying": "疑似撞库",
    "session.ended": "退出登录",
    "session.recalled": "收回登录",
    "access.denied": "拒绝访问",
    "factor.added": "设置第二因素",
    "factor.dropped": "移除安全密钥",
    "factor.codes_renewed": "换发恢复码",
    "factor.code_used": "使用恢复码",
    "factor.reset": "重置第二因素",
    "outside_name.bound": "登记证书或统一身份",
    "outside_name.unbound": "解除证书或统一身份",
    "officer.proposed": "提出管理员任职",
    "officer.declined": "不同意管理员任职",
    "officers.imported": "按文件登记人员",
    "organ.described": "修改机关信息",
    "organ.renamed": "机关更名",
    "organ.related": "登记机关关系",
    "organ.unrelated": "终止机关关系",
    "organ.runs_home": "指定平台管理单位",
    "organs.imported": "按文件登记机关",
    "relations.imported": "按文件登记机关关系",
    "unit.opened": "登记内设机构",
    "unit.closed": "撤销内设机构",
    "officer.password_changed": "修改密码",
    "officer.relieved": "解除岗位",
    "library.swept": "清理残留文件",
    "organ.registered": "登记机关",
    "parameter.ended": "终止参数设定",
    "parameter.set": "设定参数",
    "persons.gathered": "汇集人员身份",
    "procedure.published": "发布流程",
    "query.ended": "试查结束",
    "query.refused": "试查被拒绝",
    "query.started": "开始试查",
    "query.stop_asked": "取消试查",
    "person.closed": "限制查阅人员",
    "person.opened": "解除人员限制",
    "officer.delegated": "委托岗位",
    "officer.delegation_ended": "终止岗位委托",
    "officer.scope_set": "设定数据范围",
    "record.read": "查阅个人信息",
    "quality.examined": "检查数据质量",
    "run.repeated": "重复筛查",
    "run.stored": "模型筛查",
}
ACT_HEADS: Mapping[str, str] = {
    "entry": "台账条目变动", "duty": "履职记录", "sheet": "评定", "count": "台账盘点", "closing": "台账关账", "register": "台账变动",
}  # fmt: skip
"""Acts whose last word a pack chooses, by what they are about."""
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
