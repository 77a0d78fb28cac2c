"""Reading ahead: the next file of several is read and checked while the one before it is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Final

from zhiheng.exchange.core.intake import Intake, take_in
from zhiheng.exchange.core.source import Source, open_source
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.standard import Dataset

LARGEST_BYTES: Final = 200 << 20
"""A larger file is not read ahead: two at once must fit into memory, and a request to end waits for what is being read."""
Wanted = Callable[[Source], Dataset | None]
"""The dataset of a file that is to be read ahead; None where it need not be (its content is known). May raise UnusableInputError."""


class Ahead:
    """files: in the order in which they will be asked for; wanted: asked in the caller's thread."""

    def __init__(self, files: Sequence[Path], wanted: Wanted, pool: ThreadPoolExecutor) -> None:
        self._next = dict(pairwise(files))
        self._wanted, self._pool = wanted, pool
        self._begun: dict[Path, tuple[Source, Future[Intake]]] = {}

    def source(self, file: Path, name: str | None) -> Source:
        """The file as it was looked at ahead, or looked at now."""
        return self._begun[file][0] if file in self._begun else open_source(file, name)

    def intake(self, file: Path, source: Source, dataset: Dataset, on_rows: Callable[[int], None] | None) -> Intake:
        """The file after its checks; then the next one is begun. Raises UnusableInputError as `take_in` does."""
        try:
            begun = self._begun.pop(file, None)
            if begun is None:
                return take_in(source, dataset, on_rows)
            intake = begun[1].result()
            if on_rows:
                on_rows(intake.rows)
            return intake
        finally:
            self._begin(self._next.get(file))

    def _begin(self, file: Path | None) -> None:
        """Begin a file; one that cannot be used is left to be refused in its turn."""
        try:
            if file is None or file.stat().st_size > LARGEST_BYTES:
                return
            source = open_source(file)
            dataset = self._wanted(source)
        except (UnusableInputError, OSError):
            return
        if file and dataset:
            self._begun[file] = (source, self._pool.submit(take_in, source, dataset))


@contextmanager
def reading_ahead(files: Sequence[Path], wanted: Wanted) -> Iterator[Ahead]:
    """Read the files one ahead; what is still being read when the block ends is waited for, what was not begun is dropped."""
    with ThreadPoolExecutor(1) as pool:
        try:
            yield Ahead(files, wanted, pool)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
