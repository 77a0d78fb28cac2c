"""docs/first-pack.md, step by step: its files, its commands and their words, the faults made on purpose, the case in the pages."""

from __future__ import annotations

import re
import shutil

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.docs.pages import ROOT, assert_printed, blocks, changed, page, run, write_files
from tests.web.conftest import enter, officers  # noqa: F401 - the same officers
from zhiheng.dossier.selectors import documents_in
from zhiheng.law.limits import due_for
from zhiheng.procedure.models import Case

NAME, PACK = "first-pack.md", "judgment_doubt"
BLOCKS = blocks(NAME)
COMMAND = next(block.text.strip() for block in BLOCKS if block.kind == "sh")
FAULTS = [(block, BLOCKS[place + 1]) for place, block in enumerate(BLOCKS) if block.kind == "diff"]
PRISON, PROCURATORATE = "川西监狱", "四川省检察院"
OPENING = {"subject_name": "王甲", "subject_number": "510107199001012910"}
DOUBT = {
    "judgment_no": "（2024）川01刑初8号", "judged_on": "2024-03-05", "doubt": "新证据证明案发时不在现场",
    "materials-count": "1", "materials-0-name": "证人证言", "materials-0-pages": "4",
}  # fmt: skip


@pytest.fixture()
def alone(tmp_path):
    """A folder of packs that holds only that of the page."""
    assert write_files(NAME, tmp_path)
    return tmp_path


def test_the_packs_of_both_pages_are_sound_among_the_others(tmp_path):
    shutil.copytree(ROOT / "packs", tmp_path / "packs")
    write_files(NAME, tmp_path)
    write_files("first-model.md", tmp_path)
    done = run(COMMAND, tmp_path)
    assert_printed(done.stdout, next(block.text for block in BLOCKS if (block.kind, block.name) == ("text", "check")))
    assert done.returncode == 0


def test_three_faults_are_made_on_purpose():
    assert len(FAULTS) == 3
    assert {shown.name for _, shown in FAULTS} == {"fault"}


@pytest.mark.parametrize(("change", "shown"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_is_told_as_the_page_shows(alone, change, shown):
    changed(change, alone)
    done = run(COMMAND, alone)
    assert_printed(done.stdout, shown.text)
    assert done.returncode == 1


class Reader:
    """Whoever follows the page: signs in, acts, and keeps all that was seen."""

    def __init__(self, enter, officers) -> None:  # noqa: F811
        self.enter, self.officers, self.seen = enter, officers, ""

    def client(self, start: str, organ: str):
        username = next(name for name, one in self.officers.items() if name.startswith(start) and one.organ.name == organ)
        return self.enter(username)

    def look(self, client, address: str) -> str:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        self.seen += answer.content.decode()
        return answer.content.decode()

    def act(self, client, case: Case, step: str, outcome: str, **given: str) -> None:
        address = reverse("case", args=[case.pk])
        self.look(client, address)
        key = f"done-{step}"
        data = {"outcome": outcome, **{f"{key}-{name}": value for name, value in given.items()}}
        answer = client.post(reverse("case_act", args=[case.pk, key]), data)
        assert answer.status_code == 302, re.findall(r"(?:invalid-feedback|alert-danger).*", answer.content.decode())
        self.look(client, address)


@pytest.fixture()
def reader(alone, settings, enter, officers):  # noqa: F811
    settings.PACKS = alone / "packs"
    return Reader(enter, officers)


@pytest.fixture()
def case(reader):
    client = reader.client("organ-", PRISON)
    assert "提请处理可能错误的裁判" in reader.look(client, reverse("choose_case"))
    reader.look(client, f"/cases/open/{PACK}/")
    organs = {"organ-procuratorate": PROCURATORATE}
    given = {**OPENING, **organs, "on": timezone.localdate()}
    answer = client.post(f"/cases/open/{PACK}/", {"open": "1", **{f"open-{name}": value for name, value in given.items()}})
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get()


def test_the_case_goes_through_the_pages_as_written(reader, case):
    handler, today = ("organ-", PRISON), timezone.localdate()
    reader.act(reader.client(*handler), case, "write", "written", **DOUBT)
    reader.act(reader.client("head-", PRISON), case, "approve", "sent")
    assert [paper.title for paper in documents_in(case.dossier_key)] == ["提请处理意见书"]
    due = due_for("prison.limit/judgment_error_answer", today).due
    assert str(due) in reader.look(reader.client("prosecutor", PROCURATORATE), reverse("case", args=[case.pk]))
    reader.act(reader.client("prosecutor", PROCURATORATE), case, "answer", "answered", result="kept", result_note="与在案证据矛盾")
    reader.act(reader.client(*handler), case, "tell", "told")
    case.refresh_from_db()
    assert case.result == "told"
    assert "提处" in case.number
    walk = page(NAME).split("## 7.")[1].split("## Where")[0]
    assert [word for word in re.findall(r"「(.+?)」", walk) if word not in reader.seen] == []
