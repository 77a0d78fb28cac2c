/* ---
indicator: trial_nodes_in_time
title: 审判节点按期办理率
grain: 每个期限已到或者已经办理的节点一行
purpose: 衡量审判流程节点是否按期办理
logic: 已经办理或者期限已过的节点中，已经办理且没有写明超期原因的比例
source: [刑事诉讼法 第二百零八条]
reads: [register_trial_nodes_log]
leaves_out: [期限未到且没有办理的, 已中止的]
columns:
  case_no: 案号
  node: 节点
  start_on: 起算日期
  done_on: 办理日期
  late_reason: 超期原因
  due_on: 期限
kind: share
unit: 个
group_by: organ
better: up
caveat: 全部按期并不自然，应当抽查补记的节点
--- */
select state = 'done' and late_reason is null as hit, cast(null as varchar) as link, case_no as label, organ, coalesce(done_on, due_on) as day,
    case_no, node, start_on, done_on, late_reason, due_on
from register_trial_nodes_log
where state = 'done' or (state in ('running', 'extended') and due_on < :as_of)
