"""Where two spellings of a number or a name differ."""

from __future__ import annotations

from difflib import SequenceMatcher


def differs_by_slip(left: str, right: str) -> bool:
    """Whether one character was changed, left out, put in, or swapped with its neighbour (distance 1 of Damerau and Levenshtein)."""
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    a, b = left[start:], right[start:]
    if len(a) != len(b):
        return (a[1:] == b) if len(a) > len(b) else (a == b[1:])
    return a[1:] == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def marked(left: str, right: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both spellings in pieces, each with whether it differs from the other; side by side where they are equally long."""
    if len(left) == len(right):
        return _runs(left, [a != b for a, b in zip(left, right, strict=True)]), _runs(
            right, [a != b for a, b in zip(left, right, strict=True)]
        )
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    same_left = {at for block in blocks for at in range(block.a, block.a + block.size)}
    same_right = {at for block in blocks for at in range(block.b, block.b + block.size)}
    return _runs(left, [at not in same_left for at in range(len(left))]), _runs(right, [at not in same_right for at in range(len(right))])


def _runs(text: str, differs: list[bool]) -> list[tuple[str, bool]]:
    runs: list[tuple[str, bool]] = []
    for character, other in zip(text, differs, strict=True):
        if runs and runs[-1][1] == other:
            runs[-1] = (runs[-1][0] + character, other)
        else:
            runs.append((character, other))
    return runs
