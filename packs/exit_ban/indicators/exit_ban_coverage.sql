/* ---
indicator: exit_ban_coverage
title: 限制出境覆盖率
grain: 每件在册社区矫正一行
purpose: 衡量在册社区矫正对象是否都有生效的限制（应为百分之百，例外逐件列出）。
logic: 有限制出境案件且限制生效、没有到期的（决定机关称已限制而核对没有查到的不算），除以在册的。
source: [出境入境管理法 第十二条]
reads: [corrections_cases, case_exit_ban]
leaves_out: [已解除、终止的, 尚未开始的]
columns:
  person_no: 矫正对象编号
  term_start: 矫正期起日
kind: share
unit: 人
group_by: organ
better: up
--- */
select exists (
        select 1 from case_exit_ban as b
        where b.subject = c.id_number and b.ended_on is null and ((b.limit__outcome = 'told' and coalesce(b.check__outcome, '') <> 'missing') or b.mend__outcome = 'mended' or b.tell_procuratorate__outcome = 'mended' or b.accept__outcome = 'in_force')
            and coalesce(b.value__limited_until, b.report__limit_to, b.tell_procuratorate__limit_to, b.mend__limit_to, b.limit__limit_to, :as_of) >= :as_of
    ) or c.exit_ban_reported_on is not null as hit, coalesce(c.name, c.person_no) as label, c._organ as organ, c.term_start as day, cast(null as varchar) as link, c.person_no, c.term_start
from corrections_cases as c
where c.term_start <= :as_of and (c.released_on is null or c.released_on > :as_of)
