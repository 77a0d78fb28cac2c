"""What officers write into reports: kept with each report of a period, every text that ever stood there, noted in the trace."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from zhiheng.analysis.periods import parse
from zhiheng.catalog import digest
from zhiheng.catalog.reports import ReportSpec
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry import rights
from zhiheng.registry import selectors as registry
from zhiheng.registry.rows import Organ
from zhiheng.work.core.errors import WorkRefused
from zhiheng.work.models import ReportText
from zhiheng.work.selectors.writing import newest_text

READ = "report.read"
MOST_SIGNS = 20_000
"""Signs that one place may be given."""
TYPED = re.compile(r"\d[\d,.]*%?")
"""A number typed by hand: no records stand behind it, so that the trace names it."""


@transaction.atomic
def write_report(
    *,
    actor: Actor,
    now: datetime,
    report: ReportSpec,
    period: str,
    texts: Mapping[str, str],
    about: str = "",
    last_seen: int | None = None,
) -> ReportText | None:
    """Keep what the actor's organ writes in its report of a period; None where nothing was ever written and nothing is now.

    about    the organ to which the report's figures are limited
    last_seen     the text the form was made from (0: none); a newer one of somebody else is told, not written over
    raises   WorkRefused for a place that the report does not ask, one too long, a text written meanwhile; PermissionDenied
    """
    organ = _organ_of(actor, report, now)
    within = parse(period).name
    given = _given(report, texts)
    ledger.hold_head()
    before = newest_text(report.id, within, about, organ.name)
    if before is not None and last_seen is not None and before.pk != last_seen and before.actor != actor.id:
        raise WorkRefused(report.title, within, f"打开页面之后，{before.actor_name}已保存新的文字", "请另存所写的内容，刷新后再修改")
    if given == (before.texts if before else {}):
        return before
    details = {
        "report": report.id, "period": within, "about": about, "texts": {name: digest.of_text(text) for name, text in given.items()},
        "typed": typed_numbers(given),
    }  # fmt: skip
    ledger.append(actor=actor, act="report.written", thing=f"report:{report.title}", details=details, now=now)
    kept = ReportText(
        report=report.id, pack=report.pack, period=within, about=about, organ=organ, texts=given, written_at=now, actor=actor.id,
        actor_name=actor.name,
    )  # fmt: skip
    kept.save()
    return kept


def typed_numbers(texts: Mapping[str, str]) -> list[str]:
    """Numbers typed by hand, each once."""
    return sorted({one for text in texts.values() for one in TYPED.findall(text)})


def _organ_of(actor: Actor, report: ReportSpec, now: datetime) -> Organ:
    officer = registry.officer_named(actor.id)
    if officer is None or officer.organ.name != actor.organ:
        raise PermissionDenied(f"{actor.name}不是{actor.organ}的办案人员")
    rights.demand(officer, READ, on=timezone.localdate(now), pack=report.pack)
    return officer.organ


def _given(report: ReportSpec, texts: Mapping[str, str]) -> dict[str, str]:
    unknown = sorted(set(texts) - set(report.writes))
    if unknown:
        raise WorkRefused(report.title, "、".join(unknown), "报告没有这一处要撰写", "请刷新后再填写")
    given = {name: text.replace("\r", "").strip() for name, text in texts.items()}
    long = [report.writes[name] for name, text in given.items() if len(text) > MOST_SIGNS]
    if long:
        raise WorkRefused(report.title, "、".join(long), f"超过{MOST_SIGNS}字", "请缩短后再保存")
    return {name: text for name, text in given.items() if text}
