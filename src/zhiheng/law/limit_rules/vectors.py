"""The supervision rules over whole columns, for SQL models; the numbers are those of the rules and of the tables of limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from zhiheng.law.calendar import Days, Flags, Whole
from zhiheng.law.clocks import add_days, add_working_days, months_after, next_working_day
from zhiheng.law.corrections.leave import COUNTY_DAYS, OFFICE_DAYS
from zhiheng.law.corrections.monitoring import MOST_MONTHS
from zhiheng.law.corrections.reporting import REVIEW_MONTHS
from zhiheng.law.corrections.revocation import ABSENT_MONTHS
from zhiheng.law.custody.interrogation import MOST_HOURS
from zhiheng.law.errors import Refused
from zhiheng.law.limits import Limit, Row, limit_named
from zhiheng.law.vectors import Column, Vector

OFFICE, COUNTY, CITY = 1, 2, 3


def limit_due(limit: Column, start: Days, in_custody: Flags) -> Days:
    """Last day of each limit `family/name` by its general row of the day it began; one in hours or without a length is refused."""
    due = np.array(start, dtype="datetime64[D]")
    for name in np.unique(np.asarray(limit, dtype=str)):
        chosen = np.asarray(limit, dtype=str) == name
        due[chosen] = _by_limit(limit_named(str(name)), due[chosen], np.asarray(in_custody)[chosen])
    return due


def _by_limit(limit: Limit, start: Days, in_custody: Flags) -> Days:
    """Each start reckoned by the general row of its day; one before every text at hand by the oldest, one after the last by the newest."""
    rows = sorted((row for row in limit.rows if not row.when), key=lambda row: row.since) or [limit.rows[0]]
    begun = [np.datetime64(row.since, "D") for row in rows[1:]]
    choice = np.searchsorted(np.array(begun, dtype="datetime64[D]"), start, side="right")
    return (
        np.asarray(np.choose(choice, [_reckoned(row, start, in_custody) for row in rows]))
        if begun
        else _reckoned(rows[0], start, in_custody)
    )


def investigation_due(arrested_on: Days, extension: Whole) -> Days:
    """Last day of custody for investigation with 0 to 3 extensions (刑事诉讼法 第一百五十六条 to 第一百五十九条)."""
    return _chosen("custody.limit/investigation", arrested_on, [{"extension": each} for each in range(4)], np.clip(extension, 0, 3))


def detention_request_due(detained_on: Days, special: Flags, gang: Flags) -> Days:
    """Last day to ask for approval of arrest: three days, seven in special circumstances, thirty for gangs (刑事诉讼法 第九十一条)."""
    cases: list[dict[str, Any]] = [{}, {"special": True}, {"gang": True}]
    return _chosen("custody.limit/detention_request", detained_on, cases, np.where(gang, 2, np.where(special, 1, 0)))


def notice_reply_due(served_on: Days, set_days: Whole) -> Days:
    """Last day to reply to a notice that sets its own days, moved past days off (规则 第五百五十三条)."""
    return next_working_day(add_days(served_on, set_days))


def leave_level(days: Whole, days_two_months: Whole) -> Whole:
    """The lowest level that may approve a leave: 1 the office (if delegated), 2 the county, 3 the level above (实施办法 第二十七条)."""
    over = (days > COUNTY_DAYS) | (days_two_months > COUNTY_DAYS)
    return np.select([over, days > OFFICE_DAYS], [CITY, COUNTY], default=OFFICE)


def summons_most_hours(grave: Flags, approved: Flags) -> Whole:
    """Hours a summons or compelled appearance may last (刑事诉讼法 第一百一十九条); for the procuratorate give `approved` true."""
    usual, longer = MOST_HOURS["summons"]
    return np.where(grave & approved, longer, usual)


def monitoring_latest_end(start: Days) -> Days:
    """The last day one decision on electronic monitoring may reach (社区矫正法 第二十九条第二款)."""
    return months_after(start, np.asarray(MOST_MONTHS))


def absence_month_end(absent_from: Days) -> Days:
    """The day until which an absence is not yet longer than a month (刑事诉讼法解释 第五百四十三条)."""
    return months_after(absent_from, np.asarray(ABSENT_MONTHS))


def medical_review_due(reviewed_on: Days) -> Days:
    """The last day of the next review of a release for illness (社区矫正法实施办法 第二十四条)."""
    return months_after(reviewed_on, np.asarray(REVIEW_MONTHS))


def _chosen(limit: str, start: Days, cases: list[dict[str, Any]], choice: Whole) -> Days:
    """Each start reckoned by the row of the case its choice names."""
    rows = [[row for row in limit_named(limit).rows if row.fits(facts)][-1] for facts in cases]
    held = np.ones(np.shape(start), dtype=bool)
    return np.asarray(np.choose(choice, [_reckoned(row, start, held) for row in rows]))


def _reckoned(row: Row, start: Days, in_custody: Flags) -> Days:
    """The last day by one row; moved past days off where its custody word lets it."""
    if row.amount is None or row.unit == "hour":
        raise Refused("NO_DAYS", f"时限“{row.zh}”不是以日、月计的固定期限", "请逐案用 law.limits.due_for 计算")
    if row.unit == "workday":
        return add_working_days(start, row.amount + np.zeros(np.shape(start), dtype=np.int64))
    amount = np.asarray(row.amount)
    nominal = add_days(months_after(start, amount) if row.unit == "month" else add_days(start, amount), np.asarray(row.then_days))
    stays = in_custody | (row.custody != "asked")
    return np.where(stays, nominal, next_working_day(nominal))


FUNCTIONS: Mapping[str, Vector] = {
    "limit_due": Vector(limit_due, ("str", "date", "bool"), "date", "法定期限届满日（时限名、起算日、是否在押）"),
    "investigation_due": Vector(investigation_due, ("date", "int"), "date", "侦查羁押期限届满日（逮捕日、延长档次）"),
    "detention_request_due": Vector(
        detention_request_due, ("date", "bool", "bool"), "date", "提请批捕期限届满日（拘留日、特殊情况、结伙等）"
    ),
    "notice_reply_due": Vector(notice_reply_due, ("date", "int"), "date", "文书载明期限的届满日（送达日、日数）"),
    "leave_level": Vector(leave_level, ("int", "int"), "int", "外出审批最低层级：1 司法所，2 县级，3 上一级"),
    "summons_most_hours": Vector(summons_most_hours, ("bool", "bool"), "int", "传唤、拘传最长小时数（特别重大复杂、已批准）"),
    "monitoring_latest_end": Vector(monitoring_latest_end, ("date",), "date", "电子定位一次决定的最后一日"),
    "absence_month_end": Vector(absence_month_end, ("date",), "date", "脱管满一个月之日"),
    "medical_review_due": Vector(medical_review_due, ("date",), "date", "保外就医病情复查届满日"),
}
