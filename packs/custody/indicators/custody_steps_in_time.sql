/* ---
takes: steps_in_time
with:
  what: 羁押与办案区
  cases: 羁押、继续盘问和羁押必要性审查
  articles: 公安机关办理刑事案件程序规定 第二百条, 公安机关适用继续盘问规定 第十一条, 公安机关适用继续盘问规定 第十七条, 公安机关适用继续盘问规定 第十九条, 公安机关办理刑事案件程序规定 第一百五十三条, 人民检察院刑事诉讼规则 第六百一十五条, 刑事诉讼法 第九十八条, 人民检察院办理延长侦查羁押期限案件的规定 第四条, 人民检察院办理延长侦查羁押期限案件的规定 第六条
  watched: |-
    (procedure = 'case_centre' and step in ('approve_24', 'decide', 'check_out'))
        or (procedure = 'continued_questioning' and step in ('question', 'extend_24', 'question_24', 'extend_48', 'question_48', 'close'))
        or (procedure = 'custody' and step in ('admit', 'warn', 'answer'))
        or (procedure = 'custody_extension' and step in ('request', 'view', 'decide', 'decide_province'))
        or (procedure = 'custody_assessment' and step in ('receive', 'assess', 'legal_review', 'decide'))
        or (procedure = 'custody_necessity' and step in ('receive', 'review', 'decide', 'answer'))
        or (procedure = 'detention' and step in ('deliver', 'first_interrogation', 'family_notice', 'request_arrest', 'arrest_review', 'approve_longer'))
        or (procedure = 'questioned_death' and step in ('examine', 'tell_family', 'objection', 'reexamine'))
--- */
