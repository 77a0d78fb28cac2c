/* ---
indicator: supervised_filing_count
title: 监督立案数
grain: 每件经通知立案后立案的案件一行
purpose: 掌握检察机关通知公安机关立案后实际立案的案件数。
logic: 通知立案书发出后公安机关已经立案的，按立案日归期。
source: [人民检察院刑事诉讼规则 第五百六十三条, 人民检察院刑事诉讼规则 第五百六十四条]
reads: [case_filing_oversight]
leaves_out: [说明理由阶段自行立案的, 尚未立案的, 不立案的]
columns:
  number: 案件编号
  filed_on: 立案日期
kind: count
unit: 件
group_by: organ
better: none
--- */
select true as hit, coalesce(number, "case") as label, coalesce(organ__procuratorate, organ, _organ) as organ, file__filed_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, file__filed_on as filed_on
from case_filing_oversight
where file__outcome = 'filed' and file__filed_on is not null
