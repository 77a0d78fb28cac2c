"""Two installations, each with its own home, server and officers, exchange cases through signed messages."""

from tests.exchange.two.conftest import joined

OFFICE, JUSTICE = "金堂县检察院", "金堂县司法局"
DRAFT = {"kind": "proposal", "facts": ["期满十日未解除矫正"], "demands": ["立即解除"]}


def test_a_proposal_goes_over_and_its_reply_comes_back(pair):
    here, there = pair
    joined(here, there, [OFFICE], [JUSTICE])
    for who, role in (("jcg", "prosecutor"), ("jcz", "chief_prosecutor")):
        here.ask("officer", username=who, organ=OFFICE, role=role)
    there.ask("officer", username="sfj", organ=JUSTICE, role="organ_handler")
    assert here.ask("connection", organ=JUSTICE, sender=OFFICE).startswith("连接正常")

    case = here.ask("opened", who="jcg", procedure="supervision_document", organs={"supervised": JUSTICE}, values=DRAFT)
    here.ask("acted", who="jcg", case=case, act="draw_up.submitted", values=DRAFT)
    here.ask("acted", who="jcz", case=case, act="approve.approved", values={"approval_note": ["同意，内部意见"]})
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

    before = (here.ask("state", case=case), there.ask("state", case=case), len(here.ask("incoming")), len(there.ask("incoming")))
    for side in (here, there):
        side.ask("delivered", waited=True)
    assert before == (here.ask("state", case=case), there.ask("state", case=case), len(here.ask("incoming")), len(there.ask("incoming")))
    assert here.ask("sound") == []
    assert there.ask("sound") == []


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
