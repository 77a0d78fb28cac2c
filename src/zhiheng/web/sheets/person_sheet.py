"""打印一个人的经历: the time line across organs, who sent what, clues, cases and decisions on who is one person."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhiheng.dossier.core.print_sheets import Facts, Sheet, Table
from zhiheng.oversight.core.states import STATES
from zhiheng.registry.gate import demand_open
from zhiheng.subjects import selectors as subjects
from zhiheng.web.persons.persons import told_of
from zhiheng.web.rights import requires
from zhiheng.web.sheets.printing import at, printed
from zhiheng.web.templatetags.pages import dataset_title
from zhiheng.web.templatetags.persons import document_kind, match_event


@requires("person.read")
@require_GET
def person_sheet(request: HttpRequest, identity_id: int) -> HttpResponse:
    """The person's time line as PDF, for a stated purpose."""
    view = subjects.person_view(request.user, identity_id)
    if view is None:
        raise Http404
    demand_open(sensitive=True)
    content = told_of(request, view)
    parts = [_facts(view), _life(content), _counted(content), *_senders(view), *_work(content), *_decisions(view)]
    return printed(request, Sheet(f"{view.name}经历", view.known_by, [part for part in parts if part]), thing=f"person:{identity_id}")


def _facts(view: subjects.PersonView) -> Facts:
    rows = [("姓名", view.name), ("证件号码", "、".join(view.numbers))]
    for seen in view.identities:
        one = seen.identity
        former = f"；曾用名：{'、'.join(one.former_names)}" if one.former_names else ""
        rows.append(
            (document_kind(one.kind), f"{one.number}；所写姓名：{'、'.join(seen.names)}{former}；出生日期：{'、'.join(one.births) or '—'}")
        )
    rows += [("注意", f"号码 {number} 已认定由两个人共用，所列记录不全是一个人的") for number in view.shared]
    return Facts(rows)


def _life(content: dict[str, Any]) -> Table:
    rows = [
        [
            one.event.on.isoformat() if one.event.on else "日期不详", str(one.event.what), one.event.organ, str(one.event.dataset_title),
            one.event.number, "；".join([*(f"{title}：{value}" for title, value in one.facts), *filter(None, [one.origin])]),
        ]
        for one in content["life"]
    ]  # fmt: skip
    return Table("经历", ["日期", "事项", "单位", "数据", "证件号码", "内容"], rows, "没有可列在时间线上的记录。")


def _counted(content: dict[str, Any]) -> Table | None:
    rows = [[dataset_title(one.dataset), one.organ, str(one.records), one.first_at[:10], one.last_at[:10]] for one in content["counted"]]
    return Table("逐日、逐次的记录", ["数据", "报送单位", "记录", "最早收到", "最近收到"], rows) if rows else None


def _senders(view: subjects.PersonView) -> list[Table]:
    columns = ["报送单位", "数据", "所写姓名", "记录", "最早收到", "最近收到"]
    found = []
    for seen in view.identities:
        rows = [
            [one["organ"], dataset_title(one["dataset"]), one["name"], str(one["records"]), one["first_at"][:10], one["last_at"][:10]]
            for one in seen.mentions
        ]
        unseen = f"（另有 {seen.hidden} 个机关报送过，不在您的查看范围）" if seen.hidden else ""
        found.append(Table(f"{seen.identity.number} 由谁报送{unseen}", columns, rows))
    return found


def _work(content: dict[str, Any]) -> list[Table]:
    clues = [[str(one.pk), one.summary_text, STATES.get(one.state, one.state), at(one.found_at)] for one in content["clues"]]
    cases = [[one.number, one.title, f"{timezone.localdate(one.opened_at)}", f"{one.ended_on or ''}"] for one in content["cases"]]
    return [Table("线索", ["线索", "情形", "状态", "发现"], clues), Table("办件", ["案号", "名称", "建案", "办结"], cases)]


def _decisions(view: subjects.PersonView) -> list[Table]:
    rows = [[at(one.at), match_event(one.kind), f"{one.actor_name}　{one.organ or ''}".strip(), one.reason] for one in view.decisions]
    return [Table("认定与撤销记录", ["时间", "认定", "办理人", "理由"], rows)] if rows else []
