"""Which rows of a mended file come from which rows of the delivery it mends: the workbook that went out numbered them."""

from __future__ import annotations

from types import MappingProxyType

from zhiheng.exchange.core.readers import read
from zhiheng.exchange.core.source import Source
from zhiheng.exchange.core.workbook import ROW_HEADING
from zhiheng.schema.standard import Dataset, Field

_NUMBERS = Dataset(
    name="origins",
    zh=ROW_HEADING,
    doc="",
    source=(),
    key=(),
    person=False,
    sensitive=False,
    fields=MappingProxyType({"origin": Field("origin", ROW_HEADING, "str")}),
)


def original_rows(source: Source) -> dict[int, int]:
    """Row of the file -> row of the mended delivery, for a file with the heading `ROW_HEADING`; what is no number is left out."""
    found: dict[int, int] = {}
    for block in read(source, _NUMBERS).blocks:
        for number, told in zip(block.row_numbers.tolist(), block.table["origin"].to_pylist(), strict=True):
            if told and told.strip().isascii() and told.strip().isdigit() and len(told) < 10:
                found[number] = int(told)
    return found
