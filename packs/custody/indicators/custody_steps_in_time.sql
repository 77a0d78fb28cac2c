/* ---
indicator: custody_steps_in_time
title: 羁押与办案区法定期限按期办结率
grain: 每件案件每个有法定期限的环节每次办理一行
purpose: 衡量羁押、继续盘问和羁押必要性审查案件各环节是否在法定期限内办结，可按环节分列。
logic: 期间内到期的法定期限环节中，在最后一日以前（含当日）办结的，除以已经办结的与期限已过仍未办结的之和。
source: [公安机关办理刑事案件程序规定 第二百条, 公安机关适用继续盘问规定 第十一条, 公安机关适用继续盘问规定 第十七条, 公安机关适用继续盘问规定 第十九条, 公安机关办理刑事案件程序规定 第一百五十三条, 人民检察院刑事诉讼规则 第六百一十五条, 刑事诉讼法 第九十八条, 人民检察院办理延长侦查羁押期限案件的规定 第四条, 人民检察院办理延长侦查羁押期限案件的规定 第六条]
reads: [case_steps]
leaves_out: [尚未到期且没有办结的, 依法中止计算期限的, 期限起算日不明的, 只有内部期限的环节]
columns:
  number: 案件编号
  title: 环节
  due_on: 期限最后一日
  done_on: 办结日期
kind: share
unit: 项
group_by: title
better: up
target: {value: 1, policy: 法定期限应当全部遵守}
caveat: 只计期限由法律、司法解释或者规范性文件规定的环节，内部期限不计入。
--- */
select done_on is not null and done_on <= due_on and not coalesce(late, false) as hit, coalesce(number, "case") as label, coalesce(organ, _organ) as organ,
    due_on as day, concat('document:', "case") as link, number, title, due_on, done_on
from case_steps
where due_on is not null and not coalesce(suspended, false) and (done_on is not null or due_on < :as_of) and ((procedure = 'case_centre' and step in ('approve_24', 'decide', 'check_out'))
    or (procedure = 'continued_questioning' and step in ('question', 'extend_24', 'question_24', 'extend_48', 'question_48', 'close'))
    or (procedure = 'custody' and step in ('admit', 'warn', 'answer'))
    or (procedure = 'custody_extension' and step in ('request', 'view', 'decide', 'decide_province'))
    or (procedure = 'custody_assessment' and step in ('receive', 'assess', 'legal_review', 'decide'))
    or (procedure = 'custody_necessity' and step in ('receive', 'review', 'decide', 'answer'))
    or (procedure = 'detention' and step in ('deliver', 'first_interrogation', 'family_notice', 'request_arrest', 'arrest_review', 'approve_longer'))
    or (procedure = 'questioned_death' and step in ('examine', 'tell_family', 'objection', 'reexamine')))
