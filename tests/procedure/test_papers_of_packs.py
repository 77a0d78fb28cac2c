"""Every paper of every pack, from its stories and with its optional values left out: nothing that an official would not send."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path

import pytest

from tests.printed import differences
from zhiheng.catalog import packs
from zhiheng.dossier.core.blocks import blocks_of, plain_text
from zhiheng.dossier.core.citing import FULL, rested_on
from zhiheng.dossier.core.errors import DocumentRefused
from zhiheng.dossier.core.organ_names import full_name
from zhiheng.dossier.core.pdf import to_pdf
from zhiheng.dossier.core.word import to_word
from zhiheng.procedure.core.effects import draws_values, effects_of
from zhiheng.procedure.core.fold import follow
from zhiheng.procedure.core.state import State
from zhiheng.simulate.plays.scenes import scenes_of, stories_of

KNOWN = {
    "number": "〔2026〕1号", "signed_on": "2026年11月29日", "case_number": "（2026）1号", "case_title": "某案",
    "document_number": "川检建〔2026〕1号", "document_title": "检察建议书",
}  # fmt: skip
FORBIDDEN = {
    "a hole": r"无至|至无|自无|自起|至止|—至|至—|自至",
    "a machine's word": r"None|True|False|\{'|\{\{|\[\[|\]\]|(?<![A-Za-z0-9])[a-z]{3,}(?:_[a-z]+)*(?![A-Za-z0-9])",
    "a code of an item": r"(?<![A-Za-z0-9])[a-z]{1,2}\d+-\d+(?![A-Za-z0-9])",
    "a day or an instant of the machine": r"(?<!\d)\d{4}-\d\d(?:-\d\d)?(?![\d-])|\dT\d\d:",
    "brackets in brackets": r"（[^（）]*（(?!以下简称)",
    "a dash for what is not known": r"(?:^|\t)—(?=\t|$)",
    "a law that is no state law": r"《中华人民共和国[^》]*(?<!实施)办法》",
    "empty brackets": r"（\s*）|《\s*》|“\s*”|（，|，）|【\s*】",
    "doubled punctuation": r"。。|，，|：。|；。|，。|、。|：：|；；|。，|：，|、，",
    "a sentence that begins with punctuation": r"^[，。；、：]",
    "what nobody would write": r"^(?:\d+．)?(?:x|a|b|测试|理由|意见|情况|结果|评估)。?$|未填|未编号",
    "a short name of an organ": r"(?<!人民)(?<!级)(?:检察院|法院)(?=：|$)|^[^（）]{2,12}(?<!人民)检察院$",
}
GOES_OUT = ("通知书", "告知书", "建议书", "意见书", "函", "意见书（移送涉嫌犯罪案件）")
TO_NOBODY = {
    ("commutation", "recheck_opinion"): "公示异议的复核意见，归卷",
    ("commutation", "house_recheck_opinion"): "公示异议的复核意见，归卷",
    ("medical_release", "forensic_opinion"): "技术性证据专门审查意见，归卷",
}
SAMPLES = {
    "text": "某项", "paragraphs": ["某段。"], "list": ["甲项"], "date": "2026-11-29", "instant": "2026-11-29T10:00", "amount": "100",
    "term": 9, "tenths": 12, "flag": True, "organ": "沱江监狱",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalog():
    return packs.loaded(Path(__file__).resolve().parents[2] / "packs")


@pytest.fixture(scope="module")
def drawn(catalog):
    """(paper, story, text, blocks) of everything that stories draw and that the services alone do not have to complete."""
    return [
        found
        for story in chain.from_iterable(stories_of(catalog).values())
        for found in papers_of(catalog, story)
    ]  # fmt: skip


def papers_of(catalog, story):
    scenes = list(scenes_of(story))
    state = State()
    for event in [scenes[-1].opened, *(one for one, _ in scenes[-1].acts)] if scenes else []:
        state = follow(story.spec, state, event)
        for drawing in effects_of(story.spec, state, event).draws:
            document = catalog.document_for(story.spec, drawing.document)
            values = draws_values(story.spec, state, drawing, event, document.placeholders, catalog.items)
            named = str(values.get("by_law") or "")
            cites = named.split("、") if named else document.source or story.spec.source
            values = {**values, **rested_on(document.placeholders, cites, event.on)}
            known = {name: value for name, value in {"organ": full_name(event.organ), **KNOWN}.items() if name in document.placeholders}
            try:
                blocks = blocks_of(document, {**known, **values})
            except DocumentRefused:
                continue
            yield document, f"{story} {event.name}", plain_text(blocks), blocks


def found_in(text):
    return [f"{kind}：{found[0]}" for kind, pattern in FORBIDDEN.items() if (found := re.search(pattern, text, re.MULTILINE))]


def test_nothing_in_a_paper_of_a_story_that_an_official_would_not_send(drawn):
    assert len(drawn) > 1900
    assert sorted({(document.pack, document.id, one) for document, _, text, _ in drawn for one in found_in(text)}) == []


def sample_of(place):
    if place.type == "table":
        return [{key: sample_of(cell) for key, cell in place.cells.items()}]
    return next(iter(place.codes)) if place.type == "choice" else SAMPLES[place.type]


def with_gaps(document):
    """The values of a paper without its optional ones: all of them, then each alone."""
    full = {name: sample_of(place) for name, place in document.placeholders.items()}
    optional = [name for name, place in document.placeholders.items() if place.optional]
    for left_out in (optional, *([name] for name in optional)):
        yield {name: value for name, value in full.items() if name not in left_out}


def test_no_paper_has_a_hole_where_an_optional_value_is_not_known(catalog):
    holes = set()
    for key, document in catalog.documents.items():
        for values in with_gaps(document):
            text = plain_text(blocks_of(document, values))
            holes |= {(*key, one) for one in found_in(text)}
            holes |= {(*key, line) for line in dangling(text)}
    assert sorted(holes) == []


def dangling(text):
    """Lines that lead to nothing: a colon at the end of the text, or before the signature."""
    lines = text.splitlines()
    ends = [
        line
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
        if line.endswith("：") and after in {"", "沱江监狱", "某项", "2026年11月29日"}
    ]
    return [line for line in ends if len(line) > len("某项：") and "签名" not in line and not line.startswith(("某项", "附件"))]


def test_papers_that_go_out_say_to_whom_and_are_signed_with_a_day(catalog):
    lacking = []
    for key, document in catalog.documents.items():
        kinds = {line.kind for line in document.lines}
        if document.grid or not document.title.endswith(GOES_OUT) or key in TO_NOBODY:
            continue
        lacking += [(*key, kind) for kind in ("title", "addressee", "sign", "date") if kind not in kinds]
    assert sorted(lacking) == []


def test_copies_stand_at_the_foot_and_say_so(catalog):
    wrong = [
        key
        for key, document in catalog.documents.items()
        for at, line in enumerate(document.lines)
        if line.kind == "copies" and (at + 1 != len(document.lines) or not line.text.startswith("抄送："))
    ]
    assert wrong == []


def test_a_field_that_bears_the_name_of_number_or_day_by_chance_is_not_the_paper_s(drawn):
    numbers = {text.splitlines()[2] for document, _, text, _ in drawn if document.pack == "patrol" and document.id == "patrol_notice"}
    assert numbers == {KNOWN["number"]}
    days = {
        text.splitlines()[-1]
        for document, _, text, _ in drawn
        if (document.pack, document.id) == ("medical_release", "release_certificate")
    }
    assert days == {KNOWN["signed_on"]}


def test_copies_name_the_organs_of_the_outcome_beside_the_addressee(drawn):
    ends = {text.splitlines()[-1] for document, _, text, _ in drawn if (document.pack, document.id) == ("corrections", "warning")}
    assert ends == {"抄送：成都市武侯区人民检察院。"}


def test_items_are_written_by_their_titles(drawn):
    told = "".join(text for document, _, text, _ in drawn if (document.pack, document.id) == ("conduct", "conduct_notice"))
    assert "适用计分考核条目“检举揭发违法犯罪线索查实”" in told


def test_a_law_is_named_in_full_where_a_paper_first_names_it(catalog):
    """《社区矫正法实施办法》第三十四条 stood in six papers that had not named it in full; another had a title of its own making."""
    short = set()
    for key, document in catalog.documents.items():
        text = "\n".join(line.text for line in document.lines)
        for name in re.findall(r"《([^《》]+)》第", text):
            known = FULL.get(name.replace(" ", "、"), name)
            if known != name and f"（以下简称《{name}》）" not in text:
                short.add((*key, name))
    assert sorted(short) == []


def test_every_paper_says_the_same_in_word_and_pdf_in_the_same_order(catalog, drawn):
    """The fullest of each paper (of what no story draws a sample); those of a pack in one print: one each would take long.

    抄送, which stands at the foot of the last page of a paper, is a line among the others there.
    """
    fullest = {}
    for document, _, text, blocks in drawn:
        key = (document.pack, document.id)
        if len(text) > len(plain_text(fullest.get(key, ()))):
            fullest[key] = blocks
    prints = defaultdict(list)
    for key, document in sorted(catalog.documents.items()):
        sample = {name: sample_of(place) for name, place in document.placeholders.items()}
        blocks = fullest[key] if key in fullest else blocks_of(document, sample)
        prints[key[0], document.wide] += [replace(one, kind="entry") if one.kind == "copies" else one for one in blocks]
    parted = {}
    for (pack, wide), blocks in prints.items():
        look = {"title": pack, "author": pack, "on": date(2026, 6, 30), "wide": wide}
        parted[pack] = parted.get(pack, []) + differences(to_pdf(blocks, **look), to_word(blocks, **look))
    assert {pack: found for pack, found in parted.items() if found} == {}


def test_what_an_officer_wrote_as_a_paragraph_ends_as_a_sentence(drawn):
    """脱离监管十日 stood as a paragraph without an end."""
    open_ends = {
        (document.pack, document.id, block.text)
        for document, _, _, blocks in drawn
        for block in blocks
        if block.kind == "paragraph" and len(block.text) > 3 and re.search(r"[\u4e00-\u9fff0-9）》]$", block.text.removesuffix("（签名）"))
    }
    assert sorted(open_ends) == []


def test_a_detention_house_has_no_committee_of_a_prison(drawn):
    """Its 所务会 decides; papers shared with prisons named the prison's committee. Of commutation and parole they rest on its own rules."""
    own = [(one.pack, one.id, text) for one, story, text, _ in drawn if "detention" in story and "看守所" in text.splitlines()[0]]
    assert own
    assert [(pack, name) for pack, name, text in own if "评审委员会" in text] == []
    assert [(pack, name) for pack, name, text in own if pack in {"commutation", "parole"} and "监狱法" in text] == []


def test_a_detention_house_rests_on_its_own_rules(catalog):
    """Papers of one track that prison and detention house share: each names the rules of who writes."""
    named = {"medical_release": "监狱法", "medical_release_detention": "看守所留所执行刑罚罪犯管理办法"}
    for procedure, other in zip(named, reversed(named.values()), strict=True):
        papers = [found for story in stories_of(catalog)[procedure] for found in papers_of(catalog, story)]
        texts = {document.id: text for document, _, text, _ in papers}
        assert {"exam_request", "release_proposal", "release_publication"} <= texts.keys()
        assert all(named[procedure] in texts[paper] for paper in ("exam_request", "release_proposal"))
        assert [paper for paper, text in texts.items() if other in text] == []
