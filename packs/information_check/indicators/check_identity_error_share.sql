/* ---
indicator: check_identity_error_share
title: 核查身份错误率
grain: 每轮一行
purpose: 衡量返回的比中里不是本人的比例，超过百分之十的应当检查数据源。
logic: 已结案的轮次，身份错误除以已核查线索。
source: [社区矫正法 第二十六条]
reads: [register_check_rounds]
leaves_out: [没有结案的轮次]
columns:
  round_no: 轮次
  part_count: 身份错误
  whole_count: 已核查线索
  period_to: 数据止
kind: ratio
unit: 件
group_by: organ
better: down
caveat: 数量由各轮反馈填写
--- */
select cast(identity_errors as bigint) as part_count, cast(verified as bigint) as whole_count, cast(null as varchar) as link, round_no as label, organ, period_to as day, round_no, period_to
from register_check_rounds
