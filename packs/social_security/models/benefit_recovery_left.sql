/* ---
model: benefit_recovery_left
title: 违规待遇核实、停发、追回搁置
grain: 每笔超过期限的待遇一行
purpose: 发现收到线索后长期没有核实，核实多领后仍在发放，或者停发后长期没有追回的社会保险待遇。
logic: 登记的期限（核实十个工作日、停发十个工作日、追回六个月）最后一日已过，仍处于待核实、待停发、待追回状态的。
source: [社会保险法(2018) 第五十一条]
reads: [register_benefit_recoveries]
leaves_out: [期限最后一日当日的, 核实无误的, 已结清的, 已核销的]
occurrence: [number, state]
columns:
  number: 编号
  person_name: 姓名
  state: 状态（代码）
  state_zh: 状态
  due_on: 期限最后一日
  over_yuan: 多领金额
  left_days: 超过的日数
duty: due_on
level: medium
summary: "{person_name}的社会保险待遇{number}{state_zh}，期限{due_on}已过{left_days}日。"
answers: 登记待遇的社会保险经办机构：应当说明原因并立即办理
clears: 已办理而没有登记；分期退还协议正在履行
caveat: 期限为默认值，停发和追回的依据为地方规定。
--- */
select coalesce(id_number, number, entry) as subject, concat_ws('|', coalesce(number, entry), state) as occurrence, coalesce(organ, _organ) as organ, coalesce(number, entry) as number, state, person_name,
    case state when 'received' then '没有核实' when 'checked' then '没有停发' else '没有追回' end as state_zh,
    cast(due_on as date) as due_on, over_yuan, date_diff('day', cast(due_on as date), :as_of) as left_days, _ref as evidence
from register_benefit_recoveries
where state in ('received', 'checked', 'stopped') and cast(due_on as date) < :as_of
