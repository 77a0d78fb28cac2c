"""核验文书的电子签名 (verify)."""

from __future__ import annotations

import argparse
from pathlib import Path

from zhiheng.schema.errors import UnusableInputError


def arguments(parser: argparse.ArgumentParser) -> None:
    """One act so far."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="verify")
    verify = acts.add_parser(
        "verify", help="check the signature of a PDF against the organs' certificates; exit 1 when it cannot be accepted"
    )
    verify.add_argument("file", type=Path, metavar="FILE")


def run(options: argparse.Namespace) -> int:
    """0 accepted; 1 not."""
    from zhiheng.dossier.selectors.signing import verify_signed

    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise UnusableInputError("文书", str(options.file), "文件读不到", "请核对路径和权限") from error
    verdict = verify_signed(content)
    print(verdict.sentence())
    return 0 if verdict.ok else 1
