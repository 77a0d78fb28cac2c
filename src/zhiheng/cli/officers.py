"""账号：`officers` 在控制台登记首批管理员（系统、安全、审计各至少一人），口令只显示一次；`officers import FILE` 按文件登记办案人员。

首批管理员只登记一次；此后由安全管理员在页面上办理。无人能登录时，用 --recover 写明原因重新登记或重置。
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from zhiheng.cli.clock import moment
from zhiheng.schema.errors import UnusableInputError

TITLE = "账号登记"
ASKED = (("system", "system_admin", "系统管理员"), ("security", "security_admin", "安全管理员"), ("audit", "audit_admin", "审计管理员"))


def arguments(parser: argparse.ArgumentParser) -> None:
    """First administrators, or a file of officers."""
    parser.add_argument("act", nargs="?", choices=["first", "import", "list"], default="first", help="first（默认）、import 或 list")
    parser.add_argument("file", nargs="?", help="import：CSV 或 Excel 文件，一行一个岗位")
    parser.add_argument("--organ", metavar="NAME", help="管理本平台的机关全称")
    for option, _, title in ASKED:
        parser.add_argument(f"--{option}", action="append", metavar="LOGIN=NAME", help=f"{title}的登录名与姓名，可重复")
    parser.add_argument("--recover", metavar="REASON", default="", help="已有管理员而无人能登录时，写明原因后重新登记或重置口令")
    parser.add_argument("--passwords", metavar="FILE", help="import：新账号的口令写入此文件（只有本人可读），不显示")


def run(options: argparse.Namespace) -> int:
    """0 done; 2 refused."""
    return {"first": first, "import": import_file, "list": show}[options.act](options)


def first(options: argparse.Namespace) -> int:
    """Enlist the first administrators and print their passwords once."""
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services import enlist_first

    ask_for_missing(options)
    wanted = wanted_of(options)
    given = enlist_first(actor=COMMAND_LINE, now=moment(), organ=options.organ, wanted=wanted, recovery=options.recover)
    if not given:
        print("这些管理员此前已登记，没有改动。")
        return 0
    titles = {role: title for _, role, title in ASKED}
    print(f"已登记 {options.organ} 的管理员。口令只显示这一次，请当面交给本人，首次登录须修改：")
    for one in given:
        print(f"  {titles[one.role]}\t{one.username}\t{one.name}\t{one.password}")
    return 0


def ask_for_missing(options: argparse.Namespace) -> None:
    """Ask at the console for what was not given; without a console say what is missing."""
    missing = [f"--{option}" for option in ("organ", *(one for one, _, _ in ASKED)) if not getattr(options, option)]
    if missing and not sys.stdin.isatty():
        raise UnusableInputError("首批管理员", "、".join(missing), "没有写明", "例如 --organ 四川省检察院 --security zhang=张三")
    options.organ = options.organ or input("管理本平台的机关全称：").strip()
    for option, _, title in ASKED:
        if not getattr(options, option):
            setattr(options, option, [input(f"{title}（登录名=姓名）：").strip()])


def wanted_of(options: argparse.Namespace) -> Sequence[Any]:
    """The administrators named by the options."""
    from zhiheng.registry.services import FirstAdministrator

    return [FirstAdministrator(role, *pair(given)) for option, role, _ in ASKED for given in getattr(options, option)]


def pair(given: str) -> tuple[str, str]:
    """`zhang=张三` → sign-in name and name."""
    username, found, name = given.partition("=")
    if not found or not username.strip() or not name.strip():
        raise UnusableInputError("管理员", given, "应写成 登录名=姓名", "例如 zhang=张三")
    return username.strip(), name.strip()


def import_file(options: argparse.Namespace) -> int:
    """Enlist officers by file; passwords go to a file of mode 600, or to the console once."""
    from zhiheng.registry.selectors import COMMAND_LINE
    from zhiheng.registry.services import import_officers

    place = file_of(options)
    outcome = import_officers(actor=COMMAND_LINE, now=moment(), content=place.read_bytes(), name=place.name)
    print(f"{place.name}：{outcome.rows} 行，新账号 {outcome.new} 个")
    hand_over(options.passwords, outcome.passwords)
    return 0


def file_of(options: argparse.Namespace) -> Path:
    """The file to take in."""
    place = Path(options.file or "")
    if not options.file or not place.is_file():
        raise UnusableInputError("文件", options.file or "", "没有指定，或不存在", "请写明 CSV 或 Excel 文件")
    return place


def hand_over(place: str | None, passwords: dict[str, str]) -> None:
    """Give the passwords out once."""
    if not place:
        for username, password in passwords.items():
            print(f"  {username}\t{password}")
        return
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        print("\n".join(f"  {username}\t{password}" for username, password in passwords.items()))
        raise UnusableInputError("口令文件", place, f"不能写入（{error.strerror}），口令已显示在上方", "请换一个不存在的文件名") from error
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("登录名", "口令"), *passwords.items()])


def show(_options: argparse.Namespace) -> int:
    """List the administrators whose accounts are open."""
    from zhiheng.registry.core.roles import ROLES
    from zhiheng.registry.rights import roles_of
    from zhiheng.registry.selectors.accounts import administrators_on

    now = moment()
    for officer in administrators_on(now.date()):
        print(f"{officer.username}\t{officer.name}\t{officer.organ}\t{'、'.join(sorted(ROLES[role].zh for role in roles_of(officer)))}")
    return 0
