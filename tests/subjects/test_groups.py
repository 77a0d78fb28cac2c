"""Groups of numbers are a fold over the decisions in force: any decisions and undos, in any order."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from zhiheng.subjects.core.groups import InForce, aliases, contradiction, groups

NUMBERS = "ABCDEF"
PAIRS = [*combinations(NUMBERS, 2), *((one, one) for one in NUMBERS)]
RANKS = {name: (int(name in "BE"), organs) for organs, name in enumerate("FEDCBA")}
STEPS = st.lists(st.tuples(st.sampled_from(range(len(PAIRS))), st.sampled_from(["same", "different", "undo"])), max_size=40)


def made(seq, match, kind):
    left, right = PAIRS[match]
    return InForce(seq, match, kind, left, right, {left: RANKS[left], right: RANKS[right]})


def play(steps):
    """The decisions in force after every step, as the service keeps them: refused ones change nothing."""
    standing = {}
    for seq, (match, kind) in enumerate(steps):
        if kind == "undo":
            standing.pop(match, None)
        elif match not in standing and contradiction(standing.values(), made(seq, match, kind)) is None:
            standing[match] = made(seq, match, kind)
    return list(standing.values())


def joined(decisions):
    """Groups by plain repetition, written apart from the product."""
    sets = [{number} for number in NUMBERS]
    for one in [one for one in decisions for _ in NUMBERS]:
        if one.kind == "same":
            touched = [group for group in sets if group & {one.left, one.right}]
            sets = [group for group in sets if group not in touched] + [set().union(*touched)]
    return {frozenset(group) for group in sets if len(group) > 1}


@given(STEPS)
def test_groups_are_the_fold_of_what_is_in_force(steps):
    standing = play(steps)
    assert set(groups(standing)) == joined(standing)


@given(STEPS)
def test_nothing_decided_to_differ_is_ever_joined(steps):
    standing = play(steps)
    for one in (one for one in standing if one.kind == "different"):
        assert not any({one.left, one.right} <= group for group in groups(standing))


@given(STEPS, st.randoms())
def test_neither_the_order_nor_undone_decisions_leave_a_trace(steps, rng):
    standing = play(steps)
    shuffled = list(standing)
    rng.shuffle(shuffled)
    assert aliases(shuffled) == aliases(standing)
    for match in range(len(PAIRS)):
        new = made(1000, match, "same")
        if match not in {one.match for one in standing} and contradiction(standing, new) is None:
            undone = [one for one in [*standing, new] if one is not new]
            assert aliases(undone) == aliases(standing)


@given(STEPS, st.integers(0, len(PAIRS) - 1), st.sampled_from(["same", "different"]))
def test_a_contradiction_names_a_decision_that_stands_in_the_way(steps, match, kind):
    standing = [one for one in play(steps) if one.match != match]
    new = made(1000, match, kind)
    against = contradiction(standing, new)
    if against is None:
        whole = [*standing, new]
        apart = [one for one in whole if one.kind == "different"]
        assert not any({one.left, one.right} <= group for one in apart for group in groups(whole))
    else:
        assert against in standing
        assert against.kind != kind


def test_the_residents_number_that_most_organs_wrote_is_known():
    decisions = [
        made(1, PAIRS.index(("A", "B")), "same"),
        made(2, PAIRS.index(("B", "E")), "same"),
        made(3, PAIRS.index(("C", "D")), "same"),
    ]
    assert aliases(decisions) == {"A": "B", "E": "B", "D": "C"}


def test_later_data_do_not_change_the_number_a_person_is_known_by():
    first = InForce(1, 1, "same", "A", "B", {"A": (1, 5), "B": (1, 2)})
    later = InForce(2, 2, "same", "B", "C", {"B": (1, 90), "C": (1, 3)})
    assert aliases([first, later]) == {"B": "A", "C": "A"}


def test_of_equals_the_smallest_number_is_known():
    assert aliases([InForce(1, 1, "same", "B", "A", {"A": (1, 1), "B": (1, 1)})]) == {"B": "A"}


def test_a_shared_number_is_joined_with_no_other():
    shared = InForce(1, 1, "different", "A", "A")
    assert contradiction([shared], InForce(2, 2, "same", "A", "B")) is shared
    joined_first = InForce(1, 2, "same", "A", "B")
    assert contradiction([joined_first], InForce(2, 1, "different", "A", "A")) is joined_first
    assert contradiction([joined_first], InForce(2, 1, "same", "A", "A")) is None
