"""The faces a paper is set in: those GB/T 9704 asks for where the office has them, else the ones that come with the program."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

FALLBACK = ("Noto Serif SC", "Noto Serif CJK SC", "Noto Sans CJK SC")
BLACK = ("Noto Sans CJK SC", "Noto Sans SC", *FALLBACK)
ASKED: Mapping[str, tuple[str, ...]] = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "STZhongsong"),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "FZFangSong-Z02S"),
    "black": ("SimHei", "黑体", "STHeiti"),
    "script": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "LXGW WenKai"),
    "song": ("SimSun", "宋体", "STSong"),
}
WORDS = {"title": "标题", "body": "正文", "black": "一级标题", "script": "二级标题", "song": "页码"}


@dataclass(frozen=True)
class Faces:
    """Which face each part is set in, and the list that the printer is given (the face, then what stands in for its missing signs)."""

    used: Mapping[str, str]

    def lists(self) -> dict[str, list[str]]:
        """Role → faces in the order in which a sign is looked for."""
        return {role: list(dict.fromkeys((face, *FALLBACK))) for role, face in self.used.items()}

    def describe(self) -> str:
        """The faces in words, for the record of the document."""
        return "；".join(
            f"{WORDS[role]}用{face}" + ("" if face in ASKED[role] else "（本机没有标准字体）") for role, face in self.used.items()
        )


def chosen(installed: Collection[str]) -> Faces:
    """The first face of each role that is there."""
    return Faces({role: _first((*asked, *(BLACK if role == "black" else FALLBACK)), installed) for role, asked in ASKED.items()})


def _first(faces: tuple[str, ...], installed: Collection[str]) -> str:
    return next((face for face in faces if face in installed), FALLBACK[0])
