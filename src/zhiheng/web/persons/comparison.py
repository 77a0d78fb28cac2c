"""A match side by side: its fields with what differs, and its evidence in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zhiheng.schema import DATASETS
from zhiheng.schema.divisions import full_name_of
from zhiheng.subjects import selectors as subjects
from zhiheng.subjects.core.spelling import marked
from zhiheng.subjects.core.weights import BY_NAME, prior_weight

STRONG, SOME = 6.0, 1.0


@dataclass(frozen=True)
class SideBySide:
    """A row of two columns: each side in pieces, with whether the piece differs."""

    title: str
    left: list[tuple[str, bool]]
    right: list[tuple[str, bool]]

    @property
    def both(self) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
        """Left, then right."""
        return self.left, self.right


def rows_of(view: subjects.MatchView) -> list[SideBySide]:
    """Every field of both sides; numbers of different sorts of documents are not held against each other digit by digit."""
    one, left, right = view.match, view.left.identity, view.right.identity
    numbers = marked(left.number, right.number) if left.kind == right.kind else ([(left.number, False)], [(right.number, False)])
    pairs = [
        (_("证件类型"), kind_of(left), kind_of(right)),
        (_("姓名"), one.left_name or left.name, one.right_name or right.name),
        (_("曾用名"), "、".join(left.former_names), "、".join(right.former_names)),
        (_("出生日期"), "、".join(left.births), "、".join(right.births)),
        (_("性别"), sexes_of(left), sexes_of(right)),
        (_("户籍地"), places_of(left), places_of(right)),
    ]
    rows = [SideBySide(title, *marked(first, second)) for title, first, second in pairs if first or second]
    rows.insert(0, SideBySide(_("号码"), *numbers))
    return [*rows, SideBySide(_("最近收到"), [(f"{latest_of(view.left)}", False)], [(f"{latest_of(view.right)}", False)])]


def kind_of(identity: Any) -> str:
    """The sort of document."""
    return DATASETS["persons"].fields["id_type"].codes[identity.kind][0]


def sexes_of(identity: Any) -> str:
    """Sexes stated."""
    codes = DATASETS["persons"].fields["gender"].codes
    return "、".join(codes[one][0] for one in identity.sexes)


def places_of(identity: Any) -> str:
    """Household divisions stated, else the division the number begins with."""
    stated = identity.divisions or ([identity.number[:6]] if identity.kind == "resident" else [])
    return "、".join(place_of(one) for one in stated)


def place_of(code: str) -> str:
    """The division's full name; a code that is none, marked as such."""
    name = full_name_of(code)
    return name if name != code else _("%(code)s（查无此区划）") % {"code": code}


def latest_of(side: subjects.SeenIdentity) -> str:
    """The day of the newest record in sight."""
    return max((one["last_at"] for one in side.mentions), default="")[:10] or "—"


def weights_of(view: subjects.MatchView) -> list[dict[str, Any]]:
    """Each comparison in words, with what it weighs."""
    prior = {"title": _("事先"), "words": _("任取两个号码，恰是同一人的可能约百万分之一"), "weight": round(prior_weight(), 2)}
    return [*map(weighed, view.match.evidence), prior]


def weighed(item: dict[str, Any]) -> dict[str, Any]:
    """A comparison of the evidence in words."""
    comparison = BY_NAME[item["comparison"]]
    counts = item["level"] != "unknown"
    return {**item, "title": comparison.zh, "words": comparison.named(item["level"]).zh, "says": says(item["weight"]) if counts else ""}


def says(weight: float) -> str:
    """A weight in words."""
    if abs(weight) < SOME:
        return _("几乎不说明问题")
    strong = abs(weight) >= STRONG
    if weight > 0:
        return _("有力支持是同一人") if strong else _("支持是同一人")
    return _("有力表明不是同一人") if strong else _("表明不是同一人")


def share_of(probability: float) -> str:
    """A probability in percent, never rounded up to certainty."""
    return "大于 99.99%" if probability > 0.9999 else f"约 {probability:.2%}"


def in_words(match: Any) -> str:
    """The evidence of a match in one line."""
    return "；".join(BY_NAME[one["comparison"]].named(one["level"]).zh for one in match.evidence if one["level"] != "unknown")


def sides_of(match: Any) -> tuple[str, str]:
    """Both sides: name and number."""
    left = f"{match.left_name or match.left.name} {match.left.number}"
    return left, f"{match.right_name or match.right.name} {match.right.number}"


def organs_of(match: Any) -> list[str]:
    """Organs that wrote either side."""
    return sorted({one.organ.name for one in match.organs.all()})
