/* ---
indicator: necessity_adopted
title: 羁押必要性建议采纳率
grain: 每份已有结果的羁押必要性建议一行
purpose: 看办案机关对羁押必要性审查建议的采纳。
logic: 期间内提出的释放或者变更强制措施建议中，已有答复或者已过十日的，被采纳的比例。
source: [刑事诉讼法 第九十五条]
reads: [case_custody_necessity]
leaves_out: [尚在十日以内且没有答复的, 答复以前已经释放或者变更而终止审查的]
columns:
  number: 案件编号
  decided_on: 建议日期
  outcome: 答复
kind: share
unit: 件
better: up
--- */
select coalesce(answer__outcome, '') = 'changed' as hit, coalesce(number, title) as label, coalesce(organ, _organ) as organ, decide__on as day,
    concat('document:', "case") as link, number, decide__on as decided_on, answer__outcome as outcome
from case_custody_necessity
where decide__outcome = 'proposal' and coalesce(answer__outcome, '') <> 'moot' and (answer__outcome is not null or answer__due_on < :as_of)
