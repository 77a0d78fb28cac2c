"""Documents drawn up and drawn up again, as versions that are kept for ever."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhiheng.catalog.document_parts import BY_LAW
from zhiheng.catalog.documents import DocumentSpec
from zhiheng.dossier.core.blocks import Block, blocks_of, plain_text
from zhiheng.dossier.core.citing import rested_on
from zhiheng.dossier.core.errors import DocumentRefused, PaperMustWait
from zhiheng.dossier.core.numbering import number_blank, number_text
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.core.pdf import faces, to_pdf
from zhiheng.dossier.models import Document, Dossier, NumberSeries, Version, Wording
from zhiheng.dossier.services.files import keep_file
from zhiheng.dossier.services.own_papers import own_wording
from zhiheng.dossier.services.proofing import answer_finding, demand_explained, run_proofing
from zhiheng.dossier.services.searching import index_version
from zhiheng.law.moments import chinese_date
from zhiheng.ledger import services as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry import selectors as registry

NUMBERED = ("on_issue", "at_once", "never")
UNDATED = "　　　　年　　月　　日"


def draw_up(*, actor: Actor, now: datetime, explained: str = "", may_wait: bool = False, **given: Any) -> Document:
    """Draw up a document (see `drawn_up`).

    may_wait   what would go out at once with words that must be mended, kept by its officer with a reason, is drawn up as a draft
               without a number instead: it goes out when a second person agrees (see `releasing`)
    """
    try:
        return drawn_up(actor=actor, now=now, explained=explained, may_wait=may_wait, **given)
    except PaperMustWait:
        pass
    with transaction.atomic():
        return _kept_waiting(drawn_up(actor=actor, now=now, **{**given, "numbered": "on_issue"}), actor, now, explained)


def _kept_waiting(document: Document, actor: Actor, now: datetime, explained: str) -> Document:
    """The draft, with the officer's words to everything that proofing found in it."""
    for row in document.version.findings.exclude(level="hint"):
        answer_finding(actor=actor, now=now, finding_id=row.pk, handled="confirmed", reason=explained)
    return document


@transaction.atomic
def drawn_up(  # noqa: PLR0913 - what a paper is drawn up with, all by name
    *,
    actor: Actor,
    now: datetime,
    dossier_key: str,
    document: DocumentSpec,
    number_of: str,
    values: Mapping[str, object],
    numbered: str | None = None,
    inner: bool = False,
    step: str = "",
    round: int = 1,  # noqa: A002 - the word of the procedures
    facts: Mapping[str, Any] | None = None,
    explained: str = "",
    may_wait: bool = False,
) -> Document:
    """Draw up a document, print it to PDF and Word from one text, keep both.

    number_of   the organ whose document it is and whose series the number comes from
    numbered    `on_issue` (a draft has no number, a returned draft leaves no gap), `at_once`, `never`; what the pack says where not given
    inner       stays within the organ that draws it up
    facts       what proofing compares the text with (see `core.proofing.facts`)
    explained   why words stay that proofing asks about, of a paper that goes out at once
    `organ`, `number` and `signed_on` are filled in here where `values` does not give them. Raises DocumentRefused for missing
    values, an unknown organ, or a paper that may not go out as it is; then no number is used up.
    """
    organ = registry.organ_named(number_of)
    if organ is None:
        raise DocumentRefused(f"不能制作{document.title}", number_of, "没有登记的机关", "请先登记该机关")
    way = numbered or document.numbered
    if way not in NUMBERED or (way != "never" and not document.number_word):
        raise DocumentRefused(f"不能制作{document.title}", way, "编号方式不对，或文书模板没有代字", f"可用：{'、'.join(NUMBERED)}")
    number = next_number(organ, document.number_word, timezone.localdate(now).year) if way == "at_once" else None
    dossier, _ = Dossier.objects.get_or_create(key=dossier_key, defaults={"made_at": now})
    made = Document.objects.create(
        dossier=dossier, kind=document.id, pack=document.pack, title=document.title, number=number, numbered=way, inner=inner,
        step=step, round=round, organ=organ, drawn_up_at=now, drawn_up_by=actor.id,
    )  # fmt: skip
    version = write_version(made, document, values, actor=actor, now=now, act="document.drawn_up", facts=facts)
    _proofed(version, actor, now, explained, may_wait=may_wait)
    return made


@transaction.atomic
def redraw(
    *,
    actor: Actor,
    now: datetime,
    document: Document,
    spec: DocumentSpec,
    values: Mapping[str, object],
    facts: Mapping[str, Any] | None = None,
    explained: str = "",
) -> Version:
    """Draw the document up anew under its number, as a further version; what was issued before stays what it was."""
    locked = Document.objects.select_for_update(of=("self",)).select_related("organ", "dossier").get(pk=document.pk)
    given = facts if facts is not None else locked.version.facts
    version = write_version(locked, spec, values, actor=actor, now=now, act="document.redrawn", facts=given)
    return _proofed(version, actor, now, explained)


