"""What an eye objected to on pages: words of the program, texts over one another, lists without an order, titles that lost their end."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from zhiheng.dossier.core.print_sheets import MARGINS, weights_of, width_of
from zhiheng.models.in_force import catalog
from zhiheng.portal.selectors.reading import fact
from zhiheng.register.core.ledgers import key_of, words_of_key
from zhiheng.register.models import Entry
from zhiheng.schema import DATASETS
from zhiheng.web.cases.drawing import BESIDE_WAITS, PER_LINE, drawn, lines_of
from zhiheng.web.fields.inputs import ShownField
from zhiheng.web.templatetags.pages import spoken_together

pytestmark = pytest.mark.django_db


def text_of(client, address):
    page = client.get(address, follow=True)
    assert page.status_code == 200, address
    return page.content.decode()


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_page_of_an_account_says_in_its_head_who_looks_and_not_what_posts_the_account_holds(enter, officers):
    page = text_of(enter("security"), reverse("account", args=[officers["chief"].pk]))
    head = page.partition("topbar-place")[2].partition("</div>")[0]
    assert "安全管理员" in head
    assert "Post" not in head
    assert "检察长" in words_of(page)


def test_items_name_the_steps_and_papers_that_cover_them_by_their_titles(enter):
    spec = catalog().items["legality_items"]
    page = text_of(enter("prosecutor"), reverse("items", args=["legality_items"]))
    procedure = catalog().procedures["legality_review"]
    assert f"流程节点 {procedure.title}：{procedure.steps['review'].title}" in page
    assert "legality_review.review" not in words_of(page)
    assert f'href="{reverse("procedure", args=["legality_review"])}#step-review"' in page
    assert spec.items


def test_an_entry_without_a_number_is_named_by_the_words_of_its_key():
    keyed = next(spec.shape for spec in catalog().registers.values() if len(spec.shape.key) == 2)
    key = key_of(keyed, {keyed.key[0]: "2026-09-02", keyed.key[1]: "甲|乙\\丙"})
    assert str(Entry(key=key)) == words_of_key(key) == "2026-09-02 · 甲|乙\\丙"
    assert str(keyless := Entry(key=None)) == str(keyless.pk)
    assert str(Entry(key=key, number="川值1号")) == "川值1号"


def test_on_a_drawing_no_text_runs_over_another_and_what_is_short_of_room_says_so():
    every = catalog().procedures.values()
    for box in (box for spec in every for box in drawn(spec, {name: {"cases": 12, "days": 365} for name in spec.steps}).boxes):
        assert len(box.lines) <= 2 and all(len(line) <= PER_LINE for line in box.lines), box
        assert "".join(box.lines) == box.title or box.lines[-1].endswith("…")
        assert len(box.by_short) <= BESIDE_WAITS and (box.by_short == box.by or box.by_short.endswith("…"))
    assert all(len(box.by_short) <= PER_LINE for spec in every for box in drawn(spec, {}).boxes)


def test_a_title_breaks_after_a_mark_where_one_allows_it():
    assert lines_of("法制部门审核、会签并报负责人") == ("法制部门审核、", "会签并报负责人")
    assert lines_of("登记") == ("登记",)


def test_what_may_be_opened_stands_pack_by_pack(enter):
    page = text_of(enter("prosecutor"), reverse("choose_case"))
    heads = re.findall(r'<h2 class="card-title" id="pack-\d+">([^<]+)</h2>', page)
    assert len(heads) == len(set(heads)) > 3
    assert set(heads) <= {pack.title for pack in catalog().packs.values()}


def test_the_search_of_papers_stands_below_the_cases_in_the_menu(enter):
    page = text_of(enter("prosecutor"), reverse("paper_search"))
    assert re.findall(r'<a class="nav-link" href="([^"]+)" aria-current="page"', page) == [reverse("cases")]


def test_what_the_system_counts_is_not_marked_as_to_be_filled_in():
    every = (item for spec in catalog().procedures.values() for step in spec.steps.values() for item in spec.form_of(step))
    days = next(item for item in every if item.counts and item.required)
    assert not ShownField(days).is_needed
    assert ShownField(days.model_copy(update={"counts": None})).is_needed


def test_persons_read_their_term_in_years_and_months():
    fields = DATASETS["sentences"].fields
    assert fact("sentences", fields["term_months"], 18) == ("刑期", "一年六个月")
    assert fact("sentences", fields["name"], "王甲") == (fields["name"].zh, "王甲")


def test_short_cells_of_a_print_stand_in_one_line():
    rows = [["1", "已记录", "2026-08-26", "2026-08-26 22:58 监狱死亡一名；2026-08-27 00:10 检察室已到场，逐项查看并记录" * 2, "", ""]]
    columns = ["序号", "状态", "值班日期", "事项", "无事项说明", "未结事项"]
    weights = weights_of(columns, rows, 102)
    assert sum(weights) == pytest.approx(102)
    for place, text in enumerate(rows[0][:3]):
        assert weights[place] >= MARGINS + max(width_of(text), width_of(columns[place]))


def test_a_law_is_named_once_before_its_articles():
    """建案 said 《人民检察院组织法》第十条、《人民检察院组织法》第二十四条."""
    cites = ["人民检察院组织法 第十条", "人民检察院组织法 第二十四条", "社区矫正法 第三十四条"]
    assert spoken_together(cites) == "《人民检察院组织法》第十条、第二十四条、《社区矫正法》第三十四条"
