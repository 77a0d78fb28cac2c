"""An evidence pack (证据包): a document, the entries about it with their proofs, a checkpoint, and how to verify them, in one ZIP."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from io import BytesIO

FORMAT = "zhiheng-evidence-v1"
CLUES, POINT, PROGRAM, GUIDE = "证据.json", "检查点.txt", "核验.py", "说明.txt"
PAPERS = "文书/"
WRITTEN = (2000, 1, 1, 0, 0, 0)
"""The same content gives the same file, whenever it is packed."""


@dataclass(frozen=True)
class Proven:
    """An entry with its inclusion proof; text: the leaf's JSON; details and salt are None once erased; proof: hex, nearest first."""

    text: str
    details: str | None
    salt: str | None
    proof: list[str]


def packed(title: str, files: Mapping[str, bytes], entries: Iterable[Proven], checkpoint: str, program: str) -> bytes:
    """The ZIP; files: content by name; checkpoint: the signed note; program: the stand-alone verifier."""
    shown = {PAPERS + name: content for name, content in files.items()}
    details = {"format": FORMAT, "title": title, "files": sorted(shown), "entries": [asdict(entry) for entry in entries]}
    parts: dict[str, bytes] = {
        GUIDE: guide(title, checkpoint.partition("\n")[0]).encode(),
        **shown,
        CLUES: json.dumps(details, ensure_ascii=False, indent=1).encode(),
        POINT: checkpoint.encode(),
        PROGRAM: program.encode(),
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in parts.items():
            pack.writestr(zipfile.ZipInfo(name, WRITTEN), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def guide(title: str, origin: str) -> str:
    """How somebody who knows nothing of the platform verifies the pack."""
    return f"""证据包说明

本包证明“{title}”在制衡平台的留痕中确有其事，并且此后没有被改动。核验不需要联网，也不需要相信平台的运行单位。

包内文件
  {PAPERS}      文书原件
  {CLUES}     记载它的各条留痕、每条的包含证明
  {POINT}   平台签署的检查点，连同见证机关的签名
  {PROGRAM}      独立核验程序：一个文件，只用 Python 自带的库，可以自行审读

怎样核验
  1. 向平台运行单位以外的渠道（公文、当面交换、机关网站）取得公钥，是一行文字，以“{origin}+”开头。
     不要使用与本包一同送来的公钥。有见证机关的，同样取得见证机关的公钥。
  2. 从可信的来源取得 Python 3.9 以上版本和核验程序（也可以使用包内的 {PROGRAM}，请先核对其内容）。
  3. 运行：python3 {PROGRAM} 本包.zip --key '公钥一行' --witness '见证机关公钥一行'
  4. 最后一行是“核验通过”，即文书与留痕所记一致，留痕在检查点所签的全部留痕之中，检查点由该公钥签署。
     出现“不属实”的，后面写明哪一项不符，请保存本包并向见证机关核实。

不装 Python 的核验办法
  用任意工具计算 {PAPERS} 中文书的 SHA-256，与 {CLUES} 中留痕细节（details）所记的摘要比对；其余步骤见平台文档 docs/trust.md。
"""
