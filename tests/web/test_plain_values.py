"""No machine language in what clues and models show: instants and tables by the names people use."""

from __future__ import annotations

from zhiheng.web.templatetags.pages import dataset_title, plain


def test_an_instant_is_said_to_the_minute():
    assert plain("2026-09-02T22:58:00+08:00") == "2026-09-02 22:58"
    assert plain("2026-09-02") == "2026-09-02"
    assert plain("（2026）川检T1号") == "（2026）川检T1号"


def test_tables_of_the_platform_bear_their_titles():
    assert dataset_title("case_steps") == "办件的环节和期限"
    assert dataset_title("case_proposal_filing") == "办件：检察建议书备案"
    assert dataset_title("register_patrol_problems") == "台账：巡回检察问题清单"
    assert dataset_title("admin_cases") == "行政处罚案件"
    assert dataset_title("nothing") == ""
