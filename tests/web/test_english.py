"""English as second language: the catalogue is whole, pages hold no Chinese of their own, and Chinese is what nobody chose to leave."""

import re
from functools import cache
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import translation

from tests.web.conftest import PURPOSE
from tests.web.test_acts import clues  # noqa: F401 - the same clues
from tools import english
from tools.english_of_packs import titles
from zhiheng.models.in_force import catalog
from zhiheng.web.menu import PAGES
from zhiheng.web.second_language import in_second_language

pytestmark = pytest.mark.drawn
HAN = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile("“[^”]*”")
PLACES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
ROLES = ("prosecutor", "steward", "auditor", "security", "system", "organ-01")
FURTHER = ("search", "notice_ways", "own_security", "delegations", "change_password", "law_articles", "law_changes", "missing", "quality")


def test_every_text_of_templates_modules_and_titles_of_packs_has_its_english():
    plurals, known = english.read(english.CATALOGUE.read_text())
    missing = sorted(text for text, plural in english.wanted() if not all(known.get(text, [""])) or (plural and plurals[text] != plural))
    assert not missing, f"no English yet, write it into {english.CATALOGUE}: {missing}"


def test_titles_purposes_words_of_lists_columns_and_units_of_a_pack_are_wanted_in_english(tmp_path):
    files = {
        "codes.yaml": "kinds: {first: 甲种, purpose: 乙种}",
        "forms/one.yaml": "title: 表\nsource: 某法 第一条\nfields:\n  - {id: a, title: 栏目, codes: {x: 选项}, doc: 说明一句。}",
        "indicators/one.sql": "/* ---\ntitle: 比率\npurpose: 目的。\nunit: 匹\ncolumns: {no: 编号栏, unit: 单位栏}\n--- */\nselect '无'",
        "documents/one.md": "---\ntitle: 文书\n---\n正文不译。",
        "stories/one.yaml": "title: 故事",
        "models/one.cases.yaml": "title: 用例",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    words = {"目的。", "甲种", "乙种", "表", "栏目", "选项", "比率", "编号栏", "单位栏", "文书", "匹", "{0}匹", "{0} 匹"}
    assert titles(tmp_path) == words


def test_purposes_that_packs_take_from_shared_texts_have_their_english_too(db):
    _plurals, known = english.read(english.CATALOGUE.read_text())
    packs = catalog()
    purposes = {one.purpose for one in (*packs.models.values(), *packs.indicators.values(), *packs.packs.values())}
    purposes |= {one.shape.purpose for one in packs.registers.values() if one.shape.purpose}
    assert len(purposes) > 500
    assert sorted(one for one in purposes if HAN.search(one) and not any(known.get(one.strip(), []))) == []


def test_english_is_without_chinese_and_keeps_the_places_of_values():
    _plurals, known = english.read(english.CATALOGUE.read_text())
    for text, given in known.items():
        for one in given if text else ():
            assert not HAN.search(QUOTED.sub("", one)), f"Chinese in the English of {text}: {one}"
            assert set(PLACES.findall(one)) == set(PLACES.findall(text)), f"other places of values in {text}: {one}"


def test_what_is_installed_is_the_catalogue_as_written():
    written = english.CATALOGUE.read_text()
    assert english.CATALOGUE.with_suffix(".mo").read_bytes() == english.compiled(written), "run python tools/english.py"


class Texts(HTMLParser):
    """Texts of a page: those under a Chinese language apart from the others."""

    def __init__(self):
        super().__init__()
        self.open, self.chinese, self.others, self.labels = [], [], [], []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in {"input", "br", "img", "meta", "link", "hr", "use", "col", "wbr"}:
            self.open.append((tag, given.get("lang") or (self.open[-1][1] if self.open else "")))
        self.labels += [given[name] for name in ("aria-label", "placeholder", "title", "alt") if HAN.search(given.get(name) or "")]

    def handle_endtag(self, tag):
        if any(name == tag for name, _language in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data):
        tag, language = self.open[-1] if self.open else ("", "")
        if HAN.search(data) and tag not in {"script", "style", "title"}:
            (self.chinese if language.startswith("zh") else self.others).append(data.strip())


def texts_of(page: str) -> Texts:
    reader = Texts()
    reader.feed(page)
    return reader


@cache
def own_texts() -> set[str]:
    """Whatever templates and modules of the pages write themselves."""
    plain = {text for path in (english.SOURCE / "web").rglob("*.py") for text in english.constants(path.read_text())}
    return {text for text, _plural in english.marked()} | plain


def pages_of(client, officer):
    from zhiheng.registry.rights import may

    addresses = [reverse(page.name) for page in PAGES if may(officer, page.right)] + [reverse(name) for name in FURTHER]
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield address, answer.content.decode()


@pytest.mark.parametrize("username", ROLES)
def test_pages_of_a_post_hold_no_chinese_of_their_own(enter, officers, settings, username, clues):  # noqa: F811
    client, own = enter(username), own_texts()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for address, page in pages_of(client, officers[username]):
        found = texts_of(page)
        assert 'lang="en"' in page[:400], address
        assert not found.others, f"{address}: Chinese that does not say so: {found.others[:10]}"
        ours = sorted({text for text in (*found.chinese, *found.labels) if text in own} - {"中文"})
        assert not ours, f"{address}: no English for {ours[:10]}"


def test_chinese_comes_first_and_english_is_chosen_in_the_frame(enter, settings):
    client = enter("prosecutor")
    before = client.get("/clues/", headers={"accept-language": "en"}).content.decode()
    assert 'lang="zh-hans"' in before[:400] and "<h1" in before and "线索" in before and 'value="en" lang="en">English</button>' in before
    assert client.get(reverse("language")).status_code == 405
    answer = client.post(reverse("language"), {"language": "en", "next": "/clues/?view=open"})
    assert (answer.status_code, answer["Location"]) == (302, "/clues/?view=open")
    kept = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert kept.value == "en" and kept["httponly"] and kept["samesite"] == "Lax"
    after = client.get("/clues/")
    assert after["Content-Language"] == "en" and "English is the second language" in after.content.decode()
    client.post(reverse("language"), {"language": "zh-hans", "next": "/clues/"})
    assert re.sub(TOKEN, "", client.get("/clues/").content.decode()) == re.sub(TOKEN, "", before)


TOKEN = r"[A-Za-z0-9]{64}"


def test_a_language_nobody_offers_and_another_host_are_not_followed(client, db, settings):
    answer = client.post(reverse("language"), {"language": "fr", "next": "https://elsewhere.example/"})
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies and "elsewhere" not in answer["Location"]


def test_the_sign_in_page_is_in_english_for_who_chose_it(client, db, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/sign-in/").content.decode()
    assert "Password" in page and 'lang="zh-hans">中文</button>' in page
    refused = client.post("/sign-in/", {"username": "nobody", "password": "wrong"}).content.decode()
    assert "Wrong account or password" in refused


def test_files_stay_chinese(enter, settings, clues):  # noqa: F811
    import io

    import openpyxl

    client = enter("prosecutor")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    answer = client.get("/clues/?format=xlsx", headers=PURPOSE)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert any("状态" in str(cell.value) for cell in book.active[1])


@pytest.mark.parametrize(
    ("page", "english_page"),
    [
        ("<td>减刑 · 川西监狱</td>", '<td>Commutation · <span lang="zh-Hans">川西监狱</span></td>'),
        ("<h1>Open a case: 任务指令</h1>", "<h1>Open a case: Instructions</h1>"),
        ("<td>2026年第四季度</td><td>剩 3 天</td>", "<td>2026 Q4</td><td>3 days left</td>"),
        ("<td>▲ 3条</td>", "<td>▲ 3</td>"),
        ('<td title="2025年 (period not ended) 0条">▼ 12件</td>', '<td title="2025 (period not ended) 0">▼ 12</td>'),
        ("<td>▼ 4人</td>", "<td>▼ 4 persons</td>"),
        ("<p>See 2026年11月 of 川刑更12号</p>", '<p>See 2026-11 of <span lang="zh-Hans">川刑更12号</span></p>'),
        ("<p>行政机关、公安机关</p>", "<p>Administrative organ, Public security organ</p>"),
        ('<p class="law-text" lang="zh-Hans">减刑</p>', '<p class="law-text" lang="zh-Hans">减刑</p>'),
        ("<textarea>减刑</textarea>", '<textarea lang="zh-Hans">减刑</textarea>'),
        ("<option>减刑</option>", '<option lang="zh-Hans">减刑</option>'),
        ('<option value="commutation">减刑</option>', '<option value="commutation">Commutation</option>'),
        ('<input value="减刑" placeholder="减刑">', '<input value="减刑" placeholder="Commutation">'),
        ("<p>他说：减刑，假释。</p>", '<p><span lang="zh-Hans">他说：减刑，假释。</span></p>'),
        ("<p>对照 DNA 结果，依法减刑。</p>", '<p><span lang="zh-Hans">对照 DNA 结果，依法减刑。</span></p>'),
        ("<script>减刑</script><!--减刑--><p>A &amp; B &lt; C</p>", "<script>减刑</script><!--减刑--><p>A &amp; B &lt; C</p>"),
    ],
)
def test_what_comes_as_data_is_translated_where_the_catalogue_holds_it_and_marked_where_not(page, english_page):
    with translation.override("en"):
        assert in_second_language(page) == english_page


def test_what_a_pack_says_only_in_chinese_is_shown_whole_under_its_language_and_prevails(enter, settings):
    client = enter("prosecutor")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get("/models/overdue_release/").content.decode()
    logic = catalog().models["overdue_release"].logic
    assert f'<span lang="zh-Hans">{logic}' in page or f'lang="zh-Hans">{logic}' in page
    assert "Where the two differ, the Chinese text prevails." in page
