/* ---
indicator: parole_revoked_share
title: 假释撤销率
grain: 每份准予假释的裁定一行
purpose: 衡量假释以后被撤销的比例。
logic: 假释裁定以后同一人有撤销假释裁定的，除以全部假释裁定。
source: [刑法 第八十六条]
reads: [rulings]
leaves_out: [撤销裁定早于该假释裁定的]
columns:
  ruling_no: 裁定书号
  ruled_on: 裁定日期
kind: share
unit: 份
group_by: organ
better: down
--- */
select exists (select 1 from rulings as r where r.id_number = p.id_number and r.kind = 'revoke_parole' and r.ruled_on >= p.ruled_on) as hit,
    p.ruling_no as label, p._organ as organ, p.ruled_on as day, concat('record:rulings:', p._key) as link, p.ruling_no, p.ruled_on
from rulings as p
where p.kind = 'parole'
