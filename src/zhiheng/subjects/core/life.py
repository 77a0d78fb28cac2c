"""What stands on the time line of a person: which datasets, on which days, said how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from zhiheng.schema import DATASETS


@dataclass(frozen=True)
class PersonTimelineRule:
    """How a dataset is told. days: (date field, what happened) each; facts: fields shown beside, in order."""

    days: tuple[tuple[str, str], ...]
    facts: tuple[str, ...]


LIFE: Mapping[str, PersonTimelineRule] = MappingProxyType(
    {
        "persons": PersonTimelineRule((("died_on", "死亡"),), ()),
        "interrogations": PersonTimelineRule((("from_at", "讯问"),), ("basis", "to_at", "case_no", "record_no")),
        "compulsory_measures": PersonTimelineRule(
            (("from_date", "强制措施"), ("to_date", "强制措施结束")), ("kind", "suspected_crime", "measure_no")
        ),
        "custody_records": PersonTimelineRule(
            (("admitted_on", "入所"), ("released_on", "出所")), ("facility", "stage", "stage_due", "release_reason")
        ),
        "investigations": PersonTimelineRule((("received_on", "调查评估"),), ("commissioned_by", "opinion", "decision", "commission_no")),
        "sentences": PersonTimelineRule(
            (("judged_on", "判决"),),
            ("crimes", "penalty", "term_months", "probation_months", "term_start", "term_end", "court", "judgment_no"),
        ),
        "property_items": PersonTimelineRule(
            (("status_on", "财产性判项"),), ("item", "ordered", "paid", "enforcement_status", "judgment_no")
        ),
        "rulings": PersonTimelineRule((("ruled_on", "裁定"),), ("kind", "months_reduced", "new_penalty", "ruling_no", "judgment_no")),
        "medical_releases": PersonTimelineRule(
            (("decided_on", "暂予监外执行决定"), ("recalled_on", "收监")),
            ("organ", "from_date", "to_date", "last_review_on", "decision_no"),
        ),
        "corrections_cases": PersonTimelineRule(
            (("enrolled_on", "入矫"), ("released_on", "解矫")), ("category", "office", "term_start", "term_end", "end_reason", "person_no")
        ),
        "leaves": PersonTimelineRule((("from_date", "外出"),), ("destination", "to_date", "returned_on", "approver", "leave_no")),
        "monitoring_orders": PersonTimelineRule((("from_date", "电子定位"),), ("ground", "to_date", "removed_on", "order_no")),
        "discipline": PersonTimelineRule((("decided_on", "奖惩"),), ("kind", "reason", "outcome", "document_no")),
        "public_order_penalties": PersonTimelineRule((("decided_on", "治安处罚"),), ("offence", "detention_days", "decision_no")),
    }
)
"""Datasets told record by record; those kept by the day or the hour are only counted."""


@dataclass(frozen=True)
class LifeEvent:
    """Something that happened. on: None where the record names no day; facts: (field, value); organ, batch and instant: who wrote it."""

    on: date | None
    what: str
    dataset: str
    facts: tuple[tuple[str, Any], ...]
    number: str
    key: str
    organ: str
    batch: str
    received_at: datetime

    @property
    def dataset_title(self) -> str:
        """The dataset in Chinese."""
        return DATASETS[self.dataset].zh


def events_of(dataset: str, row: Mapping[str, Any]) -> list[LifeEvent]:
    """What one record tells; one that names no day is told once, undated (of persons: not at all)."""
    told = LIFE[dataset]
    dated: list[tuple[date | None, str]] = [(day_of(row[field]), what) for field, what in told.days if row[field] is not None]
    if not dated and told.facts:
        dated = [(None, told.days[0][1])]
    facts = tuple((field, row[field]) for field in told.facts if row[field] not in (None, []))
    return [
        LifeEvent(on, what, dataset, facts, row["id_number"], row["_key"], row["_organ"], row["_batch"], row["_received_at"])
        for on, what in dated
    ]


def day_of(value: date | datetime) -> date:
    """The day of a date or an instant."""
    return value.date() if isinstance(value, datetime) else value
