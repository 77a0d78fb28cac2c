/* ---
takes: oversight_hits
with:
  parted: 侦查单位
  purpose: 看哪些侦查单位的问题多，供联席会议和类案通报；不评价个人。
  group: organ
  caveat: 件数多少受办案量影响，不得排名；不显示人员姓名。
  column: unit
--- */
