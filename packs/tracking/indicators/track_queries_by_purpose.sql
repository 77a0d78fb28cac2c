/* ---
indicator: track_queries_by_purpose
title: 轨迹查询按用途
grain: 每次轨迹查询一行
purpose: 按用途分列轨迹查询次数。
logic: 登记的查询次数。
source: [社区矫正法 第二十九条]
reads: [register_track_queries]
leaves_out: [没有]
columns:
  case_no: 案号
  purpose_zh: 用途
kind: count
unit: 次
group_by: purpose_zh
better: none
--- */
select true as hit, case_no as label, coalesce(organ, _organ) as organ, entered_on as day, cast(null as varchar) as link, case_no,
    case query_purpose when 'corrections_work' then '社区矫正工作' when 'evidence' then '作为案件证据' else '检察监督' end as purpose_zh
from register_track_queries
