/* ---
model: release_mistimed
title: 解除矫正不及时或提前
grain: 每件社区矫正一行
purpose: 发现期满不解除、提前解除或者延后解除社区矫正。
logic: 期满解除的，解矫日期与矫正止日不同；没有解矫日期的，矫正止日早于核查日。
source: [社区矫正法 第四十四条]
reads: [corrections_cases]
leaves_out: [矫正止日即为核查日的, 因撤销、收监、死亡等其他原因终止的]
occurrence: [person_no]
columns:
  name: 姓名
  person_no: 矫正对象编号
  term_end: 矫正止日
  released_on: 解矫日期，未解除为空
  days_off: 解矫日期（未解除的为核查日）与矫正止日相差的日数，提前为负
duty: term_end
level: medium
summary: "{name}（{subject}）矫正期至{term_end}届满，解矫日期{released_on}，相差{days_off}日。"
answers: 社区矫正记录的送数机关：应当按期解除
clears: 减刑、延长或者缩短考验期的裁定未录入；解矫日期录入有误
demand: 对期满未解除的，立即依法办理解除手续并宣告；对提前或延后解除的，查明原因，依法处理。
--- */
with ended as (
    select _ref, _organ, id_number, name, person_no, term_end, released_on, coalesce(released_on, :as_of) as until_on
    from corrections_cases
    where (end_reason = 'served' and released_on <> term_end) or (released_on is null and term_end < :as_of)
)
select id_number as subject, person_no as occurrence, _organ as organ,
    name, person_no, term_end, released_on, date_diff('day', term_end, until_on) as days_off, _ref as evidence
from ended
