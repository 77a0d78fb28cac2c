/* ---
indicator: relocation_refusal_grounded_share
title: 不同意接收有法定理由率
grain: 每次不同意接收的回复一行
purpose: 衡量新执行地不同意接收是否写明固定居所、证明、被害人、禁止令等可以核实的理由。
logic: 理由种类为无固定居所、证明不实、与被害人邻近、禁止令区域的，除以全部不同意的回复。
source: [社区矫正法实施办法 第三十条, 进一步加强社区矫正工作衔接配合管理的意见_2026 第七条]
reads: [case_relocation]
leaves_out: [尚未回复的, 同意接收的]
columns:
  number: 案件编号
  replied_on: 回复日期
  refuse_ground: 理由种类
kind: share
unit: 件
group_by: organ
better: up
caveat: 没有写明种类的和“其他”不计入有理由，打开逐件核对；没有户籍不是理由。
--- */
select coalesce(reply__refuse_ground in ('no_home', 'false_proof', 'victim_near', 'ban_area'), false) as hit, coalesce(number, "case") as label, coalesce(organ__new_agency, organ, _organ) as organ,
    reply__on as day, concat('document:', "case") as link, coalesce(number, "case") as number, reply__on as replied_on, reply__refuse_ground as refuse_ground
from case_relocation
where reply__outcome = 'refused'
