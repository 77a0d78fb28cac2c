"""docs/pages.md lists every page, who sees it and what for, as the program has them now."""

from tools import pages


def test_the_page_of_pages_is_as_the_command_writes_it():
    assert pages.PAGE.read_text(encoding="utf-8") == pages.written(), "run: python tools/pages.py list"


def test_every_page_says_what_it_is_for_and_who_sees_it():
    found = list(pages.pages())
    assert len(found) > 80
    assert [one.address for one in found if not one.purpose or not pages.seen_by(one.right)] == []
    assert {"/", "/search/", "/notices/", "/clues/…/"} <= {one.address for one in found}


def test_an_act_is_no_page():
    assert "/views/save/" not in {one.address for one in pages.pages()}
