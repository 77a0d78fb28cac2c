"""Why sensitive records are read: a reason that says something."""

from __future__ import annotations

LEAST_CHARACTERS = 10
LEAST_DIFFERENT = 5
REMEDY = f"请写明案号和用途，不少于 {LEAST_CHARACTERS} 个字"


def fault_of(purpose: str) -> str:
    """What is wrong with a stated purpose; empty where it will do. Blanks do not count, nor does one sign typed again and again."""
    text = "".join(purpose.split())
    if not text:
        return "没有写明用途"
    if len(text) < LEAST_CHARACTERS:
        return f"用途不足 {LEAST_CHARACTERS} 个字"
    return "" if len(set(text)) >= LEAST_DIFFERENT else "用途没有实际内容"
