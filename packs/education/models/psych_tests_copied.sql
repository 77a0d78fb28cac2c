/* ---
model: psych_tests_copied
title: 心理测验成批相同
grain: 每名测验人员每日每种量表一行
purpose: 发现同一测验人员一日内登记了许多同一量表的测验，或者成批结果都相同的，照抄、虚记心理测验的线索。
logic: >
  同一台账、同一测验人员、同一日、同一量表的测验，人数达到规定人数而结果等级都相同的；或者人数超过一人一日能够完成的人数的。
source: [社区矫正法 第四十条, 个人信息保护法 第二十八条]
reads: [register_psych_tests]
leaves_out: [结果等级有不同的（人数没有超过上限时）, 人数少于规定的, 不同日、不同人员测验的, 只登记危机没有结果的]
parameters:
  alike: {default: 8, unit: 人, mark: policy, note: 结果都相同而列为线索的人数}
  most: {default: 20, unit: 人, mark: policy, note: 一名测验人员一日完成同一量表的人数上限}
occurrence: [tested_by, taken_on, tool]
columns:
  tested_by: 测验人员
  taken_on: 测验日期
  tool: 量表
  persons: 人数
  bands: 结果等级种数
spoken:
  tool: {scl90: 症状自评量表 SCL-90, sds: 抑郁自评, sas: 焦虑自评, bis: 冲动性, audit: 酒精使用, risk: 再犯罪风险, effect: 矫正效果}
level: low
summary: "{tested_by}{taken_on}登记{tool}{persons}人，结果等级{bands}种。"
answers: 登记测验的社区矫正机构、司法所：应当说明测验的时间、地点和方式
clears: 集体施测；结果确实都在正常范围；补录以前的测验
demand: 核对测验的原始记录、时间和本人同意，没有实际测验的予以更正并重新测验。
caveat: 只用结果等级和人数，不读取原始分和因子分。
--- */
with tested as (
    select coalesce(organ, _organ) as organ, tested_by, taken_on, tool, band, coalesce(id_number, subject_name) as person, _ref
    from register_psych_tests
    where band is not null and taken_on is not null and tested_by is not null and taken_on <= :as_of
),
summed as (
    select organ, tested_by, taken_on, tool, count(distinct person) as persons, count(distinct band) as bands, max(_ref) as evidence
    from tested
    group by organ, tested_by, taken_on, tool
)
select tested_by as subject, concat_ws('|', tested_by, cast(taken_on as varchar), tool) as occurrence, organ, tested_by, taken_on, tool, persons, bands, evidence
from summed
where (persons >= :alike and bands = 1) or persons > :most
