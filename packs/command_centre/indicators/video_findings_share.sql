/* ---
indicator: video_findings_share
title: 视频巡查发现率
grain: 每次已结束的视频调阅一行
purpose: 看每百次视频调阅发现多少问题
logic: 期间内打开并已结束的视频调阅中，记有发现或者转为线索的比例；演练不计
source: [人民检察院巡回检察工作规定 第十七条]
reads: [register_video_openings]
leaves_out: [没有结束的, 演练]
columns:
  place: 场所
  channel: 通道
  purpose: 目的（代码）
  clue_no: 转线索编号
kind: share
unit: 次
group_by: organ
better: none
--- */
select coalesce(array_length(finding), 0) > 0 or clue_no is not null as hit, cast(null as varchar) as link, coalesce(number, entry) as label,
    coalesce(organ, _organ) as organ, cast(from_at as date) as day, place, channel, purpose, clue_no
from register_video_openings
where state = 'ended' and purpose <> 'drill' and from_at is not null
