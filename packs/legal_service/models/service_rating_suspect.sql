/* ---
model: service_rating_suspect
title: 服务评价集中录入、失效事实仍在计分
grain: 每名从业人员每个问题一行
purpose: 发现同一从业人员的评价在同一分钟集中录入，以及已到期的诚信事实仍在计分的情形。
logic: >
  同一从业人员的规定件数以上评价在同一分钟作出的；诚信事实失效日期已过，仍为计分状态的。
source: [司法鉴定人登记管理办法 第三十二条]
reads: [register_service_cases, register_integrity_facts]
leaves_out: [先后作出的评价, 件数不足的, 失效当日的, 已经失效、撤回或者修复的, 没有评价时间的]
parameters:
  together: {default: 5, unit: 件, mark: policy, note: 同一分钟评价多少件提示}
occurrence: [practitioner, finding, since]
columns:
  practitioner: 从业人员
  finding: 问题（代码）
  finding_zh: 问题
  since: 时间
  figure: 件数或者分值
level: low
summary: "{practitioner}：{finding_zh}（{since}，{figure}）。"
answers: 司法行政机关：应当核对评价是否本人作出、停止计入失效事实
clears: 评价器批量上传；失效登记迟延
caveat: 只提示核对，不认定虚假评价。
--- */
with found as (
    select min(_ref) as _ref, coalesce(organ, _organ) as organ, practitioner, 'together' as finding, '评价在同一分钟集中录入' as finding_zh,
        strftime(rated_at, '%Y-%m-%d %H:%M') as since, count(*) as figure
    from register_service_cases
    where rated_at is not null and practitioner is not null
    group by coalesce(organ, _organ), practitioner, strftime(rated_at, '%Y-%m-%d %H:%M')
    having count(*) >= :together
    union all
    select _ref, coalesce(organ, _organ), practitioner, 'expired', '已失效的诚信事实仍在计分', strftime(expires_on, '%Y-%m-%d'), points
    from register_integrity_facts
    where state = 'counted' and expires_on < :as_of
)
select practitioner as subject, concat_ws('|', practitioner, finding, since) as occurrence, organ, practitioner, finding, finding_zh, since,
    cast(figure as bigint) as figure, _ref as evidence
from found
