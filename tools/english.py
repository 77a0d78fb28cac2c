"""The English of the pages: `python tools/english.py` brings the catalogue up to the texts in use, and compiles it.

Texts come from templates, from `gettext` calls, as plain constants from modules of pages, and from packs: titles, words of lists,
columns, units. New ones enter the catalogue with an empty translation and are named. Sentences of packs and data files may stand in it,
none has to; `--clean` takes out what nobody says any more. `--check` changes nothing and exits with 1 where something is missing.
"""

from __future__ import annotations

import ast
import gc
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools.english_of_packs import titles  # noqa: E402 - found from the root wherever it is called

SOURCE, PACKS = ROOT / "src/zhiheng", ROOT / "packs"
CATALOGUE = SOURCE / "web/locale/en/LC_MESSAGES/django.po"
HAN = re.compile("[\u4e00-\u9fff]")
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
BLOCKS, WORDS = {"blocktrans", "blocktranslate"}, {"trans", "translate"}
INNER = re.compile(r"""_\((?P<q>["'])(?P<text>.+?)(?P=q)\)""")
HEADER = "Content-Type: text/plain; charset=UTF-8\nLanguage: en\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
Message = tuple[str, str]
"""A text and its plural, which is empty where it has none."""
SHOWN = (
    "registry/core/kinds.py", "registry/core/roles.py", "oversight/core/states.py", "models/core/states.py", "models/core/differing.py",
)  # fmt: skip
"""Modules below the pages whose plain texts pages show."""
NO_PAGE = re.compile(
    r"web/(?:serve|outside|elsewhere|apps|odd)\.py|web/sheets/|web/law/(?:entered|form)|web/persons/lengths|web/judgments/drafts"
)
"""Modules of the pages whose plain texts go to the console, into files and papers, or are what is read in."""
NO_TEXT = re.compile(r"\(\?|^\[|select ", re.S)
"""Patterns, statements and single characters are no texts."""


def from_template(text: str) -> Iterator[Message]:
    """What a template marks for translation."""
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        if token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from ((found["text"].replace("%", "%%"), "") for found in INNER.finditer(token.contents))
        if token.token_type != TokenType.BLOCK:
            continue
        name, *rest = token.split_contents()
        if name in BLOCKS:
            yield block(tokens, trimmed="trimmed" in rest)
        elif name in WORDS and rest[0][0] in "\"'":
            yield rest[0][1:-1].replace("%", "%%"), ""


def block(tokens: Iterator[Token], *, trimmed: bool) -> Message:
    """The text of a block up to its end, names of values in the form of format strings."""
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents.startswith("end"):
            break
        if token.token_type == TokenType.BLOCK:
            parts.append([])
        elif token.token_type == TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        else:
            parts[-1].append(token.contents.replace("%", "%%"))
    told = ["".join(part) for part in parts]
    texts = [" ".join(line.strip() for line in one.strip().splitlines()) for one in told] if trimmed else told
    return texts[0], texts[1] if len(texts) > 1 else ""


def parsed(text: str) -> ast.Module:
    """The module read, without a search for cycles meanwhile: finalizers that read modules too break Python 3.11's reader (gh-106905)."""
    gc.disable()
    try:
        return ast.parse(text)
    finally:
        gc.enable()


