"""Whether a text names a person, however the number was typed."""

from __future__ import annotations

import pytest

from zhiheng.registry.core.named_numbers import names_any

PERSON = "510104199003078914"
OLD, OLD_TYPED = "510104196003078912", "510104600307891"
OTHER = "510107198812120019"


@pytest.mark.parametrize(
    "text",
    [
        PERSON, f"其子{PERSON}，在校", "５１０１０４１９９００３０７８９１４", "510104 19900307 8914", "510104-19900307-8914",
        "510104199003078941",
        "51010419900307891", "5101041990030789144", "510104199003078814", f"9{PERSON}",
    ],
)  # fmt: skip
def test_a_number_is_known_as_it_was_typed(text):
    assert names_any(["张三", None, text], {PERSON, OTHER})


def test_one_of_fifteen_digits_is_the_same_person():
    from zhiheng.schema.identity import to_18

    assert names_any([OLD_TYPED], {to_18(OLD_TYPED)})
    assert not names_any([OLD_TYPED], {PERSON})


@pytest.mark.parametrize(
    "text", ["", "张三", OTHER, "13800138000", "2026-01-01", "510104199003078", "51010419900307", "510104199113078915"]
)
def test_what_names_nobody_of_them_does_not(text):
    assert not names_any([text], {PERSON})


def test_nobody_is_closed_where_nobody_is():
    assert not names_any([PERSON], set())
