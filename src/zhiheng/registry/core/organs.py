"""What an organ's name says about it: its kind and whether it is of the province."""

from __future__ import annotations

KINDS: dict[str, str] = {
    "police": "公安机关",
    "prison": "监狱",
    "justice": "司法行政机关",
    "court": "人民法院",
    "procuratorate": "人民检察院",
    "civil_affairs": "民政部门",
    "device": "定位平台",
    "administration": "行政机关",
}
_WORDS = (
    ("检察院", "procuratorate"),
    ("检察室", "procuratorate"),
    ("法院", "court"),
    ("监狱", "prison"),
    ("未成年犯管教所", "prison"),
    ("司法局", "justice"),
    ("司法厅", "justice"),
    ("司法所", "justice"),
    ("社区矫正", "justice"),
    ("公安", "police"),
    ("看守所", "police"),
    ("派出所", "police"),
    ("民政", "civil_affairs"),
    ("定位平台", "device"),
)
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")


def kind_of(name: str) -> str:
    """Kind guessed from the name; `administration` where no word of it is known."""
    return next((kind for word, kind in _WORDS if word in name), "administration")


def is_provincial(name: str) -> bool:
    """Whether the name is that of an organ of a province, an autonomous region or a municipality."""
    for head in _MUNICIPALITIES:
        if name.startswith(head):
            return not any(part in name[len(head) :] for part in ("区", "县", "分院", "中级"))
    for mark in ("自治区", "省"):
        before, found, after = name.partition(mark)
        if found and before:
            return not any(part in after for part in ("市", "州", "县", "区", "地区", "中级", "分院"))
    return False
