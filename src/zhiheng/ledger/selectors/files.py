"""Compares every file that the rooms keep below the home with the digest that its row, bound by the trace, has of it.

A room says what it keeps in its app config: `trace_files = "zhiheng.dossier.selectors.kept.kept_files"`, a function that yields KeptFile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.utils.module_loading import import_string

from zhiheng.ledger.core import at_rest
from zhiheng.ledger.core.kept import KeptFile
from zhiheng.ledger.core.verdict import Finding
from zhiheng.ledger.keys import key_place, public_of
from zhiheng.ledger.models import Checkpoint

LEFT_OUT = {
    "secret.key": "会话签名的密钥，换了只是要重新登录",
    "used.json": "使用记录：与留痕的条数核对",
    ".opening": "启动时的锁，没有内容",
    "demonstration.json": "演示的时钟",
    "demonstration-province": "演示用的来件，收下后以批次为准",
    "static": "网页的样式和脚本，由程序生成",
    "keys": "各机关签章的密钥和证书，由签章核验",
    "papers": "本机关的文书样式，用到时其摘要写入文书",
    "packages": "发件箱里的副本，以保存的原件为准",
    "sandbox": "试查的临时结果",
    "law": "法律文本的存放位置",
    "incoming": "正在接收的文件，收下后以保存的原件为准",
    "restored.json": "恢复备份的记录，下次打开时写入留痕",
    "worker.json": "定时任务上次运行的时间",
}
"""What lies below the home and is not compared, with the reason; the database is compared row by row."""


def compare_files() -> tuple[int, list[Finding]]:
    """How many files were compared, and what is amiss with which."""
    seen: set[Path] = set()
    findings = []
    for kept in _all_kept():
        if kept.place in seen:
            continue
        seen.add(kept.place)
        if fault := _fault_of(kept):
            findings.append(Finding("file", None, f"{kept.words}{fault}：{_path_of(kept.place)}"))
    unnamed = [KeptFile(place, place.name, "没有哪一行写明的文件") for place in _unnamed(seen)]
    findings += [Finding("file", None, f"{kept.words}{fault}：{_path_of(kept.place)}") for kept in unnamed if (fault := _fault_of(kept))]
    return len(seen), [*findings, *_key_findings()]


def _all_kept() -> Iterator[KeptFile]:
    for config in apps.get_app_configs():
        if told := getattr(config, "trace_files", ""):
            keeper: Callable[[], Iterator[KeptFile]] = import_string(told)
            yield from keeper()


def is_there(model: type[Model]) -> bool:
    """Whether the database has the table with every column, as one that an older program left does not yet."""
    table = model._meta  # noqa: SLF001 - Django's own word for it
    if table.db_table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        columns = {column.name for column in connection.introspection.get_table_description(cursor, table.db_table)}
    return all(field.column in columns for field in table.concrete_fields)


def _fault_of(kept: KeptFile) -> str:
    try:
        return "" if at_rest.digest_of(kept.place) == kept.digest else "被改动过"
    except OSError:
        return "不见了，或者不能读取"


def _unnamed(named: set[Path]) -> Iterator[Path]:
    """Files of the store that no row names, such as parts of packages that wait: each must at least be what its name says."""
    for place in sorted(Path(settings.FILES).rglob("*")):
        if place.is_file() and place not in named and not place.name.startswith("."):
            yield place


def _key_findings() -> Iterator[Finding]:
    """The key that signs must be that of the newest checkpoint."""
    newest = Checkpoint.objects.order_by("-size", "-id").first() if is_there(Checkpoint) else None
    place = key_place()
    if newest and place.is_file() and public_of(place) != newest.key:
        yield Finding("key", None, f"签署检查点的密钥被换过，或者文件坏了：{_path_of(place)}（更换密钥请用 zhiheng ledger keys --rotate）")


def _path_of(place: Path) -> str:
    home = Path(settings.HOME)
    return str(place.relative_to(home)) if place.is_relative_to(home) else str(place)
