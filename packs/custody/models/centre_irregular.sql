/* ---
model: centre_irregular
title: 办案区伤情没有记载、应当录音录像没有录、治安询问查证超时
grain: 每次到案每个问题一行
purpose: 发现出区时有入区没有的伤情、伤情没有登记以及应当全程录音录像而没有录、治安传唤询问查证超过时限的办案区办理。
logic: >
  出区登记记有入区时没有的伤情的；已经出区而没有登记出区伤情的；已经出区而没有登记入区伤情的；
  可能判处无期徒刑、死刑或者其他重大犯罪，以及登记为应当录音录像的，最近一次讯问没有全程录音录像的；
  治安传唤自到案至出区超过八小时（涉案人数众多、身份不明的十二小时，情况复杂可能适用行政拘留的二十四小时）的，以及在办案区询问没有全程同步录音录像的。
source: [治安管理处罚法 第九十七条, 刑事诉讼法 第一百二十三条, 公安机关办理刑事案件程序规定 第二百零八条, 人民检察院刑事诉讼规则 第五百六十七条]
reads: [case_case_centre]
leaves_out: [入区时已有的伤情, 带错人立即放回的, 尚未讯问的, 不属于应当录音录像的情形而没有录的, 尚未出区的, 恰在时限届满时出区的]
occurrence: [number, finding]
columns:
  number: 案件编号
  finding: 问题（代码）
  finding_zh: 问题
  name: 姓名
  arrived_at: 到案时间
  out_at: 出区时间
level: high
summary: "{name}（{subject}）办案区办理{number}：{finding_zh}。"
answers: 办理的执法办案场所：应当调取监控、录音录像和检查记录说明
clears: 送医诊断书说明伤情形成于到案以前；录音录像另行保存而没有登记；登记有误
demand: 调取入区、出区检查记录和全程监控，说明伤情成因或者没有录音录像的原因，依法处理有关证据和责任人。
caveat: 有新伤情不等于有违法行为，应当结合监控和诊断核查；只核对最近一次讯问。
--- */
with stays as (
    select *, coalesce(number, "case") as case_number, bring_in__major_case or coalesce(array_length(interrogate__must_record), 0) > 0 as must_record
    from case_case_centre
    where bring_in__outcome = 'entered'
),
found as (
    select *, 'new_injury' as finding, '出区时有入区没有的伤情' as finding_zh
    from stays where check_out__new_injury or check_out_query__new_injury
    union all
    select *, 'exit_not_recorded', '已经出区，没有登记出区伤情'
    from stays where (check_out__on is not null and check_out__exit_injuries is null) or (check_out_query__on is not null and check_out_query__exit_injuries is null)
    union all
    select *, 'entry_not_recorded', '已经出区，没有登记入区伤情'
    from stays where coalesce(check_out__on, check_out_query__on) is not null and body_check__injuries is null
    union all
    select *, 'not_recorded', '应当全程录音录像而没有录'
    from stays where interrogate__on is not null and must_record and not coalesce(interrogate__recorded, false)
    union all
    select *, 'query_over_time', '治安询问查证超过时限'
    from stays where bring_in__measure = 'public_order' and epoch(check_out_query__out_at) - epoch(bring_in__arrived_at)
        > 3600 * case when bring_in__detention_likely then 24 when bring_in__many_or_unknown then 12 else 8 end
    union all
    select *, 'query_not_recorded', '在办案区询问没有全程同步录音录像'
    from stays where query__on is not null and query__place = 'case_area' and not coalesce(query__recorded, false)
)
select coalesce(subject, case_number) as subject, concat_ws('|', case_number, finding) as occurrence, coalesce(organ__centre, organ, _organ) as organ,
    case_number as number, finding, finding_zh, coalesce(subject_name, '被办案人员') as name, bring_in__arrived_at as arrived_at, coalesce(check_out__out_at, check_out_query__out_at) as out_at, _ref as evidence
from found