def from_python(text: str) -> Iterator[Message]:
    """What a module passes to gettext."""
    for node in ast.walk(parsed(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            given = [one.value for one in node.args[: CALLS[node.func.id]] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if given:
                yield given[0], given[1] if len(given) > 1 else ""


def constants(text: str) -> Iterator[str]:
    """The plain texts of a module, without what documents it."""
    tree = parsed(text)
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    notes |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes and HAN.search(node.value):
            yield from (node.value,) if len(node.value) > 1 and not NO_TEXT.search(node.value) else ()


def marked() -> set[Message]:
    """Texts that templates and modules mark."""
    pages = [one for path in sorted(SOURCE.rglob("*.html")) for one in from_template(path.read_text())]
    calls = [one for path in sorted(SOURCE.rglob("*.py")) for one in from_python(path.read_text())]
    return {one for one in (*pages, *calls) if HAN.search(one[0])}


def plain() -> set[str]:
    """Texts that lower rooms hand to pages as they are."""
    pages = [path for path in (SOURCE / "web").rglob("*.py") if not NO_PAGE.search(path.as_posix())]
    return {text for path in [*pages, *(SOURCE / name for name in SHOWN)] for text in constants(path.read_text())}


def wanted() -> set[Message]:
    """Every text that must have its English, with its plural where it has one."""
    texts = marked()
    return texts | {(one, "") for one in (plain() | titles(PACKS)) - {one for one, _ in texts}}


def quoted(text: str) -> str:
    """A text as a catalogue writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def written(texts: Iterable[Message], english: dict[str, list[str]]) -> str:
    """The catalogue of these texts, in their order."""
    lines = ['msgid ""', f"msgstr {quoted(HEADER)}", ""]
    for one, plural in sorted(texts):
        given = english.get(one, [])
        lines.append(f"msgid {quoted(one)}")
        if plural:
            given = [*given, "", ""][:2]
            lines += [f"msgid_plural {quoted(plural)}", *(f"msgstr[{place}] {quoted(text)}" for place, text in enumerate(given))]
        else:
            lines.append(f"msgstr {quoted(given[0] if given else '')}")
        lines.append("")
    return "\n".join(lines)


def read(text: str) -> tuple[dict[str, str], dict[str, list[str]]]:
    """A catalogue: text → its plural, text → its English."""
    plurals: dict[str, str] = {}
    english: dict[str, list[str]] = {}
    last = ""
    for line in text.splitlines():
        key, _, value = line.partition(" ")
        given = ast.literal_eval(value) if value else ""
        if key == "msgid":
            last = given
            plurals[last], english[last] = "", []
        elif key == "msgid_plural":
            plurals[last] = given
        elif key.startswith("msgstr"):
            english[last].append(given)
    return plurals, english


def compiled(text: str) -> bytes:
    """A catalogue in the form that gettext reads."""
    plurals, english = read(text)
    pairs = sorted(
        ((f"{one}\0{plurals[one]}" if plurals[one] else one).encode(), "\0".join(given).encode())
        for one, given in english.items()
        if all(given)
    )
    count = len(pairs)
    heads, places, at = [], [], 28 + 16 * count
    for column in (0, 1):
        for pair in pairs:
            places.append((len(pair[column]), at))
            at += len(pair[column]) + 1
    heads = [number for place in places for number in place]
    body = b"".join(pair[column] + b"\0" for column in (0, 1) for pair in pairs)
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 28 + 16 * count) + struct.pack(f"<{4 * count}I", *heads) + body


def brought() -> str:
    """Everything that packs and the data files of lower rooms say, in one text."""
    files = [path for root in (PACKS, SOURCE) for path in root.rglob("*") if path.suffix in {".yaml", ".sql", ".md", ".csv"}]
    return "\n".join(path.read_text(errors="ignore") for path in files)


def used(kept: set[str]) -> set[str]:
    """Of texts that nothing marks, those that packs or data files still say."""
    told = brought()
    return {text for text in kept if text in told}


def main(arguments: list[str]) -> int:
    """Bring the catalogue up to date, or say whether it is."""
    before = CATALOGUE.read_text() if CATALOGUE.exists() else ""
    english = read(before)[1]
    texts = wanted()
    others = {one for one, given in english.items() if one and any(given)} - {one for one, _ in texts}
    after = written(texts | {(one, "") for one in (used(others) if "--clean" in arguments else others)}, english)
    binary = CATALOGUE.with_suffix(".mo")
    missing = [one for one, given in read(after)[1].items() if not all(given)]
    for one in missing:
        print("没有英文：", one)
    if "--check" in arguments:
        return int(bool(missing) or after != before or binary.read_bytes() != compiled(after))
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_text(after)
    binary.write_bytes(compiled(after))
    return int(bool(missing))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
