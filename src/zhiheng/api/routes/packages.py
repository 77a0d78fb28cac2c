"""Exchange packages between systems."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile

from zhiheng.api.access import caller, having
from zhiheng.api.errors import demand_known
from zhiheng.api.pages import Cut, Page, page
from zhiheng.api.shapes import Fault, PackageOut, Word
from zhiheng.exchange.core.package_seal import MOST_BYTES
from zhiheng.exchange.packages.selectors import STATES, packages_seen_by, receipt_of
from zhiheng.exchange.packages.services import bind_package, receive_package, send_package

router = Router(tags=["案卷包"])


@router.get("/packages", response=Page[PackageOut], auth=having("data.read"), summary="案卷包")
def packages(request: HttpRequest, cut: Query[Cut], state: Word = "") -> dict[str, Any]:
    """Packages that came and were sent, newest first."""
    demand_known("state", state, STATES)
    found = packages_seen_by(request.user)
    return page(found.filter(state=state) if state else found, cut)


@router.post("/packages", response={201: PackageOut, 422: Fault}, auth=having("data.send"), summary="接收一个案卷包")
def receive(request: HttpRequest, file: File[UploadedFile], seal: File[UploadedFile | None] = None) -> Any:
    """Take a package in: 201 with what became of it, also where it is kept back (`quarantined`) or refused; the reason is told."""
    with tempfile.TemporaryDirectory(prefix="zhiheng-upload-") as place:
        path = Path(place) / "package.zip"
        with path.open("wb") as target:
            target.writelines(file.chunks())
        signature = seal.read(MOST_BYTES + 1) if seal else None
        row = receive_package(actor=caller(request), now=timezone.now(), path=path, name=file.name or "package.zip", seal=signature)
    return Status(201, row)


@router.get("/packages/{int:package_number}", response={200: PackageOut, 404: Fault}, auth=having("data.read"), summary="一个案卷包")
def package(request: HttpRequest, package_number: int) -> Any:
    """One package and where it stands."""
    return package_seen(request, package_number)


@router.get("/packages/{int:package_number}/receipt", response={200: Any, 404: Fault}, auth=having("data.read"), summary="案卷包的回执")
def receipt(request: HttpRequest, package_number: int) -> Any:
    """Our receipt: its file name, and the XML as text."""
    found = package_seen(request, package_number)
    if found.direction != "received":
        raise Http404
    name, content = receipt_of(found)
    return {"name": name, "content": content.decode()}


@router.post(
    "/packages/{int:package_number}/bind", response={201: PackageOut, 404: Fault, 422: Fault}, auth=having("data.send"), summary="归入案件"
)
def bind(request: HttpRequest, package_number: int, case_id: Form[UUID]) -> Any:
    """Put a package that was kept back into a case."""
    found = package_seen(request, package_number)
    return Status(201, bind_package(actor=caller(request), now=timezone.now(), viewer=request.user, package_id=found.pk, case_id=case_id))


@router.post(
    "/cases/{uuid:case_id}/packages", response={201: PackageOut, 404: Fault, 422: Fault}, auth=having("data.send"), summary="发出案卷包"
)
def send(request: HttpRequest, case_id: UUID, to: Form[Word], node: Form[str] = "") -> Any:
    """Make a signed package of a case for another organ that takes part in it."""
    row = send_package(actor=caller(request), now=timezone.now(), viewer=request.user, case_id=case_id, to=to, node=node)
    return Status(201, row)


def package_seen(request: HttpRequest, number: int) -> Any:
    """The package, or 404."""
    found = packages_seen_by(request.user).filter(pk=number).first()
    if found is None:
        raise Http404
    return found
