"""The trace for other organs: checkpoints, proofs, leaf hashes, their witnesses' signatures, and evidence packs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from ninja import Query, Router, Schema
from pydantic import Field

from zhiheng.api.access import caller, having
from zhiheng.api.shapes import Fault
from zhiheng.dossier.evidence import pack_of_document, pack_of_receipt
from zhiheng.exchange.selectors import deliveries_seen_by
from zhiheng.ledger import selectors, services
from zhiheng.procedure.selectors.evidence import paper_seen_by, persons_of_paper
from zhiheng.registry.core.masking import NUMBER_TEXT
from zhiheng.registry.gate import current, demand_open
from zhiheng.registry.rights import may
from zhiheng.schema.errors import UnusableInputError

router = Router(tags=["留痕"])
MOST = 1000
WITNESSES = having("ledger.witness")
LARGEST = 2**53


def of_kind(media: str) -> dict[str, Any]:
    """What the description says of an answer that is a file."""
    return {"responses": {200: {"description": "OK", "content": {media: {"schema": {"type": "string", "format": "binary"}}}}}}


class ProofOut(Schema):
    """An inclusion proof (seq, leaf) or a consistency proof (first); hashes in hex, nearest the leaf first."""

    seq: int | None = None
    leaf: str | None = None
    first: int | None = None
    second: int
    root: str
    proof: list[str]


class LeafOut(Schema):
    """An entry as a leaf; text: what is hashed, for entries of the caller's own organ and for those who may read the trace."""

    seq: int
    leaf: str
    text: str | None


class LeavesOut(Schema):
    """Entries in their order; `next` is what to ask `after` next, null at the end."""

    items: list[LeafOut]
    next: int | None


class NoteIn(Schema):
    """A checkpoint with the signatures of witnesses."""

    note: str


class KeptOut(Schema):
    """How many signatures were new."""

    kept: int


class Span(Schema):
    """Which proof: of entry `seq`, or that the first `first` were only added to; `second`: size, else the newest checkpoint's."""

    seq: int | None = Field(None, ge=1, le=LARGEST)
    first: int | None = Field(None, ge=1, le=LARGEST)
    second: int | None = Field(None, ge=1, le=LARGEST)


class From(Schema):
    """Where to go on, and how many at most."""

    after: int = Field(0, ge=0, le=LARGEST)
    limit: int = Field(MOST, ge=1, le=MOST)


@router.get(
    "/ledger/checkpoint", response={404: Fault}, auth=WITNESSES, summary="检查点（C2SP 签名文本）", openapi_extra=of_kind("text/plain")
)
def checkpoint(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every route is given its request
    """The newest signed checkpoint, as text."""
    newest = selectors.newest_note()
    if not newest:
        raise Http404
    return HttpResponse(newest, content_type="text/plain; charset=utf-8")


@router.get("/ledger/proof", response={200: ProofOut, 404: Fault, 422: Fault}, auth=WITNESSES, summary="包含证明、一致性证明")
def proof(request: HttpRequest, span: Query[Span]) -> dict[str, Any]:  # noqa: ARG001
    """Proof that an entry is in a tree, or that a tree extends an earlier one; without either, the root of the tree."""
    newest = selectors.latest_checkpoint()
    size, now = span.second or (newest.size if newest else selectors.size()), selectors.size()
    start = span.seq or span.first or size
    if (span.seq and span.first) or not 0 < start <= size <= now:
        raise UnusableInputError(
            "证明", f"seq={span.seq} first={span.first} second={size}", "写错或者超出条数", "seq 和 first 至多写一个，不大于 second"
        )
    told: dict[str, Any] = {"second": size, "root": selectors.root_at(size).hex()}
    if span.seq:
        steps = selectors.inclusion(span.seq, size)
        told |= {"seq": span.seq, "leaf": selectors.leaf_at(span.seq)}
    else:
        steps = selectors.consistency(start, size)
        told["first"] = start
    return {**told, "proof": [step.hex() for step in steps]}


@router.get("/ledger/entries", response={200: LeavesOut, 422: Fault}, auth=WITNESSES, summary="留痕的叶摘要")
def entries(request: HttpRequest, span: Query[From]) -> dict[str, Any]:
    """Leaf hashes of all entries; texts of the caller's own organ's, and of all for those who may read the trace."""
    found = selectors.entries_after(span.after, span.limit)
    everything, own = may(request.user, "ledger.read"), request.user.organ.name
    items = [
        {"seq": one.seq, "leaf": one.leaf, "text": text_told(one) if everything or (one.organ and one.organ == own) else None}
        for one in found
    ]
    return {"items": items, "next": found[-1].seq if len(found) == span.limit else None}


def text_told(entry: Any) -> str | None:
    """What is hashed, whole or not at all: a text with identity numbers asks for a purpose, its leaf proves it without."""
    text: str = entry.event().text()
    return text if current().is_open or not NUMBER_TEXT.search(text) else None


@router.post("/ledger/cosignatures", response={200: KeptOut, 422: Fault}, auth=WITNESSES, summary="提交见证签名")
def cosign(request: HttpRequest, given: NoteIn) -> dict[str, int]:
    """Keep the signatures of a witness on one of our checkpoints."""
    return {"kept": services.keep_cosignature(actor=caller(request), text=given.note, now=timezone.now())}


@router.get(
    "/cases/{uuid:case_id}/documents/{uuid:document_id}/evidence", response={403: Fault, 404: Fault, 422: Fault}, auth=having("case.read"),
    summary="文书的证据包", openapi_extra=of_kind("application/zip"),
)  # fmt: skip
def evidence(request: HttpRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """A document, the entries that speak of it, their proofs, the checkpoint and the verifier, in one ZIP."""
    document = paper_seen_by(request.user, case_id, document_id)
    if document is None:
        raise Http404
    demand_open(persons=persons_of_paper(case_id))
    return packed(pack_of_document(document.pk, actor=caller(request), now=timezone.now()), document.title)


@router.get(
    "/deliveries/{int:number}/evidence", response={403: Fault, 404: Fault}, auth=having("data.read"), summary="回执的证据包",
    openapi_extra=of_kind("application/zip"),
)  # fmt: skip
def evidence_of_receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The entries that say what became of a file, their proofs, the checkpoint and the verifier, in one ZIP."""
    delivery = deliveries_seen_by(request.user).filter(pk=number).first()
    if delivery is None:
        raise Http404
    demand_open()
    return packed(pack_of_receipt(delivery.pk, delivery.batch_id, actor=caller(request), now=timezone.now()), f"第{delivery.pk}号报送回执")


def packed(content: bytes, title: str) -> HttpResponse:
    """A pack as a file that nobody keeps on the way."""
    answer = HttpResponse(content, content_type="application/zip")
    answer["Content-Disposition"] = content_disposition_header(True, f"证据包-{title}.zip") or "attachment"  # noqa: FBT003
    answer["Cache-Control"] = "private, no-store"
    return answer
