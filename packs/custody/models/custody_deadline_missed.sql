/* ---
takes: deadline_missed
with:
  what: 羁押与办案区
  cases: 羁押、继续盘问和羁押必要性审查
  steps: 审批延长至二十四小时、处理决定、出区登记、继续盘问（十二小时；特定三类人员四小时）、值班负责人审批延长至二十四小时、继续盘问（至二十四小时）、主管负责人审批延长至四十八小时、继续盘问（至四十八小时）、终止并登记、收押登记、届满预警、办案机关处理、受理并提出意见、收到申请、看守所建议或者依职权启动、审查（鉴定、技术审查、听证期间不计入）、批准、处理并通知检察院、送看守所羁押、拘留后第一次讯问、通知家属、提请批准逮捕、审查逮捕、逮捕后讯问、逮捕后通知家属、送达批准逮捕和不批准逮捕执行回执、委托死因鉴定、将鉴定意见告知家属、委托重新鉴定、治安询问查证、讯问、治安传唤人员出区登记、提请延长侦查羁押期限、批准延长提请批准逮捕的时间
  articles: 公安机关办理刑事案件程序规定 第二百条, 公安机关适用继续盘问规定 第十一条, 公安机关适用继续盘问规定 第十七条, 公安机关适用继续盘问规定 第十九条, 公安机关办理刑事案件程序规定 第一百五十三条, 人民检察院刑事诉讼规则 第六百一十五条, 刑事诉讼法 第九十八条, 人民检察院办理延长侦查羁押期限案件的规定 第四条, 人民检察院办理延长侦查羁押期限案件的规定 第六条
  titles: when 'case_centre' then '执法办案场所到案办理' when 'continued_questioning' then '继续盘问' when 'custody' then '羁押期限管理' when 'custody_extension' then '延长侦查羁押期限' when 'custody_assessment' then '羁押必要性评估（公安机关）' when 'custody_necessity' then '羁押必要性审查' when 'detention' then '刑事拘留后的法定事项' when 'questioned_death' then '继续盘问中死亡的处理'
  watched: |-
    (procedure = 'case_centre' and step in ('approve_24', 'decide', 'check_out', 'query', 'interrogate', 'check_out_query'))
        or (procedure = 'continued_questioning' and step in ('question', 'extend_24', 'question_24', 'extend_48', 'question_48', 'close'))
        or (procedure = 'custody' and step in ('admit', 'warn', 'answer'))
        or (procedure = 'custody_extension' and step in ('view', 'decide_province', 'request'))
        or (procedure = 'custody_assessment' and step in ('receive', 'assess', 'legal_review', 'decide'))
        or (procedure = 'custody_necessity' and step in ('receive', 'review', 'decide', 'answer'))
        or (procedure = 'detention' and step in ('deliver', 'first_interrogation', 'family_notice', 'request_arrest', 'arrest_review', 'arrest_interrogation', 'arrest_family_notice', 'arrest_receipt', 'release_receipt', 'approve_longer'))
        or (procedure = 'questioned_death' and step in ('examine', 'tell_family', 'reexamine'))
--- */
