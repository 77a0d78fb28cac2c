/* ---
indicator: seized_backlog_share
title: 涉案财物积压率
grain: 每件在库的涉案财物一行
purpose: 衡量在库财物中长期积压的比例。
logic: 扣押超过三年仍在库的，除以在库、调用中、待退还、公告招领的财物。
source: [刑事诉讼法 第二百四十五条]
reads: [register_seized_items]
leaves_out: [已经返还、处置、上缴的, 登记不入库的]
columns:
  number: 财物编号
  name: 名称
  seized_on: 扣押日期
kind: share
unit: 件
group_by: organ
better: down
caveat: 三年为默认值。
--- */
select law_months_after(seized_on, 36) < :as_of as hit, coalesce(number, entry) as label, coalesce(organ, _organ) as organ, seized_on as day, cast(null as varchar) as link, number, name, seized_on
from register_seized_items
where state in ('held', 'lent', 'unrelated', 'noticed', 'ordered') and seized_on is not null
