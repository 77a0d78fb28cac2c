"""Which organ a file comes from: one that is registered, or that is asked for; and whether it is one that sends such a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.conf import settings

from zhiheng.exchange.core.folders import directory_names
from zhiheng.registry.core.kinds import counts_as
from zhiheng.registry.core.organs import KINDS, is_organ_name, kind_of
from zhiheng.registry.selectors import kinds_of_organs, organ_names
from zhiheng.schema.errors import UnusableInputError
from zhiheng.schema.standard import Dataset


@dataclass(frozen=True)
class Sender:
    """The sending organ by its name and kind; is_new: it is registered with this file."""

    name: str
    kind: str
    is_new: bool = False


@dataclass(frozen=True)
class Registering:
    """Whether organs that are not registered are registered: asked for by the operator, or first: no organ was registered at all.

    known  name -> kind of the organs met during an import, so that each is asked for once
    fresh  names registered at the beginning of the import
    organs name -> organ that files were already taken in from
    """

    asked: bool = False
    first: bool = False
    known: dict[str, str] = field(default_factory=dict)
    fresh: set[str] = field(default_factory=set)
    organs: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, *, register_organ: bool) -> Registering:
        """As it is at the beginning of an import."""
        return cls(register_organ, not organ_names())

    def kind_of(self, names: Sequence[str]) -> tuple[str, str] | None:
        """The first of these names that is registered, with the organ's kind."""
        for name in names:
            if name in self.known:
                return name, self.known[name]
        found = kinds_of_organs(names)
        self.known.update(found)
        return next(((name, found[name]) for name in names if name in found), None)

    def takes(self, name: str) -> bool:
        """Whether this name may be registered; without being asked only a name that reads as an organ's."""
        return self.asked or (self.first and is_organ_name(name))


def sender_of(path: Path, organ: str | None, *, register_organ: bool | Registering) -> Sender:
    """The organ named, or the nearest folder around the file that is named after one."""
    if organ is not None:
        return sender_among([organ], readable_place(path), register_organ=register_organ, named=True)
    return sender_among(directory_names(path), readable_place(path), register_organ=register_organ)


def organs_named_by(places: Iterable[Sequence[str]]) -> list[str]:
    """The nearest name that reads as an organ's among the names of folders around each file, nearest first."""
    return sorted({name for around in places if (name := next(filter(is_organ_name, around), ""))})


def readable_place(path: Path) -> str:
    """The path as it stands in an error."""
    return str(path)


def sender_among(names: Sequence[str], place: str, *, register_organ: bool | Registering, named: bool = False) -> Sender:
    """The first of the names that is registered, else the first that may be; raises UnusableInputError where there is none.

    named  the operator gave the name
    """
    registering = register_organ if isinstance(register_organ, Registering) else Registering(asked=register_organ)
    known = registering.kind_of(names)
    if known:
        return Sender(*known, is_new=known[0] in registering.fresh)
    likely = [name for name in names if is_organ_name(name)]
    choice = (list(names[:1]) if named else []) or likely or list(names[:1])
    if choice and registering.takes(choice[0]):
        return Sender(choice[0], kind_of(choice[0]), is_new=True)
    raise unregistered(choice[0] if choice else "", place)


def unregistered(name: str, place: str) -> UnusableInputError:
    """The error for an organ that is not registered: which one was probably meant, and how to go on."""
    near = get_close_matches(name, organ_names(), n=1, cutoff=0.5)
    meant = f"是不是“{near[0]}”？" if near else ""
    remedy = f"{meant}请用 --organ 指明已登记的机关；确是新机关的，核对名称后加 --register-organ 登记"
    return UnusableInputError("报送单位", place, f"没有登记过的机关“{name}”", remedy)


def demand_source(sender: Sender, dataset: Dataset, *, any_source: bool) -> None:
    """Raise UnusableInputError where another kind of organ sends the dataset by the standard, unless that is wanted."""
    name, kind = sender.name, sender.kind
    if any_source or "any" in dataset.source or counts_as(kind, dataset.source):
        return
    senders = "、".join(KINDS.get(source, source) for source in dataset.source)
    remedy = "请核对文件、数据集和报送单位；确由该机关报送的，由管理员在命令行加 --any-source 导入"
    raise UnusableInputError("报送单位", name, f"“{dataset.zh}”应由{senders}报送，“{name}”登记为{KINDS.get(kind, kind)}", remedy)


def demand_size(path: Path, name: str) -> None:
    """Raise UnusableInputError where an uploaded file is larger than the setting allows."""
    most = int(settings.INTAKE_MOST_MB)
    if path.stat().st_size > most << 20:
        raise UnusableInputError("文件", name, f"文件超过 {most} MB", "请拆成几个文件报送，或者请管理员在命令行导入")
