"""Readers of cases: each asks who looks, except the followers of upper rooms, which read events by cursor."""

from zhiheng.procedure.models import LISTED
from zhiheng.procedure.selectors.arriving import Arrival, arrivals, waiting_count
from zhiheng.procedure.selectors.figures import case_numbers, ended_between, overdue_by_organ
from zhiheng.procedure.selectors.files import (
    case_attachment,
    case_files,
    case_print,
    files_rule,
    may_see_version,
    search_papers,
    visible_steps,
)
from zhiheng.procedure.selectors.following import cases_opened, events_after, opened_under, state_for, states_of, was_done, with_events
from zhiheng.procedure.selectors.lists import (
    CaseFilter,
    CaseRow,
    case_rows,
    case_seen_by,
    cases_seen_by,
    counts_by_step,
    waiting_for,
)
from zhiheng.procedure.selectors.telling import Telling, tellings
from zhiheng.procedure.selectors.view import (
    CaseView,
    EventView,
    StepView,
    acts_allowed,
    case_view,
    is_inside,
    organs_of,
    result_title,
    seen_places,
)

__all__ = [
    "LISTED",
    "Arrival",
    "CaseFilter",
    "CaseRow",
    "CaseView",
    "EventView",
    "StepView",
    "Telling",
    "acts_allowed",
    "arrivals",
    "case_attachment",
    "case_files",
    "case_numbers",
    "case_print",
    "case_rows",
    "case_seen_by",
    "case_view",
    "cases_opened",
    "cases_seen_by",
    "counts_by_step",
    "ended_between",
    "events_after",
    "files_rule",
    "is_inside",
    "may_see_version",
    "opened_under",
    "organs_of",
    "overdue_by_organ",
    "result_title",
    "search_papers",
    "seen_places",
    "state_for",
    "states_of",
    "tellings",
    "visible_steps",
    "waiting_count",
    "waiting_for",
    "was_done",
    "with_events",
]
