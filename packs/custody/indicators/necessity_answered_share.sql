/* ---
indicator: necessity_answered_share
title: 羁押必要性建议答复率
grain: 每件到期或者已经办结的羁押案件一行（最近一次）
purpose: 衡量公安机关、人民法院是否在十日内处理建议并通知检察院。
logic: 期限最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [刑事诉讼法 第九十五条]
reads: [case_custody_necessity]
leaves_out: [尚未到期且没有办结的, 没有期限的]
columns:
  number: 案件编号
  due_on: 期限最后一日
  done_on: 办结日期
kind: share
unit: 件
group_by: organ
better: up
caveat: 按最近一次建议计算。
--- */
select answer__on is not null and answer__on <= answer__due_on as hit, coalesce(number, "case") as label, coalesce(organ__procuratorate, organ, _organ) as organ, answer__due_on as day, concat('document:', "case") as link,
    coalesce(number, "case") as number, answer__due_on as due_on, answer__on as done_on
from case_custody_necessity
where answer__due_on is not null and (answer__on is not null or answer__due_on < :as_of)
