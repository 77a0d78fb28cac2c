"""期满清除：列出已过保存期限的内容；一名安全管理员提出，另一名审计管理员办理，各用本人口令，全程留痕。"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date, datetime
from getpass import getpass
from typing import Any

from zhiheng.cli.clock import moment
from zhiheng.schema.errors import UnusableInputError

TITLE = "期满清除"
PROPOSES, DECIDES = "registry.manage", "ledger.verify"
CONSOLE = "console"
"""The console counts as a known device: failures elsewhere keep nobody from it."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """List, propose, carry out, decline."""
    acts = parser.add_subparsers(dest="act", metavar="list|propose|carry-out|decline")
    acts.add_parser("list", help="列出已过期限的内容和待办的清除（默认）")
    propose = acts.add_parser("propose", help="提出清除")
    propose.add_argument("kind", metavar="KIND", help="类别（见 list）")
    propose.add_argument("--before", type=date.fromisoformat, required=True, metavar="DATE", help="早于这一日的")
    propose.add_argument("--order", required=True, help="批准文号")
    propose.add_argument("--reason", required=True, help="依据和理由")
    for name, words in (("carry-out", "办理另一人提出的清除"), ("decline", "不同意另一人提出的清除")):
        decide = acts.add_parser(name, help=words)
        decide.add_argument("number", type=int, metavar="N")
    for act in ("propose", "carry-out", "decline"):
        acts.choices[act].add_argument("--officer", required=True, metavar="LOGIN", help="办理人的登录名；口令在控制台输入")


def run(options: argparse.Namespace) -> int:
    """0 done."""
    acts: dict[str | None, Callable[[argparse.Namespace], int]] = {
        None: show, "list": show, "propose": propose, "carry-out": decide, "decline": decide,
    }  # fmt: skip
    return acts[options.act](options)


def show(_options: argparse.Namespace) -> int:
    """What has passed its term, and what waits."""
    from zhiheng.law.clocks import day_of
    from zhiheng.operation.core.retention import KINDS
    from zhiheng.operation.selectors.retained import outlived_by_kind, waiting_orders

    for one in outlived_by_kind(day_of(moment())):
        print(f"{one.name}\t{one.kept.zh}：早于 {one.before} 的 {one.count} 条；{one.kept.basis}")
    for order in waiting_orders():
        text = f"{KINDS[order.kind].zh}，早于 {order.before}，{order.found} 条，{order.document}，{order.proposed_by} 提出"
        print(f"待办 {order.pk}\t{text}")
    return 0


def propose(options: argparse.Namespace) -> int:
    """Propose a removal."""
    from zhiheng.operation.services import propose_removal

    details = {"kind": options.kind, "before": options.before, "document": options.order, "reason": options.reason}
    order = propose_removal(actor=acting(options.officer, PROPOSES), now=moment(), **details)
    print(f"已提出第 {order.pk} 号清除，共 {order.found} 条；须由另一名管理员办理")
    return 0


def decide(options: argparse.Namespace) -> int:
    """Carry out or decline."""
    from zhiheng.operation.services import carry_out_removal, decline_removal

    act = carry_out_removal if options.act == "carry-out" else decline_removal
    order = act(actor=acting(options.officer, DECIDES), now=moment(), number=options.number)
    print(f"第 {order.pk} 号清除：{f'已清除 {order.removed} 条' if order.outcome == 'done' else '未予同意，没有清除'}")
    return 0


def acting(username: str, right: str) -> Any:
    """The officer, who signs in at the console as on the pages; without the right, or with a wrong word, nothing is done."""
    from zhiheng.registry.rights import may
    from zhiheng.registry.selectors import actor_of

    if not sys.stdin.isatty():
        raise UnusableInputError("办理人", username, "没有控制台，不能输入口令", "请在控制台上由本人办理")
    officer, way = signed_in(username)
    if officer is None or not may(officer, right):
        raise UnusableInputError("办理人", username, "口令不对，或者没有这项权限", "提出由安全管理员，办理由审计管理员")
    refuse_unready(officer, way)
    return actor_of(officer, "cli")


def signed_in(username: str) -> tuple[Any, str]:
    """The officer of the password typed, and of the code where there is a second factor; failures wait and stand in the trace."""
    from zhiheng.registry.selectors.factors import factors_of
    from zhiheng.registry.services import sign_ins

    now, caller = moment(), sign_ins.Caller(address="", device=CONSOLE, via="cli")
    officer = sign_ins.judged(username=username, password=getpass(f"{username} 的口令："), caller=caller, now=now)
    if officer is None or not factors_of(officer).any:
        return officer, "password"
    entered = sign_ins.begin_try(username=username, caller=caller, now=now)
    way = way_given(officer, getpass("动态验证码或恢复码："), now)
    if not way:
        sign_ins.fail_try(entered=entered, caller=caller, step="code", now=now)
        raise UnusableInputError("办理人", username, "验证码不对或已经用过", "请输入验证器当前显示的六位数字，或一个没有用过的恢复码")
    sign_ins.pass_try(entered=entered)
    return officer, f"password+{way}"


def way_given(officer: Any, code: str, now: datetime) -> str:
    """What kind of code this is; empty where it is wrong."""
    from zhiheng.registry.selectors import actor_of
    from zhiheng.registry.services import factors

    if factors.takes_code(officer=officer, code=code):
        return "code"
    return "recovery" if factors.takes_recovery_code(actor=actor_of(officer, "cli"), now=now, officer=officer, code=code) else ""


def refuse_unready(officer: Any, way: str) -> None:
    """Refuse who would open nothing on the pages either: a given or an old password, no second factor where one is demanded."""
    from zhiheng.registry.selectors.factors import has_given_password, has_old_password, lacks_second

    remedy = "请先在网页上登录并办妥，再到控制台办理"
    if has_given_password(officer, way) or has_old_password(officer, way):
        raise UnusableInputError("办理人", officer.username, "口令须先修改", remedy)
    if lacks_second(officer, way):
        raise UnusableInputError("办理人", officer.username, "还没有设置第二因素", remedy)
