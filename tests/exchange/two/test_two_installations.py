"""Two installations, each with its own home, server and officers, exchange cases through signed messages."""

import re
import shutil
from pathlib import Path

from tests.exchange.two.conftest import joined

OFFICE, JUSTICE = "金堂县检察院", "金堂县司法局"
DRAFT = {"kind": "proposal", "proposal_kind": "correction", "facts": ["期满十日未解除矫正"], "demands": ["立即解除"]}


def test_a_proposal_goes_over_and_its_reply_comes_back(pair):
    here, there = pair
    joined(here, there, [OFFICE], [JUSTICE])
    for who, role in (("jcg", "prosecutor"), ("jcz", "chief_prosecutor")):
        here.ask("officer", username=who, organ=OFFICE, role=role)
    there.ask("officer", username="sfj", organ=JUSTICE, role="organ_handler")
    assert here.ask("connection", organ=JUSTICE, sender=OFFICE).startswith("连接正常")

    case = approved(here, "jcg", "jcz", JUSTICE)
    assert here.ask("outgoing") == [], "nothing leaves before the case is the other organ's to see"
    here.ask("acted", who="jcg", case=case, act="serve.served", values={"service_method": "electronic"})
    waiting = here.ask("outgoing")
    assert [(one["kind"], one["state"]) for one in waiting] == [("case", "waiting"), ("file", "waiting")]

    there.ask("shut")
    here.ask("delivered")
    assert [one["state"] for one in here.ask("outgoing")] == ["waiting", "waiting"]
    assert here.ask("outgoing")[0]["error"], "the officer sees why it waits"
    there.ask("serve", port=there.port)
    here.ask("delivered", waited=True)
    assert [(one["state"], one["error"], one["reason"]) for one in here.ask("outgoing")] == [
        ("accepted", "", "已收案"),
        ("accepted", "", "已归卷：检察建议书-金堂检建〔2026〕1号.pdf"),
    ]
    assert here.ask("outgoing")[0]["hops"] == ["queued", "received", "validated", "accepted"]

    seen = there.ask("sees", who="sfj", case=case)
    assert "reply.adopted" in seen["allowed"]
    assert [name for name in seen["files"] if name.endswith(".pdf")], "the paper came over"
    assert "同意，内部意见" not in str(there.ask("state", case=case)), "what is inner stays where it was"

    there.ask(
        "acted", who="sfj", case=case, act="reply.adopted", values={"reply_text": ["全部采纳"]}, files={"attachment": ["整改.txt", "ok"]}
    )
    there.ask("delivered")
    told = here.ask("state", case=case)
    assert told["open"] == ["rectify"]
    assert told["values"]["reply_text"] == ["全部采纳"]
    assert {one["state"] for one in there.ask("outgoing")} == {"accepted"}
    assert "整改.txt" in here.ask("sees", who="jcg", case=case)["files"]
    assert (told["events"], told["done"]) == (there.ask("state", case=case)["events"], there.ask("state", case=case)["done"])

    package_goes_over(here, there, case)
    before = (here.ask("state", case=case), there.ask("state", case=case), len(here.ask("incoming")), len(there.ask("incoming")))
    for side in (here, there):
        side.ask("delivered", waited=True)
    assert before == (here.ask("state", case=case), there.ask("state", case=case), len(here.ask("incoming")), len(there.ask("incoming")))
    assert here.ask("sound") == []
    assert there.ask("sound") == []


def package_goes_over(here, there, case):
    """A package of the case goes by the outbox, is bound to the same case there, and its receipts come back."""
    kept = len(there.ask("papers", case=case))
    here.ask("packed", who="jcg", case=case, to=JUSTICE, node="0120B")
    assert [one["state"] for one in here.ask("packages")] == ["sent"]
    here.ask("delivered")
    sent = next(one for one in here.ask("outgoing") if one["kind"] == "package")
    assert (sent["state"], sent["hops"]) == ("accepted", ["queued", "received", "validated", "accepted"])
    assert sent["reason"].endswith("号案卷包已归卷")
    (came,) = there.ask("packages")
    assert (came["direction"], came["state"], came["case"]) == ("received", "bound", case)
    assert [step for step, _ in came["hops"]] == ["taken", "checked", "bound"]
    assert [name for name in came["parts"] if name.startswith("WS/") and name.endswith(".pdf")]
    assert "JZ/整改.txt" in came["parts"]
    assert len(there.ask("papers", case=case)) >= kept
    (ours,) = here.ask("packages")
    assert ours["state"] == "acknowledged"
    assert [step for step, _ in ours["hops"]] == ["sent", "answered"]
    assert "随系统报文发送" in ours["hops"][0][1]
    here.ask("packed", who="jcg", case=case, to=JUSTICE, node="0120B")
    here.ask("delivered")
    assert [one["state"] for one in there.ask("packages")] == ["bound", "bound"], "the second is a supplement of the first"


def approved(here, who, chief, supervised):
    """A proposal that waits to be served."""
    case = here.ask("opened", who=who, procedure="supervision_document", organs={"supervised": supervised}, values=DRAFT)
    here.ask("acted", who=who, case=case, act="draw_up.submitted", values=DRAFT)
    here.ask("acted", who=chief, case=case, act="approve.approved", values={"approval_note": ["同意，内部意见"]})
    return case


