/* ---
model: assistance_not_followed
title: 帮扶同意后没有落实回访
grain: 每件帮扶案件一行
purpose: 发现有关单位同意帮扶后，三个月回访没有做、是否实际领取到岗不明的帮扶。
logic: 答复同意后回访期限已过规定日数，仍没有登记回访。
source: [社区矫正法 第四十三条, 社区矫正法 第三十七条]
reads: [case_assistance]
leaves_out: [没有到期的, 规定日数以内的, 已回访的, 不同意的, 已撤回的]
parameters:
  days: {default: 10, unit: 日, mark: policy, note: 三个月回访到期后的核查口径}
occurrence: [number]
columns:
  number: 案件编号
  name: 姓名
  granted_on: 同意日期
  due_on: 回访期限
  days_over: 超过的日数
level: low
summary: "{name}（{subject}）帮扶案件{number}{granted_on}同意，应于{due_on}前回访，至今{days_over}日没有登记是否落实。"
answers: 登记帮扶的司法所、社区矫正机构：应当回访
clears: 已回访而没有登记；本人已解除矫正
--- */
select coalesce(subject, number, "case") as subject, coalesce(number, "case") as occurrence, coalesce(organ__office, organ, _organ) as organ,
    coalesce(number, "case") as number, coalesce(subject_name, '社区矫正对象') as name, answer__on as granted_on, follow__due_on as due_on,
    date_diff('day', follow__due_on, :as_of) as days_over, _ref as evidence
from case_assistance
where ended_on is null and answer__outcome = 'granted' and follow__due_on is not null and (follow__on is null or follow__on < answer__on)
    and date_diff('day', follow__due_on, :as_of) > :days
