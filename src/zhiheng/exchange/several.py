"""Several files at once: those in a ZIP, those that cannot be used, those that lie beside; each has its own report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path, PurePosixPath

from zhiheng.exchange.core.folders import PassedOver, directory_names
from zhiheng.exchange.core.packed import unpacked
from zhiheng.exchange.core.report import FileReport
from zhiheng.exchange.core.source import KINDS, READABLE, open_source, readable
from zhiheng.exchange.senders import Registering, sender_among
from zhiheng.schema.errors import UnusableInputError


def of_zip(
    file: Path,
    one: Callable[..., FileReport],
    organ: str | None,
    registering: Registering,
    begin: Callable[[Iterable[Sequence[str]]], None],
) -> Iterator[FileReport]:
    """The reports of the files in a ZIP; their organ is told by the folders inside, then by those around it.

    begin  told the names of folders around each file before the first of them is read
    """
    label = readable(str(file))
    try:
        if open_source(file).kind != "zip":
            yield report_or_refusal(partial(one, file), label)
            return
        with unpacked(file, readable(file.name)) as parts:
            begin(_around(file, inner) for inner, _ in parts)
            for inner, place in parts:
                shown = f"{label}/{inner}"
                if PurePosixPath(inner).suffix.lower() not in KINDS:
                    yield passed_over(PassedOver(shown, "不是能够导入的文件类型", READABLE))
                    continue
                yield report_or_refusal(partial(_inner, one, place, inner, shown, organ, _around(file, inner), registering), shown)
    except UnusableInputError as refusal:
        yield FileReport(path=label, refusal=refusal)


def _around(file: Path, inner: str) -> list[str]:
    """Names of the folders around a file in a ZIP, the nearest first."""
    return [*reversed(PurePosixPath(inner).parts[:-1]), *directory_names(file)]


def _inner(
    one: Callable[..., FileReport], place: Path, inner: str, label: str, organ: str | None, around: list[str], registering: Registering
) -> FileReport:
    sender = organ or sender_among(around, label, register_organ=registering).name
    return one(place, name=PurePosixPath(inner).name, label=label, organ=sender)


def report_or_refusal(take: Callable[[], FileReport], label: str) -> FileReport:
    """The report of a file, or why it cannot be used."""
    try:
        return take()
    except UnusableInputError as refusal:
        return FileReport(path=label, refusal=refusal)


def passed_over(item: PassedOver) -> FileReport:
    """The report of what lies beside the files and is not taken."""
    return FileReport(path=item.path, passed_over=True, refusal=UnusableInputError("文件", item.path, item.reason, item.remedy))


def under(label: str, place: Path, refusal: UnusableInputError) -> UnusableInputError:
    """The refusal under the name that the sender gave the file, not under that of a temporary one."""
    if refusal.place == str(place):
        return UnusableInputError(refusal.thing, label, refusal.reason, refusal.remedy)
    return refusal
