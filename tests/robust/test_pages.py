"""A full disk or a damaged file behind a page: a page that says so, 507 or 503, and nothing half kept."""

from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.dossier.test_blocks import spec
from tests.dossier.test_drawing_up import PAPER
from tests.exchange.conftest import csv_bytes, stays
from zhiheng.dossier.models import Document, NumberSeries, StoredFile
from zhiheng.dossier.services import attach, draw_up
from zhiheng.exchange.models import Delivery
from zhiheng.ledger.selectors import verify
from zhiheng.records.models import Batch

from .conftest import Filler

pytestmark = pytest.mark.django_db
ORGAN = "锦江区看守所"


@pytest.fixture()
def disk(home, small_disk, settings):
    """A small disk under the theme library and the stored files."""
    place = small_disk(4 << 20)
    settings.HOME, settings.LIBRARY, settings.FILES = place, place / "library", place / "files"
    return place


@pytest.fixture()
def sending(enter):
    """Sends a file as its organ's officer."""
    client = enter("police")
    client.raise_request_exception = False

    def send(name, rows):
        file = SimpleUploadedFile(name, csv_bytes(rows), content_type="text/csv")
        return client.post("/data/send/", {"file": file, "organ": client_organ(client), "dataset": "hotel_stays"})

    return send


def client_organ(client):
    from zhiheng.registry.selectors import officer_named

    return officer_named("police").organ.name


def test_a_file_sent_to_a_full_disk(disk, sending):
    filler = Filler(disk)
    filler.leave(0)
    answer = sending("hotel_stays_1.csv", stays(range(400)))
    assert (answer.status_code, Delivery.objects.count(), Batch.objects.count()) == (507, 0, 0)
    assert "磁盘已满" in answer.content.decode()
    assert list(disk.glob("library/*/*")) == []
    filler.away()
    assert sending("hotel_stays_1.csv", stays(range(400))).status_code == 200
    assert (Delivery.objects.count(), Batch.objects.count(), verify().ok) == (1, 1, True)


def test_an_original_that_cannot_be_kept(disk, sending):
    filler, rows = Filler(disk), [{**row, "心情": "好"} for row in stays(range(2000))]
    filler.leave(40 << 10)
    assert sending("hotel_stays_1.csv", rows).status_code == 507
    assert (Delivery.objects.count(), list(disk.glob("files/*/*"))) == (0, [])
    filler.away()
    assert sending("hotel_stays_1.csv", rows).status_code == 200
    assert len(list(disk.glob("files/*/*"))) == 1


def test_a_program_is_told_the_same_in_json(disk, enter):
    client = enter("police")
    client.raise_request_exception = False
    Filler(disk).leave(0)
    file = io.BytesIO(csv_bytes(stays(range(400))))
    file.name = "hotel_stays_1.csv"
    answer = client.post("/api/v1/deliveries", {"file": file, "organ": client_organ(client), "dataset": "hotel_stays"})
    assert answer.status_code == 507, answer.content.decode()
    assert json.loads(answer.content)["reason"] == "磁盘已满"


def test_documents_and_attachments(disk, officers, actor, now):
    filler = Filler(disk)
    filler.leave(0)
    document, values = replace(spec(), numbered="at_once"), PAPER
    given = {"actor": actor, "now": now, "dossier_key": "试"}
    for work in (
        lambda: draw_up(**given, document=document, number_of=officers["prosecutor"].organ.name, values=values),
        lambda: attach(**given, name="附件.pdf", content=b"%PDF" + bytes(200_000)),
    ):
        with pytest.raises(OSError, match="No space left"):
            work()
        assert (Document.objects.count(), StoredFile.objects.count(), NumberSeries.objects.count()) == (0, 0, 0)
        assert list(disk.glob("files/*/*")) == []
    filler.away()
    assert draw_up(**given, document=document, number_of=officers["prosecutor"].organ.name, values=values).number.endswith("1号")


def test_a_page_over_a_damaged_batch_names_it(home, sending, enter):
    assert sending("hotel_stays_1.csv", stays(range(9))).status_code == 200
    batch = Batch.objects.get()
    (home / "library" / batch.path).write_bytes(b"PAR1")
    client = enter("police")
    client.raise_request_exception = False
    answer = client.post(f"/data/batches/{batch.pk}/", {"purpose": "核对本批报送的内容情况"})
    assert answer.status_code == 503
    for part in ("已损坏", str(batch.pk), client_organ(client), "重新导入"):
        assert part in answer.content.decode()
