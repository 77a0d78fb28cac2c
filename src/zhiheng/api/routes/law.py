"""The law floor for programs: which rules there are, and a question answered. Nothing asked is stored."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Body, Router, Schema
from ninja.security.base import AuthBase

from zhiheng.api.access import having
from zhiheng.api.shapes import Fault
from zhiheng.law import check
from zhiheng.law.examples import EXAMPLE_DAY, EXAMPLES
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
    return [_rule_json(version) for versions in check.rules().values() for version in versions]


@router.get("/law/{str:rule}", response={200: list[RuleOut], 404: Fault}, auth=ALLOWED, summary="一条规则的各版本")
def rule_versions(request: HttpRequest, rule: str) -> list[dict[str, Any]]:  # noqa: ARG001 - every route is given its request
    """The versions of one rule."""
    return [_rule_json(version) for version in _known(rule)]


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


def _rule_json(version: Version) -> dict[str, Any]:
    shape = version.facts
    told = {name: getattr(version, name) for name in ("id", "title", "source", "since", "until", "mark", "outputs")}
    return {**told, "facts": list(shape.fields), "required": list(shape.required)}
