/* ---
indicator: entry_completeness
title: 案件录入完整度
grain: 每件已录入的案件一行
purpose: 看行政执法案件录入是否完整有效，按机关取各案的平均值。
logic: 每件案件完整有效字段的分值除以到该阶段应当填写的分值，各案取平均。
source: [推进行政执法与刑事司法衔接工作的规定_2021 第十六条]
reads: [case_referral]
leaves_out: [没有涉案物品的案件的物品字段, 没有作出处罚决定的案件的决定字段]
columns:
  case_number: 案件编号
  stage: 阶段（一立案、二决定、三移送、四答复）
  points_held: 完整有效的分值
  points_due: 应当填写的分值
kind: ratio
unit: 件
opening: completeness
group_by: organ
better: up
caveat: 分值和阶段为核查口径：立案十五分、处罚决定二十四分、移送三十二分、公安机关答复三十五分；证件号校验位不符、日期倒置、承办人不足两人的按没有填写计。
--- */
select percent as part_count, 100 as whole_count, label, organ_name as organ, day, link, case_number, stage, points_held, points_due
from completeness
