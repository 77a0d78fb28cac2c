/* ---
indicator: alarm_cleared_by_cause
title: 告警排除原因构成
grain: 每件已排除的告警一行
purpose: 按排除原因分列告警，便于发现噪声大的规则和频繁充电、漂移的装置。
logic: 以各原因排除的件数。
source: [社区矫正法 第二十九条]
reads: [case_tracking_alarm]
leaves_out: [转查找、成案的]
columns:
  number: 案件编号
  cause_zh: 原因
kind: count
unit: 件
group_by: cause_zh
better: none
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ__office, organ, _organ) as organ, ended_on as day, concat('document:', "case") as link, coalesce(number, "case") as number,
    case coalesce(visit__cause, contact__cause) when 'leave' then '请假覆盖' when 'permit' then '经常性活动许可' when 'device' then '设备故障' when 'drift' then '漂移' when 'charging' then '充电'
        when 'hospital' then '就医检查' when 'explained' then '已说明属实' when 'held' then '被羁押' when 'died' then '本人死亡' else '并入他案' end as cause_zh
from case_tracking_alarm
where ended_on is not null and coalesce(visit__outcome, contact__outcome) = 'cleared'
