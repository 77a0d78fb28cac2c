/* ---
indicator: filed_on_time
title: 按期报备率
grain: 每件报备文件一行
purpose: 衡量是否在公布后三十日内报备
logic: 登记日期不晚于公布后三十日的，除以已登记的
source: []
reads: [register_filings]
leaves_out: [没有登记日期的]
columns:
  document: 文件
  published_on: 公布日期
  registered_on: 登记日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 以登记日期代报送日期，暂缓登记补充的会偏晚
--- */
select registered_on <= law_add_days(published_on, 30) as hit, cast(null as varchar) as link, document as label, organ, published_on as day, document, published_on, registered_on
from register_filings
where registered_on is not null and published_on is not null
