"""From verified clues to the words of a document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.conf import settings

from zhiheng.catalog.packs import Catalog
from zhiheng.ledger.core.actor import Actor
from zhiheng.oversight.core import drafting
from zhiheng.oversight.core.drafting import Draft, Source
from zhiheng.oversight.core.errors import ClueRefused
from zhiheng.oversight.core.states import STATES
from zhiheng.oversight.models import Clue
from zhiheng.oversight.services.clues import sees
from zhiheng.oversight.services.grounds import demand_settled
from zhiheng.registry import selectors as registry
from zhiheng.schema import DATASETS


def draft_of(clues: Sequence[Clue], kind: str, catalog: Catalog) -> Draft:
    """Words for a document on these clues, which concern one organ."""
    if kind not in drafting.DOCUMENT_TITLES:
        raise ClueRefused("监督文书", kind, "没有这种文书", f"可用：{'、'.join(drafting.DOCUMENT_TITLES.values())}")
    organs = {clue.organ.name for clue in clues if clue.organ}
    if len(organs) != 1:
        raise ClueRefused("监督文书", "", f"所选线索涉及{len(organs) or '不明'}个机关", "一份文书只对一个机关，请分别制作")
    texts = Path(settings.LAW_TEXTS) if settings.LAW_TEXTS else None
    sources, titles = [source_of(clue, catalog) for clue in clues], {name: data.zh for name, data in DATASETS.items()}
    return drafting.draft(kind, organs.pop(), sources, titles, texts)


def source_of(clue: Clue, catalog: Catalog) -> Source:
    """What a document takes from a clue."""
    model = catalog.models.get(clue.model)
    return Source(
        model.title if model else clue.model, clue.summary, tuple(clue.cites), tuple(clue.evidence), model.demand if model else ""
    )


def paper(words: Draft, values: Mapping[str, object]) -> dict[str, object]:
    """Values of the printed document."""
    days = values.get("reply_days")
    return {
        "addressee": words.addressee,
        "opening": words.opening,
        "facts": values["facts"],
        "articles": words.articles,
        "evidence": words.evidence,
        "demands": values["demands"],
        "reply_limit": drafting.reply_limit(int(str(days)) if days else None),
    }


def upper_of(organ: str) -> str:
    """The upper procuratorate; the procuratorate itself where none is registered (it then records what the upper one decided)."""
    known = registry.organ_named(organ)
    return known.parent.name if known and known.parent and known.parent.kind == "procuratorate" else organ


def values_of(words: Draft, facts_text: str, demands_text: str, reply_days: int | None) -> dict[str, object]:
    """Values of the form 起草: the officer's words, else those of the draft."""
    days = reply_days or words.reply_days
    values: dict[str, object] = {
        "kind": words.kind,
        "facts": lines(facts_text) or words.facts,
        "demands": lines(demands_text) or words.demands,
    }
    return {**values, "reply_days": days} if days else values


def lines(text: str) -> list[str]:
    """The paragraphs of a text."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def joined(paragraphs: object) -> str:
    """Paragraphs as one text."""
    return "\n".join(map(str, paragraphs)) if isinstance(paragraphs, (list, tuple)) else str(paragraphs)


def verified_clues(actor: Actor, ids: list[int]) -> list[Clue]:
    """The clues, locked; refused where one is unknown to the officer or not verified."""
    viewer = registry.officer_named(actor.id)
    found = list(Clue.objects.select_for_update(of=("self",)).select_related("organ").filter(pk__in=ids).order_by("pk"))
    if not ids or len(found) != len(set(ids)) or not all(sees(viewer, clue) for clue in found):
        raise ClueRefused("制发文书", "", "没有选择线索，或所选线索不存在", "请从线索列表选择已核实的线索")
    for clue in found:
        if clue.state != "verified":
            raise ClueRefused("制发文书", f"线索 {clue.pk}", f"线索{STATES[clue.state]}", "请先核实线索")
        demand_settled("制发文书", clue)
    return found
