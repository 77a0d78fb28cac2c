"""Walk-throughs of proofing: what is stopped, asked about, passed; near misses stay silent; issue waits for answers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.dossier.test_blocks import VALUES, spec
from zhiheng.dossier import selectors, services
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.proofing.checking import findings_in
from zhiheng.dossier.core.proofing.facts import facts_of
from zhiheng.dossier.core.proofing.finding import KINDS, ProofText
from zhiheng.ledger import selectors as ledger
from zhiheng.ledger.core.actor import Actor
from zhiheng.registry.services import ensure_organ

DAY = date(2026, 9, 10)
GOOD, BAD = "510703199003072738", "510703199003072731"
ADULT = {"persons": [{"name": "张建国", "minor": False}]}
MINOR = {"persons": [{"name": "张建国", "minor": True}]}


def found(text, facts=None, on=DAY, texts=None):
    return findings_in(ProofText(tuple(text.splitlines()), on, texts), facts_of(facts))


def codes(text, facts=None, on=DAY, texts=None):
    return {(one.code, one.level) for one in found(text, facts, on, texts)}


TERM = "判处有期徒刑四年二个月，刑期自2023年3月15日起至{}止。"
WALKS = [
    # terms, walks 1, 6 and 7
    (TERM.format("2027年5月15日"), None, DAY, ("Q01", "stop")),
    (TERM.format("2027年5月14日"), None, DAY, None),
    ("判处拘役一个月，刑期自2026年1月31日起至2026年2月28日止。", None, DAY, ("Q01", "stop")),
    ("判处拘役一个月，刑期自2026年1月31日起至2026年2月27日止。", None, DAY, None),
    ("判处有期徒刑二年，刑期自2026年3月1日起至2028年2月29日止。", {"surveillance_days": 60}, DAY, ("Q02", "stop")),
    ("判处有期徒刑二年，刑期自2026年3月1日起至2028年1月30日止。", {"surveillance_days": 60}, DAY, None),
    ("判处有期徒刑二年，刑期自2026年3月1日起至2028年2月29日止。", None, DAY, None),
    ("判处有期徒刑二年，折抵刑期三十日，刑期自2026年3月1日起至2028年1月30日止。", None, DAY, None),
    (TERM.format("2027年5月14日"), {"term": ["2023-03-15", "2027-05-14"]}, DAY, None),
    (TERM.format("2027年5月14日"), {"term": ["2023-03-16", "2027-05-15"]}, DAY, ("F01", "stop")),
    ("判处有期徒刑二年，缓刑六年。", None, DAY, ("Q03", "stop")),
    ("判处有期徒刑三年，缓刑二年。", None, DAY, ("Q03", "stop")),
    ("判处拘役四个月，缓刑六个月。", None, DAY, None),
    ("判处有期徒刑二年，缓刑三年。", None, DAY, None),
    ("剥夺政治权利十二年。", None, DAY, ("Q07", "stop")),
    ("剥夺政治权利三年。", None, DAY, None),
    # ends of months, of leap years and of the year
    ("判处有期徒刑三年，刑期自2025年8月31日起至2028年8月30日止。", None, DAY, None),
    ("判处有期徒刑六个月，刑期自2026年8月31日起至2027年2月27日止。", None, DAY, None),
    ("判处有期徒刑六个月，刑期自2026年8月31日起至2027年2月28日止。", None, DAY, ("Q01", "stop")),
    ("判处拘役三个月，刑期自2026年11月29日起至2027年2月27日止。", None, DAY, None),
    ("判处管制一年，刑期自2026年3月1日起至2027年3月1日止。", None, DAY, ("Q01", "stop")),
    ("判处管制六个月，刑期自2026年9月1日起至2026年12月30日止。", {"surveillance_days": 60}, DAY, None),
    ("判处有期徒刑二年六个月，缓刑二年。", None, DAY, ("Q03", "stop")),
    ("张建国并处罚金一千元。", ADULT, DAY, None),
    ("张建国并处罚金九百九十九元。", ADULT, DAY, ("M04", "stop")),
    ("张建国并处罚金五百元。", MINOR, DAY, None),
    ("张建国并处罚金四百九十九元。", MINOR, DAY, ("M04", "stop")),
    ("已缴纳人民币壹万贰仟叁佰元零伍角（12,300.50元）。", None, DAY, None),
    ("依照《监狱法》第五十五条。", None, date(2026, 11, 1), ("A03", "stop")),
    ("依照《监狱法》第五十五条。", None, date(2026, 10, 31), None),
    # money, second walk
    ("并处罚金人民币捌佰元整。", None, DAY, ("M04", "ask")),
    ("张建国并处罚金人民币捌佰元整。", ADULT, DAY, ("M04", "stop")),
    ("张建国并处罚金人民币八百元。", ADULT, DAY, ("M04", "stop")),
    ("张建国并处罚金人民币八百元。", MINOR, DAY, None),
    ("张建国并处罚金四百元。", MINOR, DAY, ("M04", "stop")),
    ("张建国并处罚金8000元。", {**ADULT, "fine": "8000"}, DAY, None),
    ("张建国并处罚金8000元。", {**ADULT, "fine": "80000"}, DAY, ("F02", "stop")),
    ("已缴纳人民币捌仟元整（8000.00元）。", None, DAY, None),
    ("已缴纳人民币捌仟元整（80,000元）。", None, DAY, ("M01", "stop")),
    ("已缴纳12.5万元（大写：人民币壹拾贰万伍仟元整）。", None, DAY, None),
    ("已缴纳8000元（大写：捌仟零伍元整）。", None, DAY, ("M01", "stop")),
    ("已缴纳12,30元。", None, DAY, ("M03", "ask")),
    ("已缴纳12,300元和500美元。", None, DAY, None),
    ("名称\t价款\n甲\t100元\n乙\t250.50元\n合计\t350.50元", None, DAY, None),
    ("名称\t价款\n甲\t100元\n乙\t250.50元\n合计\t350元", None, DAY, ("M02", "stop")),
    # articles and numbers, walks 3 and 8
    ("依照刑事诉讼法第二百六十三条，应在二十日内提出纠正意见。", None, DAY, ("A04", "ask")),
    ("依照《中华人民共和国刑事诉讼法》第二百六十三条，执行死刑。", None, DAY, None),
    ("依照《监狱法》第五十五条。", None, date(2026, 12, 1), ("A03", "stop")),
    ("依照《中华人民共和国监狱法》第五十五条。", None, date(2026, 10, 20), None),
    ("本院（2026）川07刑更123号刑事裁定。", {"court_codes": ["川07"], "case_numbers": ["（2026）川07刑更123号"]}, DAY, None),
    ("本院（2026）川07刑更123号刑事裁定。", {"court_codes": ["川01"]}, DAY, ("N03", "ask")),
    ("本院（2026）川07刑更124号刑事裁定。", {"case_numbers": ["（2026）川07刑更123号"]}, DAY, ("N02", "stop")),
    ("本院(2026)川07刑更123号刑事裁定。", None, DAY, ("N01", "stop")),
    ("川检建（2026）5号检察建议书。", None, DAY, ("N01", "ask")),
    ("川检建〔2026〕5号检察建议书。", None, DAY, None),
    # names and identity, walk 4
    (f"张建国，公民身份号码{BAD}。", None, DAY, ("I02", "stop")),
    (f"张建国，公民身份号码{GOOD}。", None, DAY, None),
    (f"张建国，公民身份号码{GOOD}。", {"persons": [{"name": "张建国", "born_on": "1990-03-08"}]}, DAY, ("I02", "stop")),
    (f"张建国，公民身份号码{GOOD}。", {"persons": [{"name": "张建国", "born_on": "1990-03-07", "sex": "female"}]}, DAY, ("I02", "stop")),
    (f"张建国，公民身份号码{GOOD}。", {"persons": [{"name": "张建国", "born_on": "1990-03-07", "sex": "male"}]}, DAY, None),
    ("罪犯张建国认罪。" * 9 + "罪犯张建囯认罪。", ADULT, DAY, ("I01", "stop")),
    ("罪犯张建国与张建设共同盗窃。", {"persons": [{"name": "张建国"}, {"name": "张建设"}]}, DAY, None),
    ("罪犯李四认罪。", ADULT, DAY, ("I06", "stop")),
    ("罪犯张某某认罪。", ADULT, DAY, None),
    ("罪犯买买提·艾力，", {"persons": [{"name": "买买提·艾力"}]}, DAY, None),
    ("涪城区法院作出裁定。", None, DAY, ("I07", "ask")),
    ("绵阳市涪城区人民法院作出裁定。", None, DAY, None),
    ("张建国，现年36岁。", {"persons": [{"name": "张建国", "born_on": "1990-03-07"}]}, DAY, None),
    ("张建国，现年37岁。", {"persons": [{"name": "张建国", "born_on": "1990-03-07"}]}, DAY, ("D05", "stop")),
    # dates
    ("2026年2月29日收到。", None, DAY, ("D01", "stop")),
    ("2024年2月29日收到。", None, DAY, None),
    ("已收到。", {"order": [["立案", "2026-03-01"], ["裁定", "2026-02-01"]]}, DAY, ("D02", "stop")),
    # left over, language, publication
    ("罪犯XX于{{signed_on}}收监。", None, DAY, ("S05", "ask")),
    ("涉案—元。", None, DAY, ("S05", "ask")),
    ("主键 balance_yuan 不符。", None, DAY, ("S05", "ask")),
    ("撒销原裁定。", None, DAY, ("W01", "hint")),
    ("收到，，请回复。", None, DAY, ("W03", "hint")),
    ("收到,请回复。", None, DAY, ("W06", "hint")),
    (f"罪犯，公民身份号码{GOOD}。", {"public": True}, DAY, ("C01", "stop")),
    ("少年张建国。", {**MINOR, "public": True}, DAY, ("C01", "stop")),
    ("少年张某某。", {**MINOR, "public": True}, DAY, None),
    ("被害人联系电话13800001234。", {"public": True}, DAY, ("C01", "stop")),
    ("监督电话028-86543210。", {"public": True}, DAY, None),
    ("住成都市青羊区清江东路8号3单元502室。", {"public": True}, DAY, ("C01", "stop")),
    ("住成都市青羊区。", {"public": True}, DAY, None),
    ("公司住所地成都市青羊区清江东路8号。", {"public": True}, DAY, None),
    ("李梅陈述属实。", {"public": True, "places": {"李梅": ["被害人"]}}, DAY, ("C01", "stop")),
    ("李某某陈述属实。", {"public": True, "places": {"李梅": ["被害人"]}}, DAY, None),
    ("李梅陈述属实，电话13800001234。", {"places": {"李梅": ["被害人"]}}, DAY, None),
    ("附加剥夺政治权利六个月。", None, DAY, ("Q07", "stop")),
    ("判处管制六个月，附加剥夺政治权利六个月。", None, DAY, None),
    ("驳回申请。", {"notices": ["可以自收到之日起五日内申请复议"]}, DAY, ("S02", "stop")),
    ("可以自收到之日起五日内申请复议。", {"notices": ["可以自收到之日起五日内申请复议"]}, DAY, None),
    ("裁定如下。\n审判长　王　五\n审判员　赵六", {"panel": ["王五", "赵六"]}, DAY, None),
    ("裁定如下。\n审判长　王　五\n审判员　钱七", {"panel": ["王五", "赵六"]}, DAY, ("S03", "stop")),
    ("依照《中华人民共和国刑法》第七十八条，裁定如下。", {"must_cite": ["刑法第七十八条"]}, DAY, None),
    ("依照《中华人民共和国刑法》第七十九条，裁定如下。", {"must_cite": ["刑法第七十八条"]}, DAY, ("A07", "ask")),
    ("首次减刑。", {"earlier": ["（2024）川07刑更9号"]}, DAY, ("F04", "ask")),
    ("罪犯现在嘉陵监狱服刑。", {"executing": "四川省沱江监狱"}, DAY, ("F05", "ask")),
    ("罪犯现在四川省沱江监狱服刑。", {"executing": "沱江监狱"}, DAY, None),
    ("罪犯现在沱江监狱服刑。", {"executing": "四川省沱江监狱"}, DAY, None),
    ("曾因盗窃被判处刑罚。", {"public": True, "sealed": ["曾因盗窃"]}, DAY, ("C02", "stop")),
    ("应当在三至五日内，至今未办；二〇二六年九月十日。", None, DAY, None),
    ("本院认为，罪犯确有悔改表现，应予减刑。" * 2 + "\n" + "本院认为，罪犯确有悔改表现，应予减刑。" * 2, None, DAY, ("L05", "hint")),
]


@pytest.mark.parametrize(("text", "facts", "on", "expected"), WALKS)
def test_walk(text, facts, on, expected):
    assert codes(text, facts, on) == ({expected} if expected else set())


TEXTS = [
    ("违反了《中华人民共和国社区矫正法》第四百条的规定。", ("A02", "stop")),
    ("违反了《社区矫正管理大法》第四条的规定。", ("A01", "ask")),
    ("违反了《社区矫正法》第四十四条“社区矫正对象矫正期满或者被赦免的，应当立即释放”的规定。", ("A04", "ask")),
    ("违反了《社区矫正法》第四十四条“社区矫正对象矫正期满或者被赦免的”的规定。", None),
    ("根据《人民检察院刑事诉讼规则》第五百五十三条、第五百五十四条的规定。", None),
    ("依照刑法第七十八条、第七十九条。", None),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_articles_are_compared_with_their_texts(text, expected, shared):
    assert codes(text, texts=shared / "law" / "text") == ({expected} if expected else set())


def test_the_papers_of_the_house_are_clean(shared):
    from zhiheng.dossier.core.blocks import blocks_of, plain_text

    values = {**VALUES, "organ": "四川省人民检察院", "addressee": "金堂县司法局"}
    text = plain_text(blocks_of(spec(), values))
    assert [(one.code, one.found) for one in found(text, texts=shared / "law" / "text")] == []


def test_every_finding_says_place_reason_and_remedy():
    one = found("甲。\n2026年2月30日收到。")[0]
    assert (one.place, one.title, one.found, one.reason, one.remedy) == ("第2段", "日期不存在", "2026年2月30日", "没有这一天", "核对日期")
    assert {one.code for text, facts, on, _ in WALKS for one in found(text, facts, on)} <= set(KINDS)


def test_a_mark_follows_its_words_not_their_place():
    assert found("2026年2月30日收到。")[0].mark == found("甲。\n2026年2月30日收到。")[0].mark
    assert found("2026年2月30日收到。")[0].mark != found("2026年2月30日送达。")[0].mark


def test_amounts_of_facts_are_exact():
    assert facts_of({"fine": "8000.50"}).fine == Decimal("8000.50")


SECOND = Actor(id="second", name="复核人", organ="四川省检察院", via="test")
PAPER = {name: value for name, value in VALUES.items() if name not in {"organ", "number", "signed_on"}}


@pytest.fixture()
def draft(actor, now, home, db):
    ensure_organ(actor=actor, name="四川省检察院", now=now)
    values = {**PAPER, "facts": ["罪犯张三于2026年2月30日期满，涪城区法院裁定撒销。"]}
    given = {"dossier_key": "case:1", "document": spec(), "number_of": "四川省检察院", "values": values, "numbered": "on_issue"}
    return services.draw_up(actor=actor, now=now, **given)


def test_a_draft_is_proofed_when_drawn_up(draft):
    assert [(row.code, row.level) for row in selectors.findings_of(draft)] == [("D01", "stop"), ("I07", "ask"), ("W01", "hint")]


def test_issue_waits_until_each_finding_is_handled_or_explained(draft, actor, now):
    def issue():
        return services.issue(actor=actor, now=now, document_id=draft.pk)

    stop, ask, _hint = selectors.findings_of(draft)
    with pytest.raises(DocumentRefused, match=r"没有处理：第\d+段“2026年2月30日”没有这一天"):
        issue()
    answer = {"actor": actor, "now": now, "handled": "confirmed"}
    with pytest.raises(DocumentRefused, match="没有写明理由"):
        services.answer_finding(**answer, finding_id=stop.pk, reason=" ")
    services.answer_finding(**answer, finding_id=ask.pk, reason="引用原文")
    services.answer_finding(**answer, finding_id=stop.pk, reason="引用原文")
    with pytest.raises(DocumentRefused, match="没有处理"):
        issue()
    with pytest.raises(DocumentRefused, match="不能复核自己"):
        services.confirm_finding(actor=actor, now=now, finding_id=stop.pk)
    services.confirm_finding(actor=SECOND, now=now, finding_id=stop.pk)
    assert issue().number
    acts = [entry.act for entry in ledger.entries_about(f"document:{draft.pk}")]
    assert acts.count("finding.answered") == 2 and acts.count("finding.confirmed") == 1
    with pytest.raises(DocumentRefused, match="已签发"):
        services.answer_finding(**answer, finding_id=stop.pk, reason="再改")


def test_wrong_data_let_the_paper_go_with_a_note(draft, actor, now):
    for row in selectors.findings_of(draft)[:2]:
        services.answer_finding(actor=actor, now=now, finding_id=row.pk, handled="data_wrong", reason="转数据更正")
    assert services.issue(actor=actor, now=now, document_id=draft.pk).number


def test_a_mended_text_is_free_and_answers_to_unchanged_words_stay(draft, actor, now):
    ask = selectors.findings_of(draft)[1]
    services.answer_finding(actor=actor, now=now, finding_id=ask.pk, handled="confirmed", reason="简称已在前文说明")
    redraw = {"actor": actor, "now": now, "document": draft, "spec": spec()}
    services.redraw(**redraw, values={**PAPER, "facts": ["第一件。", "罪犯张三于2026年2月30日期满，涪城区法院裁定撒销。"]})
    moved = selectors.findings_of(selectors.document_with(draft.pk))
    assert [(row.code, row.handled) for row in moved] == [("D01", ""), ("I07", "confirmed"), ("W01", "")]
    services.redraw(**redraw, values={**PAPER, "facts": ["罪犯张三于2026年2月28日期满。"]})
    assert selectors.findings_of(selectors.document_with(draft.pk)) == []
    assert services.issue(actor=actor, now=now, document_id=draft.pk).number


def test_facts_of_the_case_are_kept_with_the_draft(actor, now, home, db):
    ensure_organ(actor=actor, name="四川省检察院", now=now)
    given = {"dossier_key": "case:1", "document": spec(), "number_of": "四川省检察院", "values": PAPER, "numbered": "on_issue"}
    draft = services.draw_up(actor=actor, now=now, **given, facts={"persons": [{"name": "王五"}]})
    with pytest.raises(DocumentRefused, match="王五"):
        services.issue(actor=actor, now=now, document_id=draft.pk)
    assert services.issue(actor=actor, now=now, document_id=draft.pk, facts={}).number


CLEAN = (
    "罪犯{name}，公民身份号码{number}，现在四川省沱江监狱服刑。",
    "绵阳市涪城区人民法院作出（2023）川07刑初{serial}号刑事判决，判处有期徒刑四年二个月，刑期自2023年3月15日起至2027年5月14日止，"
    "并处罚金人民币捌仟元整（8,000元）。",
    "罪犯{name}自2023年6月1日入监以来，认罪悔罪，获表扬二次。",
    "依照《中华人民共和国刑法》第七十八条、第七十九条的规定，裁定如下：",
    "对罪犯{name}减去有期徒刑六个月。",
)
SEEDS = {
    "I01": ("对罪犯{name}减去", "对罪犯{slip}减去"),
    "I02": ("号码{number}", "号码{wrong}"),
    "I06": ("{name}", "李某某"),
    "I07": ("绵阳市涪城区人民法院", "涪城区法院"),
    "N01": ("（2023）川07", "(2023)川07"),
    "N02": ("刑初{serial}号", "刑初9{serial}号"),
    "N03": ("川07刑初", "川01刑初"),
    "D01": ("2023年6月1日", "2023年6月31日"),
    "M01": ("（8,000元）", "（80,000元）"),
    "M03": ("（8,000元）", "（8000元），退赃12,30元"),
    "M04": ("捌仟元整（8,000元）", "捌佰元整（800元）"),
    "F02": ("捌仟元整（8,000元）", "玖仟元整（9,000元）"),
    "Q01": ("2027年5月14日", "2027年5月15日"),
    "F01": ("2023年3月15日", "2023年3月16日"),
    "Q03": ("四年二个月", "二年，缓刑六年，合并执行四年二个月"),
    "Q07": ("并处", "剥夺政治权利十二年，并处"),
    "A04": ("裁定如下", "二十日内提出纠正意见，依照刑事诉讼法第二百六十三条，裁定如下"),
    "A07": ("第七十八条、", ""),
    "S03": ("审判长　王五", "审判长　王武"),
    "F04": ("获表扬二次", "获表扬三次"),
    "F05": ("沱江监狱", "嘉陵监狱"),
    "S05": ("获表扬二次", "获表扬XX次"),
    "W01": ("判处有期徒刑", "判处有期徙刑"),
    "W03": ("认罪悔罪，", "认罪悔罪，，"),
    "W06": ("认罪悔罪，", "认罪悔罪,"),
}
"""Code → what stands in a clean paper and what is put in its place. F04 is seeded by dropping the earlier ruling."""
NAMES = ("张建国", "欧阳明德", "马志远", "周晓岚", "冯国栋", "邓立新", "何春生", "罗永康")


def number_for(index):
    from zhiheng.schema.identity import check_character

    first = f"510703199{index % 10}0307{index % 1000:03d}"
    return first + check_character(first)


def seeded(index, code=None):
    """A paper with its facts; with one seeded slip where a code is given."""
    name, number, serial = NAMES[index % len(NAMES)], number_for(index), index + 1
    earlier = f"（2024）川07刑更{serial}号"
    lines = [*CLEAN, "前次以{earlier}刑事裁定减刑六个月。", "审判长　王五"]
    text = "\n".join(lines)
    if code:
        before, after = SEEDS[code]
        text = text.replace("前次以{earlier}刑事裁定减刑六个月。", "") if code == "F04" else text.replace(before, after)
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    slip = name[:-1] + "强"
    facts = {
        "persons": [{"name": name, "identity_no": number, "minor": False}],
        "case_numbers": [f"（2023）川07刑初{serial}号", earlier],
        "court_codes": ["川07"],
        "term": ["2023-03-15", "2027-05-14"],
        "fine": "8000",
        "panel": ["王五"],
        "must_cite": ["刑法第七十八条"],
        "earlier": [earlier],
        "executing": "四川省沱江监狱",
    }
    return text.format(name=name, number=number, serial=serial, wrong=wrong, slip=slip, earlier=earlier), facts


def test_seeded_slips_are_recalled_and_clean_papers_are_quiet(shared):
    """200 papers: of each code at least nine in ten found (all are); clean papers give no finding at all."""
    texts = shared / "law" / "text"
    assert [one.found for index in range(25) for one in found(*seeded(index), texts=texts)] == []
    codes_seeded = [code for _ in range(8) for code in SEEDS]
    missed = [code for index, code in enumerate(codes_seeded) if code not in {one.code for one in found(*seeded(index, code), texts=texts)}]
    assert len(codes_seeded) == 200
    assert missed == []
