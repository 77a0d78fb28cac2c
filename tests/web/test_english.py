"""English as second language: the catalogue is whole, pages hold no Chinese of their own, and Chinese is what nobody chose to leave."""

import ast
import re
from html.parser import HTMLParser

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from tests.web.test_acts import clues  # noqa: F401 - the same clues
from tools import english
from zhiheng.site import settings
from zhiheng.web.menu import PAGES
from zhiheng.web.second_language import in_second_language, translated

HAN = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile("“[^”]*”")
PLACES = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")
ROLES = ("prosecutor", "chief", "steward", "leader", "auditor", "security", "system", "prison", "organ-01")
FURTHER = ("search", "notice_ways", "own_security", "delegations", "change_password", "law_articles", "law_changes", "missing", "quality")


def test_every_text_of_templates_and_modules_has_its_english():
    plurals, known = english.read(english.CATALOGUE.read_text())
    wanted = english.marked() | {(text, "") for text in english.plain()}
    missing = sorted(text for text, plural in wanted if not all(known.get(text, [""])) or plurals[text] != plural and plural)
    assert not missing, f"no English yet, write it into {english.CATALOGUE}: {missing}"


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
