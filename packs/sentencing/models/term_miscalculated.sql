/* ---
model: term_miscalculated
title: 刑期起止日期计算错误
grain: 每份载明刑期起止的生效判决一行
purpose: 发现判决书、执行通知书载明的刑期止日与法律计算不符。
logic: >
  判处有期徒刑、拘役、管制且未宣告缓刑，载明刑期起日和止日；止日应为起日之后满刑期月数、日数之日的前一日，再按先行羁押日数提前
  （管制一日折抵二日）；先行羁押与刑期起日不间断的，自羁押首日连续计算，与以羁押首日为起日相同，按此计算的止日也是对的；
  与两种算法都相差一日以上即为线索。
source: [刑法 第四十一条, 刑法 第四十四条, 刑法 第四十七条, 刑事诉讼法解释 第二百零二条第二款]
reads: [sentences]
leaves_out: [宣告缓刑的, 没有载明起日或者止日的, 无期徒刑和死刑缓期二年执行]
occurrence: [judgment_no]
columns:
  name: 姓名
  judgment_no: 案号
  penalty: 主刑
  term_start: 刑期起日
  term_end: 载明的刑期止日
  right_end: 依法计算的刑期止日
  custody_days: 先行羁押日数
  days_off: 载明的止日与依法计算的相差日数，偏早为负
level: high
summary: "{name}（{subject}）{judgment_no}载明刑期至{term_end}，依法应至{right_end}，相差{days_off}日（正数为载明的止日偏晚）。"
answers: 裁判记录的送数法院：应当裁定更正
clears: 指定居所监视居住的折抵；不计入刑期的期间；刑期起日另有依据
--- */
with stated as (
    select *, coalesce(term_months, 0) as months, coalesce(term_days, 0) as days,
        coalesce(custody_days, 0) * case when penalty = 'control' then 2 else 1 end as credit_days
    from sentences
    where penalty in ('fixed', 'detention', 'control') and coalesce(probation_months, 0) = 0
        and term_start is not null and term_end is not null and coalesce(term_months, 0) + coalesce(term_days, 0) > 0
),
computed as (
    select *, law_term_end(term_start, months, days, credit_days) as right_end,
        case when penalty = 'control' then law_term_end(term_start, months, days, credit_days)
            else law_term_end(law_add_days(term_start, -credit_days), months, days, 0) end as right_end_unbroken
    from stated
)
select id_number as subject, judgment_no as occurrence, _organ as organ,
    name, judgment_no, penalty, term_start, term_end, right_end, custody_days, date_diff('day', right_end, term_end) as days_off,
    _ref as evidence
from computed
where term_end <> right_end and term_end <> right_end_unbroken
