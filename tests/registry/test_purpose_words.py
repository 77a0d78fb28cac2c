"""A stated purpose says something: what is typed to get past the question does not."""

import pytest

from zhiheng.registry.core.purposes import fault_of


@pytest.mark.parametrize(
    "purpose",
    [
        "", "x", "　" * 12, "查" * 10, ".........." , "1234567890", "510107199004076004", "a1b2c3d4e5" * 2, "abcdeabcdeabcde",
        "查阅材料办案" * 2,
        "\u200b\u200c\u200d\u2060\ufeff" * 3, "，。；：！？、…—·" , "查阅\u200b\u200c\u200d\u2060\ufeff材料核对", "++--==//**",
    ],
)  # fmt: skip
def test_words_that_say_nothing_are_no_purpose(purpose):
    assert fault_of(purpose)


@pytest.mark.parametrize(
    "purpose",
    [
        "核对办理的案件材料与证据",
        "办理（2026）川01刑更12号减刑案",
        "review of the parole file",
        "办案需要，核对身份情况。",
        "核实线索110是否属实",
    ],
)
def test_a_reason_or_the_number_of_a_case_is_one(purpose):
    assert fault_of(purpose) == ""
