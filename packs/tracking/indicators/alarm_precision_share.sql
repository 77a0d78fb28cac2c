/* ---
indicator: alarm_precision_share
title: 告警成案率
grain: 每件已有结论的告警一行
purpose: 衡量告警的准确程度，按种类分列；过低的规则应当修正。
logic: 转查找和违规成案的，除以已有结论的。
source: [社区矫正法 第二十九条]
reads: [case_tracking_alarm]
leaves_out: [没有结论的]
columns:
  number: 案件编号
  kind_zh: 种类
kind: share
unit: 件
group_by: kind_zh
better: none
--- */
select coalesce(visit__outcome, contact__outcome) in ('lost', 'breach') as hit, coalesce(number, "case") as label, coalesce(organ__office, organ, _organ) as organ, ended_on as day, concat('document:', "case") as link, coalesce(number, "case") as number,
    case opening__alarm_kind when 'out_of_area' then '越界' when 'in_banned_area' then '进入禁止区域' when 'strap_off' then '脱腕' when 'strap_cut' then '断带' when 'no_signal' then '离线'
        when 'power_off' then '关机' when 'low_battery' then '低电量' when 'device_fault' then '设备故障' when 'impossible_speed' then '轨迹异常' when 'stationary' then '长时间静止'
        when 'order_ending' then '期限将届' when 'checkin_missed' then '未签到' when 'checkin_failed' then '签到未通过' when 'phone_apart' then '人机分离' else '求助' end as kind_zh
from case_tracking_alarm
where ended_on is not null and coalesce(visit__outcome, contact__outcome) in ('cleared', 'lost', 'breach')
