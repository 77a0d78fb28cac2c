"""Reading ahead: the next files of several are read and checked while the one before them is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from zhiheng.exchange.core.intake import Intake, take_in
from zhiheng.exchange.core.source import Source, open_source
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.standard import Dataset

MOST_BYTES: Final = 200 << 20
"""Of the files being read ahead together: they must fit into memory beside the one that is stored, and a request to end waits for them."""
AT_ONCE: Final = 2
Wanted = Callable[[Source], Dataset | None]
"""The dataset of a file that is to be read ahead; None where it need not be (its content is known). May raise UnusableInputError."""
Prepare = Callable[[Intake], Intake]
"""What is done with a file's rows beforehand besides, in the thread that read them."""


class Ahead:
    """files: in the order in which they will be asked for; wanted: asked in the caller's thread, once for each file."""

    def __init__(
        self, files: Sequence[Path], wanted: Wanted, prepare: Prepare, pool: ThreadPoolExecutor, looking: ThreadPoolExecutor
    ) -> None:
        self._files, self._places = files, {file: place for place, file in enumerate(files)}
        self._wanted, self._prepare, self._pool, self._looking = wanted, prepare, pool, looking
        self._begun: dict[Path, tuple[Source, Future[Intake]]] = {}
        self._looked: dict[Path, Future[Source]] = {}
        self._seen: set[Path] = set()

    def source(self, file: Path, name: str | None) -> Source:
        """The file as it was looked at ahead, or looked at now."""
        return self._begun[file][0] if file in self._begun else open_source(file, name)

    def intake(self, file: Path, source: Source, dataset: Dataset, on_rows: Callable[[int], None] | None) -> Intake:
        """The file after its checks; the next ones are begun. Raises UnusableInputError as `take_in` does."""
        self._seen.add(file)
        begun = self._begun.pop(file, None)
        try:
            if begun is None:
                return take_in(source, dataset, on_rows)
            intake = begun[1].result()
            if on_rows:
                on_rows(intake.rows)
            return intake
        finally:
            self._begin_after(file)

    def _begin_after(self, file: Path) -> None:
        following = self._places.get(file, len(self._files)) + 1
        for later in self._files[following : following + AT_ONCE]:
            if later not in self._seen:
                self._begin(later)
        for later in self._files[following + AT_ONCE : following + 2 * AT_ONCE]:
            if later not in self._looked:
                self._looked[later] = self._looking.submit(open_source, later)

    def _begin(self, file: Path) -> None:
        """Begin a file, unless it is too large beside those begun; one that cannot be used is left to be refused in its turn."""
        try:
            if file.stat().st_size + sum(source.size_bytes for source, _ in self._begun.values()) > MOST_BYTES:
                return
            self._seen.add(file)
            looked = self._looked.pop(file, None)
            source = looked.result() if looked else open_source(file)
            dataset = self._wanted(source)
        except (UnusableInputError, OSError):
            return
        if dataset:
            self._begun[file] = (source, self._pool.submit(self._read, source, dataset))

    def _read(self, source: Source, dataset: Dataset) -> Intake:
        return self._prepare(take_in(source, dataset))


@contextmanager
def reading_ahead(files: Sequence[Path], wanted: Wanted, prepare: Prepare) -> Iterator[Ahead]:
    """Read the files some ahead; what is still being read when the block ends is waited for, what was not begun is dropped."""
    with ThreadPoolExecutor(AT_ONCE) as pool, ThreadPoolExecutor(1) as looking:
        try:
            yield Ahead(files, wanted, prepare, pool, looking)
        finally:
            for one in (pool, looking):
                one.shutdown(wait=False, cancel_futures=True)
