"""The pack that holds models which came from elsewhere and belong to none of the packs here."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from zhiheng.catalog import digest
from zhiheng.catalog.packs import PackSpec

SHARED: Final = "shared"
TITLE: Final = "外来模型"
PURPOSE: Final = "从其他地方导入、不属于本地任何业务包的监督模型。"


def shared_pack() -> PackSpec:
    """Its card; there is no folder of it."""
    return PackSpec(SHARED, TITLE, PURPOSE, (), Path(SHARED), digest.of_text(SHARED))
