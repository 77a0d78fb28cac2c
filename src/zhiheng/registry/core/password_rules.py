"""The rules a password must meet, as Django reads them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

_DJANGO = "django.contrib.auth.password_validation"
PASSWORD_RULES: list[dict[str, Any]] = [
    {"NAME": f"{_DJANGO}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_DJANGO}.CommonPasswordValidator"},
    {"NAME": f"{_DJANGO}.NumericPasswordValidator"},
    {"NAME": f"{_DJANGO}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["username", "name"]}},
    {"NAME": "zhiheng.registry.passwords.NotRepeated"},
    {"NAME": "zhiheng.registry.passwords.NotGuessed"},
    {"NAME": "zhiheng.registry.passwords.NotUsedBefore"},
]
WEAK_WORDS = (
    "zhiheng", "jiancha", "jianchayuan", "fayuan", "gongan", "sifa", "jianyu", "woaini", "woaini1314", "5201314", "1314520", "admin",
    "root", "administrator", "test", "demo", "changeme", "huawei", "inspur", "q1w2e3r4", "1qaz2wsx", "zaq12wsx", "abc123", "a123456",
    "123456", "888888", "666666", "jcy", "fy", "xtgl",
)  # fmt: skip
"""Words that passwords of this trade are made of; a password that is little more is guessed."""
LONGEST_RUN = 4
"""So many equal or neighbouring characters in a row are a repetition."""
LEAST_GUESSES_SCORE = 3
"""On the scale of zxcvbn: 3 is safe against ten thousand guesses a second on a stolen hash of a slow kind."""
REMEMBERED = 5
"""So many former passwords are not taken again."""


def repeats(password: str) -> bool:
    """Whether it is one piece over and over, or holds a run of one character or of neighbours (aaaa, 1234, dcba)."""
    doubled = (password + password)[1:-1]
    if password and password in doubled:
        return True
    steps = [ord(after) - ord(before) for before, after in pairwise(password)]
    runs = zip(*(steps[at:] for at in range(LONGEST_RUN - 1)), strict=False)
    return any(len(set(run)) == 1 and run[0] in {-1, 0, 1} for run in runs)
