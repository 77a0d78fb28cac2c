"""The exchange standard: what organs send, declared once (`standard.yaml`), with everything that follows from it.

The names below are loaded on first use, so that a command which needs none of them pays nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zhiheng.schema.standard import DATASETS, Dataset, Field, match_dataset

__all__ = ["DATASETS", "Dataset", "Field", "match_dataset"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from zhiheng.schema import standard

    return getattr(standard, name)
