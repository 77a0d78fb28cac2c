/* ---
indicator: filed_on_time
title: 规范性文件按期报备率
grain: 每份应当报送备案的文件一行
purpose: 衡量规范性文件是否在公布后三十日内报送备案
logic: 公布后三十日内报送的，除以已经报送的与三十日已过仍未报送的之和；报送以后补充材料、登记的时间不影响按期
reads: [case_filing_review]
leaves_out: [公布未满三十日且没有报送的, 不属备案范围的]
columns:
  number: 案件编号
  document: 文件
  published_on: 公布日期
  filed_on: 报送日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 没有报送的自建案之日起算三十日；三十日见法规规章备案审查条例（2024年）
--- */
select file__on is not null and file__on <= law_add_days(file__published_on, 30) as hit, coalesce(number, "case") as label, coalesce(organ__maker, organ, _organ) as organ, coalesce(file__published_on, opened_on) as day, concat('document:', "case") as link, number,
    file__document as document, file__published_on as published_on, file__on as filed_on
from case_filing_review
where coalesce(register__outcome, '') <> 'not_ours' and (file__on is not null or law_add_days(opened_on, 30) < :as_of)
