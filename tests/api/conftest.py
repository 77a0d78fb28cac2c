"""A filled home as programs meet it: a delivery with rejected rows, a batch, a clue and a case; and who calls."""

from datetime import date
from uuid import UUID

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from tests.exchange.package_files import package as package_of
from tests.oversight.conftest import BUREAU, acting, catalog, found, library, organs, screened
from zhiheng.ledger.core.actor import Actor

__all__ = ["acting", "catalog", "library", "organs", "screened"]

from zhiheng.schema import DATASETS

WORK_ROUTES = "ledgers|entries|counts|ratings|sheets|items|duties"
"""Routes of ledgers, sheets, catalogues and duties are held to the description in `test_work_routes`, with packs of their own."""
ROWS = ",".join(field.zh for field in DATASETS["leaves"].fields.values()) + "\n1,2,3,4"
"""A file of leaves with one row that is wrong."""


@pytest.fixture()
def things(screened, acting, catalog, now, home, tmp_path):
    """Name in the description's paths -> the value that exists."""
    from tests import documents
    from zhiheng.exchange import services as exchange
    from zhiheng.exchange.packages.services import receive_package
    from zhiheng.exchange.selectors import deliveries_seen_by
    from zhiheng.oversight import selectors, services
    from zhiheng.registry.selectors import COMMAND_LINE

    screened(found(), found("510107199004076004"))
    clues = list(selectors.clues_seen_by(officer("prosecutor")))
    for clue in clues:
        services.verify_clue(actor=acting("prosecutor"), now=now, clue_id=clue.pk)
    case = documents.open_document(
        actor=acting("prosecutor"), now=now, catalog=catalog, clues=[clue.pk for clue in clues], kind="correction_notice"
    )
    documents.submit_document(actor=acting("prosecutor"), now=now, case_id=case.pk)
    documents.approve_document(actor=acting("chief"), now=now, case_id=case.pk)
    documents.serve_document(actor=acting("prosecutor"), now=now, case_id=case.pk)
    place = tmp_path / "外出审批_0001.csv"
    place.write_text(ROWS, encoding="utf-8")
    exchange.receive(actor=Actor("x", "x", BUREAU, "test"), now=now, path=place, name=place.name, organ=BUREAU, dataset="leaves")
    number = deliveries_seen_by(COMMAND_LINE).get().pk
    package = tmp_path / "案卷包.zip"
    package.write_bytes(package_of({"LCJDBH": "0777A"}))
    kept_back = receive_package(actor=COMMAND_LINE, now=now, path=package).pk
    kept = {"package_number": kept_back}
    from zhiheng.dossier.selectors import documents_in

    kept["document_id"] = str(documents_in(f"case:{case.pk}")[0].pk)
    kept |= {"message_id": kept_message(now), "file_id": handed_in(case, now), "alarm_id": alarmed(now)}
    from zhiheng.tracking.models import Order

    kept |= {"order_id": Order.objects.get().pk}
    return kept | {"clue_id": clues[0].pk, "case_id": str(case.pk), "number": number, "name": "leaves", "rule": "period.due"}


def kept_message(now):
    """A message that waits for an officer of the organ it came to."""
    from zhiheng.client import Statement, key_mark, new_key, public_of, sign
    from zhiheng.client.message import digest_of
    from zhiheng.exchange.peers.services import open_service_account, take
    from zhiheng.registry.selectors import COMMAND_LINE

    key, payload = new_key(), b"x"
    open_service_account(
        actor=COMMAND_LINE, now=now, organ=BUREAU, name="系统", scopes=["cases"], expires_on=date(2099, 1, 1), public=public_of(key)
    )
    meta = {"case": str(UUID(int=3)), "name": "意见.txt"}
    office = officer("prosecutor").organ.name
    text = Statement(BUREAU, office, key_mark(public_of(key)), 1, "file", digest_of(payload), now.isoformat(), meta).text()
    return take(now=now, text=text, signature=sign(key, text), payload=payload).row.pk


def handed_in(case, now):
    """A file in the case's dossier."""
    from zhiheng.dossier.services.files import attach

    prosecutor = officer("prosecutor")
    actor = Actor("prosecutor", "prosecutor", prosecutor.organ.name, "test")
    return attach(actor=actor, now=now, dossier_key=case.dossier_key, name="笔录.txt", content="笔录".encode()).pk


def alarmed(now):
    """An alarm of an order that the bureau keeps."""
    from zhiheng.law.clocks import OF_INSTANTS
    from zhiheng.registry.selectors import organ_named
    from zhiheng.tracking.models import Alarm, Order

    times = {"from_at": now, "until_at": now + OF_INSTANTS["hour"] * 24, "made_at": now, "made_by": "x"}
    order = Order.objects.create(
        key="k", kind="tag", number="戴2026-1", person="510107199001012911", name="张某", ground="x", basis="x", organ=organ_named(BUREAU),
        **times,
    )  # fmt: skip
    row = Alarm.objects.create(order=order, kind="out_of_area", title="电量不足", began_at=now, raised_at=now, seen_due_at=now)
    return row.pk


def officer(name):
    from zhiheng.registry.selectors import officer_named

    return officer_named(name)


@pytest.fixture()
def described(things):
    """The description with the application behind it, as programs that test interfaces read it."""
    import schemathesis

    from zhiheng.site.wsgi import application

    for signal in (request_started, request_finished):  # the connection is the test's, as with Django's own client
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).exclude(path_regex=WORK_ROUTES)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture()
def authorised(things):
    """The header of an officer."""
    from zhiheng.api.access import token_for

    kept: dict[str, str] = {}  # a token a name: hundreds of requests of one test sign in once

    def header(name):
        return {"Authorization": f"Bearer {kept.setdefault(name, kept.get(name) or token_for(officer(name)))}"}

    return header
