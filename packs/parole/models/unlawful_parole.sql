/* ---
model: unlawful_parole
title: 违规假释
grain: 每份假释裁定一行
purpose: 发现依法不得假释或者没有执行满最低期限而裁定的假释。
logic: >
  假释裁定中，罪犯是累犯，或者因故意杀人、强奸、抢劫等暴力性犯罪被判处十年以上有期徒刑、无期徒刑、死刑缓期二年执行（数罪的以暴力性犯罪单罪刑期为准），
  或者被限制减刑、终身监禁，或者不是有期徒刑以上；或者在裁定之日实际执行不足有期徒刑的二分之一、无期徒刑十三年、死刑缓期二年执行十五年（缓期届满起）。
source: [刑法 第八十一条, 刑法 第三百八十三条, 减刑假释规定 第二十三条, 减刑假释规定 第二十五条]
reads: [rulings, sentences]
leaves_out: [暴力性犯罪不满十年的, 数罪各罪均不满十年的, 最高人民法院核准的特殊情况不在数据之内]
occurrence: [ruling_no]
columns:
  name: 姓名
  ruling_no: 裁定书号
  judgment_no: 原判案号
  ruled_on: 裁定日期
  penalty: 原判主刑
  breaches: 违反情形代码：RECIDIVIST 累犯，VIOLENT_10Y 暴力性犯罪十年以上，LIFE_WITHOUT 终身监禁，KIND 刑种不适用，SERVED_TOO_SHORT 执行期限不足
  words: 违反情形
level: high
summary: "{name}（{subject}）的假释裁定{ruling_no}：{words}。"
answers: 裁定记录的送数法院：应当复查
clears: 经最高人民法院核准的特殊情况；刑期起日、先行羁押录入有误；暴力性犯罪的单罪刑期未录入
--- */
with judged as (
    select r._ref, r._organ, r.id_number, r.name, r.ruling_no, r.judgment_no, r.ruled_on, s._ref as sentence_ref, s.penalty,
        law_parole_breaches(
            r.ruled_on, s.penalty, case when s.penalty = 'fixed' then coalesce(s.term_months, 0) else 0 end,
            coalesce(s.term_start, s.effective_on), coalesce(s.custody_days, 0), s.effective_on,
            case when s.penalty = 'death_reprieve' then law_term_after(s.effective_on, 24, 0) else date '1900-01-01' end,
            coalesce(s.commutation_limited, false), coalesce(s.life_without_commutation, false),
            coalesce(s.commutation_limited, false) or (coalesce(s.violent, false) and case
                when s.violent_months is not null then s.violent_months >= 120
                else s.penalty in ('life', 'death_reprieve') or coalesce(s.term_months, 0) >= 120
            end),
            coalesce(s.recidivist, false)
        ) as breaches
    from rulings as r
    join sentences as s on s.id_number = r.id_number and s.judgment_no = r.judgment_no
    where r.kind = 'parole' and s.penalty in ('control', 'detention', 'fixed', 'life', 'death_reprieve')
)
select id_number as subject, ruling_no as occurrence, _organ as organ,
    name, ruling_no, judgment_no, ruled_on, penalty, breaches,
    concat_ws(
        '；',
        case when contains(breaches, 'RECIDIVIST') then '累犯不得假释' end,
        case when contains(breaches, 'VIOLENT_10Y') then '暴力性犯罪十年以上或者限制减刑，不得假释' end,
        case when contains(breaches, 'LIFE_WITHOUT') then '终身监禁不得假释' end,
        case when contains(breaches, 'KIND') then '原判刑种不适用假释' end,
        case when contains(breaches, 'SERVED_TOO_SHORT') then '裁定之日实际执行的期限不足' end
    ) as words,
    _ref as evidence, sentence_ref as evidence_sentence
from judged
where breaches <> ''
