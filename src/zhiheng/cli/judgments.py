"""类案索引：把收到的公开裁判文书编入检索索引。已编入的不重复编；文件与写入时不同的，删去 judgments 文件夹后重建。"""

from __future__ import annotations

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    """One word for what is done."""
    words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
    words.add_parser("index", help="编入尚未编入的裁判文书")
    words.add_parser("verify", help="核对索引文件")


def run(options: argparse.Namespace) -> int:
    """0 done."""
    from django.utils import timezone

    from zhiheng.judgments.selectors import corpus_now
    from zhiheng.judgments.services import index_judgments
    from zhiheng.registry.selectors import COMMAND_LINE

    if options.word == "index":
        done = index_judgments(actor=COMMAND_LINE, now=timezone.now())
        print(f"编入 {done.judgments} 件，清理旧索引 {done.removed} 处")
    corpus = corpus_now()
    print(f"可检索 {int(corpus.index.alive.sum())} 件，尚未编入 {corpus.unread} 件，案例库版本 {corpus.index.digest[:16]}")
    return 0
