"""A pack copied under another name with changed titles goes through pages, lists, papers and indicators: no Python knows a pack by name."""

import re
import shutil

import pytest
from django.conf import settings as project
from django.urls import reverse
from django.utils import timezone

from tests.web.test_acts import act, bulk, clues, do  # noqa: F401 - the same clues
from zhiheng.dossier.selectors import documents_in
from zhiheng.oversight.selectors import document_register, indicator_results
from zhiheng.procedure.models import Case

pytestmark = pytest.mark.drawn

OLD, NEW = "supervision_document", "urging_letter"
TITLES = {"监督文书办理": "督促函办理", "监督文书": "督促函", "检察建议书": "督促建议函", "纠正违法通知书": "督促纠正函"}
OPEN = f"/cases/open/{NEW}/"


@pytest.fixture()
def copied(tmp_path, settings):
    """The packs with one of them under another name, its own left out."""
    root = tmp_path / "packs"
    shutil.copytree(project.PACKS, root)
    (root / OLD).rename(root / NEW)
    (root / NEW / "procedures" / f"{OLD}.yaml").rename(root / NEW / "procedures" / f"{NEW}.yaml")
    (root / NEW / "stories" / f"{OLD}.yaml").rename(root / NEW / "stories" / f"{NEW}.yaml")
    for path in (root / NEW).rglob("*"):
        if path.is_file():
            path.write_text(renamed(path), encoding="utf-8")
    for path in root.rglob("*"):  # what other packs open, rate or cover by it
        if path.is_file() and NEW not in path.parts:
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(rf"\b(case_)?{OLD}\b", rf"\g<1>{NEW}", text), encoding="utf-8")
    settings.PACKS = root
    return root


def renamed(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(rf"\b(case_)?{OLD}\b", rf"\g<1>{NEW}", text)
    for old, new in TITLES.items() if path.suffix in {".yaml", ".md"} else ():
        text = text.replace(old, new)
    return text


@pytest.fixture()
def case(copied, enter, clues):  # noqa: F811
    client = enter("prosecutor")
    for clue in clues[:2]:
        do(client, clue, "verified", reason="已核实")
    where = bulk(client, clues[:2], act="documented").redirect_chain[-1][0]
    where = where if where.startswith(OPEN) else f"{OPEN}?{where.partition('?')[2]}"  # several kinds of case may be opened from a clue
    words = {"kind": "correction_notice", "facts": "一\n二", "demands": "改", "reply_days": "15"}
    answer = client.post(where, {"open": "1", **{f"open-{name}": value for name, value in words.items()}})
    assert answer.status_code == 302, answer.content.decode()
    return Case.objects.get()


def test_the_copy_is_walked_through_pages_papers_lists_and_indicators(case, enter, officers, clues):  # noqa: F811
    today = timezone.localdate()
    assert case.procedure == NEW
    assert case.title == f"督促纠正函：{clues[0].organ.name}（2条线索）"
    words = {"kind": "correction_notice", "facts": "一\n二", "demands": "改", "reply_days": "15"}
    assert act(enter("prosecutor"), case.pk, "done-draw_up", "submitted", **words).status_code == 302
    assert act(enter("chief"), case.pk, "done-approve", "approved", on=today).status_code == 302
    assert act(enter("prosecutor"), case.pk, "done-serve", "served", on=today).status_code == 302
    assert act(enter("justice"), case.pk, "done-reply", "adopted", reply_text="已改").status_code == 302
    titles = [document.title for document in documents_in(case.dossier_key)]
    assert titles == ["督促纠正函", "回复函"]
    assert "督促纠正函" in documents_in(case.dossier_key)[1].version.text
    listed = enter("prosecutor").get(reverse("cases"), {"procedure": NEW}).content.decode()
    assert "督促函办理" in listed
    row = document_register(officers["prosecutor"], today)[0]
    assert (row.procedure, row.kind_title, row.served_on, row.adopted) == (NEW, "督促纠正函", today, True)
    assert "督促纠正函" in enter("prosecutor").get(reverse("register")).content.decode()
    found = {result.spec.id: result for result in indicator_results(officers["prosecutor"])}
    assert (found["reply_rate"].numerator, found["reply_rate"].denominator) == (1, 1)
    clues[0].refresh_from_db()
    assert clues[0].state == "documented"
