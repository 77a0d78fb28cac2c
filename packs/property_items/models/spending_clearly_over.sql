/* ---
model: spending_clearly_over
title: 有未履行判项而违规消费
grain: 每名罪犯每种情形一行
purpose: 发现有未履行财产性判项的罪犯借名、虚报用途消费，或者没有特殊原因明显超出额度消费的，提示认定履行能力和减刑、假释时审查。
logic: >
  核查月份在规定期间以内：核查结果为借用他人名义或者虚报用途的；当月消费超过额度的规定百分比的月份达到规定个数，或者任何一月超过额度二倍的。
  本人说明后认定特殊原因成立的月份不计。
source: [审查财产性判项执行问题的规定 第六条]
reads: [register_spending]
leaves_out: [特殊原因成立的月份, 恰好等于核查口径的消费, 期间以外的月份, 没有超过额度的消费]
parameters:
  months: {default: 6, unit: 月, mark: policy, note: 查看最近多少个月}
  over_percent: {default: 120, unit: 百分比, mark: policy, note: 超过额度的这一比例为超额月份}
  over_months: {default: 2, unit: 月, mark: policy, note: 超额月份达到几个}
  grave_percent: {default: 200, unit: 百分比, mark: policy, note: 任何一月超过额度的这一比例}
occurrence: [subject_name, finding]
columns:
  subject_name: 姓名
  finding: 情形（代码）
  finding_zh: 情形
  first_month: 首个有关月份
  last_month: 末个有关月份
  months_found: 有关月份数
  spent_yuan: 有关月份消费合计（元）
  limit_yuan: 有关月份额度合计（元）
level: medium
summary: "{subject_name}有{months_found}个月{finding_zh}，消费{spent_yuan}元，额度{limit_yuan}元。"
answers: 监狱：应当听取本人说明，认定是否属于第六条情形，并在提请减刑、假释时一并报送
clears: 特殊原因成立而没有登记；额度调整没有登记；代购物品由监狱统一安排
caveat: “明显超出”没有法定数额，百分比和月数为核查口径。
--- */
with looked_at as (
    select *, "limit" as most, coalesce(id_number, subject_name) as person
    from register_spending
    where not coalesce(special, false) and month <= :as_of and month > law_months_after(:as_of, -:months)
),
found as (
    select *, 'disguised' as finding, '借用他人名义或者虚报用途消费' as finding_zh, 1 as needed
    from looked_at
    where result in ('borrowed_name', 'false_purpose')
    union all
    select *, 'clearly_over', '明显超出额度消费',
        case when max(spent * 100 - most * :grave_percent) over (partition by _organ, person) > 0 then 1 else :over_months end
    from looked_at
    where spent * 100 > most * :over_percent
)
select f.person as subject, concat_ws('|', f.subject_name, f.finding) as occurrence, coalesce(f.organ, f._organ) as organ,
    f.subject_name, f.finding, f.finding_zh, t.first_month, t.last_month, t.months_found, t.spent_yuan, t.limit_yuan, f._ref as evidence
from found as f
join (
    select _organ, person, finding, min(month) as first_month, max(month) as last_month, count(*) as months_found,
        sum(spent) as spent_yuan, sum(most) as limit_yuan
    from found
    group by _organ, person, finding
    having count(*) >= min(needed)
) as t on t._organ = f._organ and t.person = f.person and t.finding = f.finding
