"""The law floor for programs: which rules there are, and a question answered. Nothing asked is stored."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Body, Router, Schema
from ninja.security.base import AuthBase

from zhiheng.api.access import having
from zhiheng.api.shapes import Fault
from zhiheng.law import check
from zhiheng.law.rule import Version

router = Router(tags=["法律"])


class WhenOpen(AuthBase):
    """Everybody, while the operator has opened the law floor; the right asked for stays `law.use`."""

    right = "law.use"
    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> str | None:  # noqa: ARG002 - every check is given its request
        """A mark that is true while the setting is on."""
        return "open" if settings.LAW_IS_PUBLIC else None


ALLOWED = [WhenOpen(), *having("law.use")]

EXAMPLES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "term.end": ("三年有期徒刑，先行羁押三十日", {
        "sentence": {
            "kind": "fixed", "months": 36, "starts_on": "2022-03-15",
            "custody": [{"kind": "criminal_detention", "from": "2021-03-01", "to": "2021-03-30"}],
        },
    }),
    "commutation.assess": ("八年有期徒刑，确有悔改表现", {
        "sentence": {
            "kind": "fixed", "months": 96, "starts_on": "2020-03-15", "effective_on": "2020-06-01", "admitted_on": "2020-07-01",
            "offences": [{"category": "other", "kind": "fixed", "months": 96}],
        },
        "offender": {"repentant": True},
    }),
    "parole.assess": ("十二年有期徒刑，曾减刑十二个月", {
        "sentence": {
            "kind": "fixed", "months": 144, "starts_on": "2017-06-01", "effective_on": "2017-09-01", "admitted_on": "2017-10-01",
            "offences": [{"category": "other", "kind": "fixed", "months": 144}],
        },
        "offender": {"repentant": True},
        "reductions": [{"type": "cut", "months": 12, "delivered_on": "2022-01-10"}],
    }),
    "period.due": ("十日，末日遇端午", {"start": "2024-05-31", "amount": 10, "unit": "day"}),
    "custody.limit": ("侦查羁押", {"limit": "investigation", "start": "2024-05-10"}),
    "interrogation.limit": ("传唤十三小时", {
        "limit": "summons", "organ": "police", "start": "2024-05-10T08:00", "end": "2024-05-10T21:00", "officers": 2,
    }),
    "corrections.leave": ("外出十日", {"crosses_boundary": True, "good_reason": True, "days": 10, "days_two_months": 35}),
}  # fmt: skip
"""Rule → (what is asked, facts): questions the description shows, each answered on 2024-06-11."""
EXAMPLE_DAY = "2024-06-11"


class Question(Schema):
    """Which day, which facts; the facts' names are those of the rule (`GET law/{rule}`)."""

    as_of: date
    facts: dict[str, Any]


class RuleOut(Schema):
    """A rule as it holds from `since`: what it reads and gives, its articles, its mark (T text read, S secondary, U unverified)."""

    id: str
    title: str
    source: list[str]
    since: date
    until: date | None
    mark: str
    facts: list[str]
    required: list[str]
    outputs: dict[str, str]


def examples() -> dict[str, Any]:
    """The examples in the form of the description."""
    shown = {
        rule: {"summary": f"{rule}：{asked}", "value": {"as_of": EXAMPLE_DAY, "facts": facts}} for rule, (asked, facts) in EXAMPLES.items()
    }
    return {"requestBody": {"content": {"application/json": {"examples": shown}}}}


@router.get("/law", response=list[RuleOut], auth=ALLOWED, summary="规则目录")
def rules(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - every route is given its request
    """Every rule with its versions, oldest first."""
    return [_told(version) for versions in check.rules().values() for version in versions]


@router.get("/law/{str:rule}", response={200: list[RuleOut], 404: Fault}, auth=ALLOWED, summary="一条规则的各版本")
def rule_versions(request: HttpRequest, rule: str) -> list[dict[str, Any]]:  # noqa: ARG001 - every route is given its request
    """The versions of one rule."""
    return [_told(version) for version in _known(rule)]


@router.post(
    "/law/{str:rule}", response={200: dict[str, Any], 404: Fault, 422: Fault}, auth=ALLOWED, summary="提问", openapi_extra=examples()
)
def ask(request: HttpRequest, rule: str, question: Body[Question]) -> dict[str, Any]:  # noqa: ARG001 - every route is given its request
    """The answer: result, conditions (true, false, null for not known), articles, marks, facts missing; outside the domain: 422."""
    _known(rule)
    return check.answer(rule, question.as_of, question.facts)


def _known(rule: str) -> tuple[Version, ...]:
    found = check.rules().get(rule)
    if not found:
        raise Http404
    return found


def _told(version: Version) -> dict[str, Any]:
    shape = version.facts
    told = {name: getattr(version, name) for name in ("id", "title", "source", "since", "until", "mark", "outputs")}
    return {**told, "facts": list(shape.fields), "required": list(shape.required)}
