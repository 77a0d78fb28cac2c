/* ---
indicator: downgraded_share
title: 警情降格率
grain: 每起报警为刑事、治安的警情一行
purpose: 看报警为案件的警情有多少定性为纠纷、求助等。
logic: 期间内报警、已经定性、报警类别为刑事或者治安的警情中，实际类别为纠纷、求助、投诉、咨询、虚假、重复、骚扰、其他的比例。
source: [公安机关办理刑事案件程序规定 第一百六十九条]
reads: [case_incident]
leaves_out: [尚未定性的]
columns:
  number: 案件编号
  kind: 报警类别（代码）
  real_kind: 实际类别（代码）
kind: share
unit: 起
group_by: organ
better: none
caveat: 比例本身不说明不当，应当抽查降格的理由。
--- */
select classify__real_kind not in ('criminal', 'security', 'traffic') as hit, coalesce(number, "case") as label, coalesce(organ__station, organ, _organ) as organ, cast(receive__called_at as date) as day, concat('document:', "case") as link, number, receive__kind as kind, classify__real_kind as real_kind
from case_incident
where receive__kind in ('criminal', 'security') and classify__real_kind is not null and receive__called_at is not null
