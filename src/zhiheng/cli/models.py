"""监督模型的版本：列出、导出与导入、影子运行、发布与撤下，以及各模型的查实率。"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from zhiheng.cli import model_checks
from zhiheng.cli.output import write_json, write_text
from zhiheng.cli.screen import day
from zhiheng.schema.errors import UnusableInputError


def arguments(parser: argparse.ArgumentParser) -> None:
    """One word for what is done; each has its own options."""
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
    listed = words.add_parser("list", help="在用模型和候选版本")
    exported = words.add_parser("export", help="把一个模型写成一个文件（.zhm）")
    exported.add_argument("model", metavar="MODEL")
    exported.add_argument("--out", default="-", metavar="FILE", help="写到哪里（- 为标准输出）")
    exported.add_argument("--version", type=int, metavar="N", help="导出第几号版本（默认在用版本）")
    taken = words.add_parser("import", help="读入一个模型文件，成为候选版本")
    taken.add_argument("file", metavar="FILE")
    taken.add_argument("--note", default="", help="说明")
    tried = words.add_parser("shadow", help="候选版本与在用版本在现有数据上并排运行，只看差异，不产生线索")
    tried.add_argument("version", type=int, metavar="N")
    tried.add_argument("--as-of", type=day, metavar="DATE", help="核查日（默认今天）")
    published = words.add_parser("publish", help="发布候选版本（提交的人不能自己发布）")
    published.add_argument("version", type=int, metavar="N")
    published.add_argument("--reason", required=True, help="理由")
    withdrawn = words.add_parser("withdraw", help="撤下已发布的版本，恢复业务包中的文本或更早的版本")
    withdrawn.add_argument("model", metavar="MODEL")
    withdrawn.add_argument("--to", type=int, metavar="N", help="恢复第几号版本（默认业务包中的文本）")
    withdrawn.add_argument("--reason", required=True, help="理由")
    checking = words.add_parser("check", help="核对业务包中模型的用例，不动数据；不写 MODEL 的为全部模型")
    checking.add_argument("model", nargs="?", default="", metavar="MODEL")
    yielded = words.add_parser("yield", help="查实率和 95%% 置信区间")
    yielded.add_argument("--by", choices=["model", "version", "organ", "source"], default="model", help="按模型、版本、答复机关或数据来源")
    yielded.add_argument("--model", default="", metavar="M", help="只看该模型")
    for one in (listed, tried, yielded):
        one.add_argument("--json", metavar="FILE", nargs="?", const="-", help="JSON 写入文件（不写文件名或写 - 为标准输出）")


def run(options: argparse.Namespace) -> int:
    """0 done."""
    return WORDS[options.word](options)


def acting() -> dict[str, Any]:
    """Who acts and when."""
    from django.utils import timezone

    from zhiheng.models.in_force import catalog
    from zhiheng.registry.selectors import COMMAND_LINE

    return {"actor": COMMAND_LINE, "now": timezone.now(), "catalog": catalog()}


def listed(options: argparse.Namespace) -> int:
    """Models in force and candidates."""
    from zhiheng.models.in_force import catalog, unreadable_versions
    from zhiheng.models.selectors.versions import candidates
    from zhiheng.registry.selectors import COMMAND_LINE

    present = sorted(catalog().models.items())
    models = [{"model": name, "title": spec.title, "pack": spec.pack, "digest": spec.digest} for name, spec in present]
    waiting: list[dict[str, Any]] = [
        {
            "version": one.pk,
            "model": one.model,
            "title": one.title,
            "digest": one.digest,
            "origin": one.origin,
            "added_by": one.added_by_name,
        }
        for one in candidates(COMMAND_LINE)
    ]
    if options.json:
        write_json(options.json, {"models": models, "candidates": waiting, "unreadable": dict(unreadable_versions())})
    if options.json != "-":
        print("\n".join(f"{one['model']:<28}{one['digest'][:12]}  {one['title']}" for one in models))
        told = [f"候选 {one['version']}：{one['model']} {one['digest'][:12]}  {one['added_by']}提交" for one in waiting]
        print("\n".join(told) or "没有候选版本")
    return 0


def exported(options: argparse.Namespace) -> int:
    """Write the exchange file."""
    from zhiheng.models import services as models

    text = models.export_model(**acting(), model=options.model, version_id=options.version)
    write_text(options.out, text)
    return 0


def import_file(options: argparse.Namespace) -> int:
    """Read an exchange file."""
    from zhiheng.models import services as models

    version = models.import_model(**acting(), content=content_of(options.file), name=Path(options.file).name, note=options.note)
    print(f"候选 {version.pk}：{version.model} {version.title}。影子运行：zhiheng models shadow {version.pk}")
    return 0


def content_of(place: str) -> bytes:
    """The bytes of a file, not more than an exchange file may have."""
    from zhiheng.catalog.bundle import MOST_BYTES

    try:
        with Path(place).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnusableInputError("模型文件", place, f"不能读取（{error.strerror}）", "请核对文件位置") from error


def tried(options: argparse.Namespace) -> int:
    """A shadow run."""
    from django.utils import timezone

    from zhiheng.oversight import services

    given = acting()
    shadow = services.shadow_run(**given, version_id=options.version, as_of=options.as_of or timezone.localdate(given["now"]))
    if options.json:
        write_json(options.json, in_full(shadow))
    if options.json != "-":
        counts = shadow.counts
        print(f"第 {shadow.pk} 次影子运行，核查日 {shadow.as_of}，摘要 {shadow.digest[:12]}")
        print(f"相同 {counts['same']}，只有旧版 {counts['only_old']}，只有新版 {counts['only_new']}，内容不同 {counts['changed']}")
        print(f"会失去已查实 {counts['lost_verified']} 条，会去掉已排除 {counts['dropped_refuted']} 条")
    return 0


def in_full(shadow: Any) -> dict[str, Any]:
    """A shadow run with its differences."""
    from zhiheng.models.selectors.versions import shadow_rows
    from zhiheng.registry.selectors import COMMAND_LINE

    rows = [
        {"kind": row.kind, "subject": row.subject, "occurrence": row.occurrence, "was": row.was, "is": row.now_is, "clue": row.clue}
        for row in shadow_rows(COMMAND_LINE, shadow)
    ]
    head = {"shadow": shadow.pk, "version": shadow.version_id, "as_of": shadow.as_of.isoformat(), "snapshot": shadow.snapshot_digest}
    return {**head, "digest": shadow.digest, "counts": shadow.counts, "rows": rows}


def published(options: argparse.Namespace) -> int:
    """Publish a candidate."""
    from zhiheng.models import services as models

    version = models.publish_version(**acting(), version_id=options.version, reason=options.reason)
    print(f"已发布：{version.model} {version.digest[:12]}")
    return 0


def withdrawn(options: argparse.Namespace) -> int:
    """Withdraw the published version."""
    from zhiheng.models import services as models

    given = acting()
    given.pop("catalog")
    version = models.withdraw_version(**given, model=options.model, reason=options.reason, to=options.to)
    print(f"已撤下；在用：{f'第 {version.pk} 号版本 {version.digest[:12]}' if version else '业务包中的文本'}")
    return 0


def yielded(options: argparse.Namespace) -> int:
    """Yields."""
    from zhiheng.oversight.selectors import yields
    from zhiheng.registry.selectors import COMMAND_LINE

    rows = yields(COMMAND_LINE, options.by, options.model)
    if options.json:
        write_json(options.json, [{"by": options.by, **row.to_json()} for row in rows])
    if options.json != "-":
        print("\n".join(map(line_of, rows)) or "还没有线索")
    return 0


def line_of(row: Any) -> str:
    """A yield for people."""
    share = "—" if row.share is None else f"{row.share:.1%}（{row.interval[0]:.1%}—{row.interval[1]:.1%}）"
    named = " ".join(filter(None, (row.model, row.of[:20], row.dataset)))
    return f"{named:<50} 线索 {row.found}，查实 {row.verified}，排除 {row.refuted}，查实率 {share}"


WORDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "list": listed,
    "export": exported,
    "import": import_file,
    "shadow": tried,
    "publish": published,
    "withdraw": withdrawn,
    "check": model_checks.checked,
    "yield": yielded,
}