def test_a_case_whose_procedure_reads_otherwise_on_the_other_side_is_told_and_waits(pair, tmp_path):
    here, there = pair
    office, justice = "双流区检察院", "双流区司法局"
    joined(here, there, [office], [justice])
    for who, role in (("slg", "prosecutor"), ("slz", "chief_prosecutor")):
        here.ask("officer", username=who, organ=office, role=role)
    packs = Path(here.environment["ZHIHENG_PACKS"])
    newer = str(otherwise(packs, tmp_path, "supervision_document"))
    here.ask("packs", place=newer)
    case = approved(here, "slg", "slz", justice)
    here.ask("acted", who="slg", case=case, act="serve.served", values={"service_method": "electronic"})
    here.ask("delivered")
    assert there.ask("state", case=case) is None
    whole = next(one for one in here.ask("outgoing") if one["case"] == case)
    assert (whole["state"], whole["hops"]) == ("sent", ["queued", "received", "validated", "quarantined"])
    assert "流程文本双方不同" in whole["reason"], "the officer here reads why it waits"
    kept = [one for one in there.ask("incoming") if one["state"] == "quarantined"]
    assert [one["kind"] for one in kept] == ["case", "file"]
    there.ask("packs", place=newer)
    assert there.ask("taken_up", message=kept[0]["id"]) == "accepted"
    assert not [one for one in there.ask("incoming") if one["state"] == "quarantined"], "the file that waited for the case followed"
    here.ask("delivered", waited=True)
    assert {one["state"] for one in here.ask("outgoing") if one["case"] == case} == {"accepted"}
    assert here.ask("state", case=case)["done"] == there.ask("state", case=case)["done"]
    for side in pair:
        side.ask("packs", place=str(packs))


def otherwise(packs, place, name):
    """The packs, one of whose procedures reads otherwise."""
    for one in packs.iterdir():
        if one.name != name:
            (place / one.name).symlink_to(one.resolve())
    copy = shutil.copytree((packs / name).resolve(), place / name)
    for path in (copy / "procedures").glob("*.yaml"):
        path.write_text(re.sub(r"(?m)^title: (.*)$", r"title: \1（另一版本）", path.read_text(), count=1))
    return place


def played(pair, procedure, stories, homes, acts=-1):
    """Play a story, each act in the installation of its organ; what it sends goes over before the other side acts. Gives the case."""
    here, there = pair
    scene = here.ask("scene", procedure=procedure, stories=stories, acts=acts)
    assert there.ask("scene", procedure=procedure, stories=stories, acts=acts) == scene
    case, before = here.ask("played_opening", procedure=procedure), here
    for number, (organ, _) in enumerate(scene):
        side = homes.get(organ, here)
        if side is not before:
            sent(before, case)
            before = side
        side.ask("played", procedure=procedure, case=case, number=number)
    sent(before, case)
    return case


def sent(side, case):
    """What one stream waited for may come with another: the receipts are asked for once more."""
    side.ask("delivered")
    side.ask("delivered", waited=True)
    assert [
        (one["title"], one["state"], one["reason"], one["error"])
        for one in side.ask("outgoing")
        if one["case"] == case and one["state"] != "accepted"
    ] == []


def test_a_commutation_goes_to_the_court_and_its_ruling_comes_back(pair):
    here, there = pair
    prison, others = "沱江监狱", ["成都市人民检察院", "成都市中级人民法院", "成都市武侯区人民法院"]
    joined(here, there, [prison], others)
    had = [side.ask("records", dataset="rulings") for side in pair]
    case = played(pair, "commutation", "commutation", dict.fromkeys(others, there))
    ours, theirs = (side.ask("state", case=case) for side in pair)
    assert (ours["open"], ours["ended"], ours["done"]) == (theirs["open"], theirs["ended"], theirs["done"])
    assert (ours["number"], ours["title"]) == (theirs["number"], theirs["title"])
    assert there.ask("facts", case=case) == here.ask("facts", case=case), "the facts came with the case"
    assert ours["values"]["ruling_no"] == theirs["values"]["ruling_no"]
    assert "votes" in ours["values"], "what the prison's committee voted"
    assert "votes" not in theirs["values"], "is not told to the court"
    assert [side.ask("records", dataset="rulings") for side in pair] == [count + 1 for count in had]
    assert papers_from(there, case, "建议书"), "the proposal is in the dossier of the court's case"
    assert papers_from(here, case, "裁定"), "the ruling came back as a paper"
    assert not papers_from(there, case, "研究"), "what is inner to the prison stays there"
    hops = [one["hops"] for side in pair for one in side.ask("outgoing") if one["case"] == case]
    assert all(one[:3] == ["queued", "received", "validated"] and one[-1] == "accepted" for one in hops)
    here.ask("officer", username="jyk", organ=prison, role="organ_handler")
    shown = here.ask("page", who="jyk", case=case)
    for words in ("发往其他平台", "提请减刑", "对方已采纳", "待发", "接收", "校验", "采纳"):
        assert words in shown, "the officer sees where each stands"
    for side in pair:
        assert side.ask("sound") == []


def papers_from(side, case, word):
    return [name for name in side.ask("papers", case=case) if word in name]


def test_a_person_under_correction_is_handed_over_between_provinces(pair):
    here, there = pair
    ours = ["广安区北辰司法所", "广安区社区矫正管理局"]
    theirs = ["合川区社区矫正管理局"]
    others = ["广安市社区矫正管理局", "广安市广安区人民法院", "广安区人民检察院", "广安区公安分局", "合川区人民检察院", "合川区公安局"]
    joined(here, there, ours, theirs, others)
    case = played(pair, "relocation", "relocation_across", dict.fromkeys(theirs, there))
    ended = [side.ask("state", case=case) for side in pair]
    assert ended[0]["ended"]
    assert [{**one, "values": {}} for one in ended] == [{**ended[0], "values": {}}] * 2
    assert ended[1]["values"]["arrived_on"] == ended[0]["values"]["arrived_on"]
    for side in pair:
        assert side.ask("sound") == []
