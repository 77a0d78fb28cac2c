/* ---
model: seized_item_stale
title: 涉案财物逾期未入库
grain: 每件扣押财物一行
purpose: 发现扣押后没有及时移交保管的涉案财物。
logic: 扣押日期后规定小时数（按日计，不足一日算一日）没有入库日期且核查日已过，或者入库日期晚于该日；处置为在库以外的除外。
source: [刑事诉讼法 第二百四十五条, 公安规定 第二百三十三条]
reads: [seized_items]
leaves_out: [当场返还等已作处置的, 扣押次日入库的]
parameters:
  hours:
    default: 24
    unit: 小时
    mark: policy
    note: 涉案财物二十四小时内移交保管，出处未经原文核对
occurrence: [item_no]
columns:
  item_no: 财物编号
  case_no: 案件编号
  description: 名称特征
  seized_on: 扣押日期
  store_by: 应当入库的最后一日
  stored_on: 入库日期，未入库为空
duty: store_by
level: medium
summary: "{item_no}（{description}，{case_no}）{seized_on}扣押，应于{store_by}前入库，入库日期{stored_on}。"
answers: 扣押记录的送数机关：应当移交保管
clears: 体积重大或者不宜移动而就地封存；异地扣押在途；入库未登记
caveat: 二十四小时是核查口径，出处未经原文核对。
--- */
with seized as (
    select *, law_add_days(seized_on, cast(ceil(:hours / 24.0) as bigint)) as store_by
    from seized_items
    where disposal is null or disposal = 'held'
)
select item_no as subject, item_no as occurrence, _organ as organ,
    item_no, case_no, description, seized_on, store_by, stored_on, _ref as evidence
from seized
where coalesce(stored_on, :as_of) > store_by
