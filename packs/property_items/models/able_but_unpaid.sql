/* ---
model: able_but_unpaid
title: 有履行能力不履行财产性判项而获减刑假释
grain: 每份减刑、假释裁定一行
purpose: 发现财产性判项没有履行完毕、账户余额或者狱内消费却显示有履行能力的罪犯获得减刑、假释。
logic: >
  减刑或者假释裁定作出之日，同一判决有判项未全部履行（已履行少于判决金额，或者履行完毕的状态日期晚于裁定日），且当日各账户最后一笔流水的余额合计
  不低于规定金额，或者此前规定月数内狱内消费的月均额不低于规定金额。
source: [审查财产性判项执行问题的规定 第三条, 审查财产性判项执行问题的规定 第四条, 审查财产性判项执行问题的规定 第六条, 减刑假释规定 第二十七条]
reads: [rulings, property_items, inmate_accounts]
leaves_out: [裁定之日已履行完毕的, 裁定之后才汇入的款项, 缴纳罚金等履行支出不算消费]
parameters:
  balance_yuan:
    default: 10000
    unit: 元
    mark: policy
    note: 账户余额的核查口径，由各地设定
  monthly_consumption_yuan:
    default: 800
    unit: 元每月
    mark: policy
    note: 狱内月均消费的核查口径，由各地设定
  months:
    default: 12
    unit: 月
    mark: policy
    note: 计算月均消费的期间
occurrence: [ruling_no]
columns:
  name: 姓名
  ruling_no: 裁定书号
  judgment_no: 原判案号
  ruled_on: 裁定日期
  unpaid_yuan: 裁定之日尚未履行的金额（元）
  balance_yuan_then: 裁定之日账户余额合计（元）
  monthly_yuan: 此前期间的月均狱内消费（元）
level: high
summary: "{name}（{subject}）尚有财产性判项{unpaid_yuan}元未履行，账户余额{balance_yuan_then}元、月均消费{monthly_yuan}元，仍获{ruling_no}裁定。"
answers: 裁定记录的送数法院：应当审查履行能力
clears: 余额为亲属代存的未成年人或者赡养费用；已分期按时履行；裁定前已提存或者获得谅解
caveat: 金额和月数为核查口径，不是法律明文；2024年5月1日前的裁定适用当时的规定。
--- */
with granted as (
    select _ref, _organ, id_number, name, ruling_no, judgment_no, ruled_on, law_months_after(ruled_on, -:months) as counted_from
    from rulings
    where kind in ('commutation', 'parole')
),
unpaid_items as (
    select g._ref as ruling_ref, p._ref as item_ref, p._key as item_key,
        case when coalesce(p.paid, 0) < p.ordered then p.ordered - coalesce(p.paid, 0) else p.ordered end as unpaid
    from granted as g
    join property_items as p on p.judgment_no = g.judgment_no and p.id_number = g.id_number
    where coalesce(p.paid, 0) < p.ordered or (p.enforcement_status = 'fulfilled' and p.status_on > g.ruled_on)
),
unpaid as (
    select ruling_ref, sum(unpaid) as unpaid_yuan
    from unpaid_items
    group by ruling_ref
),
entries as (
    select g._ref as ruling_ref, g.ruled_on, g.counted_from, a._ref as entry_ref, a.kind, a.amount, a.balance, a.booked_on,
        row_number() over (
            partition by g._ref, a._organ, a.account_no order by a.booked_on desc, length(a.entry_no) desc, a.entry_no desc
        ) as from_last
    from granted as g
    join unpaid as u on u.ruling_ref = g._ref
    join inmate_accounts as a on a.id_number = g.id_number and a.booked_on <= g.ruled_on
),
balances as (
    select ruling_ref, sum(balance) as balance_yuan
    from entries
    where from_last = 1
    group by ruling_ref
),
consumption as (
    select ruling_ref, cast(sum(-amount) / :months as decimal(18, 2)) as monthly_yuan, sum(-amount) as total_yuan
    from entries
    where kind = 'consumption' and booked_on >= counted_from and booked_on < ruled_on
    group by ruling_ref
)
select g.id_number as subject, g.ruling_no as occurrence, g._organ as organ,
    g.name, g.ruling_no, g.judgment_no, g.ruled_on, u.unpaid_yuan,
    coalesce(b.balance_yuan, 0) as balance_yuan_then, coalesce(c.monthly_yuan, 0) as monthly_yuan,
    g._ref as evidence, i.item_ref as evidence_item, e.entry_ref as evidence_entry
from granted as g
join unpaid as u on u.ruling_ref = g._ref
join unpaid_items as i on i.ruling_ref = g._ref
left join balances as b on b.ruling_ref = g._ref
left join consumption as c on c.ruling_ref = g._ref
left join entries as e on e.ruling_ref = g._ref
    and (e.from_last = 1 or (e.kind = 'consumption' and e.booked_on >= e.counted_from and e.booked_on < e.ruled_on))
where b.balance_yuan >= :balance_yuan or c.total_yuan >= :monthly_consumption_yuan * :months