def _proofed(version: Version, actor: Actor, now: datetime, explained: str, *, may_wait: bool = False) -> Version:
    """Proof a draft that waits for issue, so that its findings can be answered before; what goes out at once goes only if it may."""
    if version.document.numbered == "on_issue":
        run_proofing(actor=actor, now=now, version=version)
    elif version.document.numbered == "at_once":
        demand_explained(actor=actor, now=now, version=version, explained=explained, may_wait=may_wait)
    return version


def next_number(organ: Any, word: str, year: int) -> str:
    """The next number of the series; given in the caller's transaction, so that an act that fails leaves no gap.

    Locks in one order everywhere: the head of the ledger (an act has appended already), then the series.
    """
    ledger.hold_head()
    NumberSeries.objects.get_or_create(organ=organ, word=word, year=year)
    series = NumberSeries.objects.select_for_update(of=("self",)).select_related("organ").get(organ=organ, word=word, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return number_text(series.organ.name, word, year, series.last)


def write_version(
    document: Document,
    spec: DocumentSpec,
    values: Mapping[str, object],
    *,
    actor: Actor,
    now: datetime,
    act: str,
    issued: bool = False,
    facts: Mapping[str, Any] | None = None,
) -> Version:
    """Add a version: fill in what the dossier knows, print, keep, index and trace it."""
    today = timezone.localdate(now)
    given_spec, spec = spec, spec if issued else own_wording(spec, document.organ.name)
    values = {name: value for name, value in values.items() if name in spec.placeholders or name not in given_spec.placeholders}
    given = {**_own(document, spec, today, issued=issued), **values, **_ground(spec, values, today)}
    full = {name: value for name, value in given.items() if name in spec.placeholders or name in values.keys() - BY_LAW.keys()}
    blocks = blocks_of(spec, full)
    _keep_wording(spec)
    version = Version.objects.create(
        document=document,
        number=document.versions.count() + 1,
        spec_digest=spec.digest,
        values=plain(values),
        text=plain_text(blocks),
        faces=faces().describe(),
        facts=plain(facts),
        drawn_up_at=now,
        drawn_up_by=actor.id,
        issued_at=now if issued else None,
    )
    digests = _print(document, version, blocks, actor=actor, now=now, on=today, wide=spec.wide)
    index_version(version)
    number = {"number": document.number or ""}
    details = {**number, "title": document.title, "version": version.number, "text": spec.digest, "files": digests}
    ledger.append(actor=actor, act=act, thing=f"document:{document.pk}", details=details, now=now)
    return version


def _own(document: Document, spec: DocumentSpec, today: date, *, issued: bool) -> dict[str, str]:
    """What the dossier knows by itself; a draft that waits for issue shows where its number and day will stand."""
    waiting = document.numbered == "on_issue" and not issued
    blank = number_blank(document.organ.name, spec.number_word, today.year) if spec.number_word else ""
    return {
        "organ": full_name(document.organ.name),
        "number": document.number or blank,
        "signed_on": UNDATED if waiting and document.number is None else chinese_date(today),
    }


def resting_on(document: DocumentSpec, cites: Iterable[str]) -> dict[str, str]:
    """What all that draws papers gives of its own articles: the ground of a paper without a `source`, whether it names it or not."""
    named = "" if document.source else "、".join(cites)
    return {"by_law": named} if named else {}


def _ground(spec: DocumentSpec, values: Mapping[str, object], today: date) -> dict[str, object]:
    """The articles a paper rests on: those the act gives it (`by_law`, parted by 、), else those of its own `source`."""
    given = str(values.get("by_law") or "")
    cites = given.split("、") if given else spec.source
    return rested_on(spec.placeholders, cites, today, Path(settings.LAW_TEXTS) if settings.LAW_TEXTS else None)


def _keep_wording(spec: DocumentSpec) -> None:
    if spec.text:
        defaults = {"pack": spec.pack, "name": spec.path.name, "text": spec.text}
        Wording.objects.get_or_create(digest=spec.digest, defaults=defaults)


def plain(value: Any) -> Any:
    """Values as JSON keeps them: days and instants in ISO form, amounts as text."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _print(
    document: Document, version: Version, blocks: tuple[Block, ...], *, actor: Actor, now: datetime, on: date, wide: bool
) -> dict[str, str]:
    look: dict[str, Any] = {"title": document.title, "author": full_name(document.organ.name), "on": on, "wide": wide}
    from zhiheng.dossier.core.word import to_word  # read when a paper is made: it takes long

    made = {"pdf": to_pdf(blocks, **look), "docx": to_word(blocks, **look)}
    name = f"{document.title}-{document.number}" if document.number else document.title
    return {kind: keep_file(version, kind, f"{name}.{kind}", content, actor=actor, now=now).digest for kind, content in made.items()}
