/* ---
model: check_hits_left
title: 比中结果搁置
grain: 每条没有去向的比中一行
purpose: 发现返回的比中没有排除、也没有归并为线索的。
logic: 登记比中后超过规定工作日，仍没有写明排除原因或者归并为线索；近似比中等待公安核对的不计。
source: [社区矫正法 第二十六条]
reads: [register_check_hits]
leaves_out: [规定工作日以内的, 近似比中等待公安人工核对的, 已排除的, 已成线索的]
parameters:
  days: {default: 5, unit: 工作日, mark: policy, note: 排除或者归并的核查口径}
occurrence: [evidence_no]
columns:
  round_no: 轮次
  evidence_no: 记录号
  set_zh: 种类
  happened_on: 发生日期
  entered_on: 登记日期
  left_days: 登记至核查日的日数
level: low
summary: "第{round_no}轮核查比中{evidence_no}（{set_zh}，{happened_on}）登记{left_days}日没有去向。"
answers: 登记比中的社区矫正机构：应当排除或者立为线索
clears: 已核查而没有登记；数据源通知作废
--- */
select coalesce(id_number, evidence_no) as subject, evidence_no as occurrence, coalesce(organ, _organ) as organ, round_no, evidence_no,
    case "set" when 'hotel' then '旅馆登记' when 'rail' then '铁路' when 'air' then '民航' when 'coach' then '长途客运' when 'ship' then '水运'
        when 'penalty' then '治安处罚' when 'measure' then '强制措施' when 'custody' then '羁押' else '出入境' end as set_zh,
    happened_on, entered_on, date_diff('day', entered_on, :as_of) as left_days, _ref as evidence
from register_check_hits
where state = 'hit' and coalesce(identity, 'exact') = 'exact' and law_add_working_days(entered_on, :days) < :as_of
