"""以法律规则回答案例 (check)，说明规则及其参数 (explain, list)，核对引用的法条 (texts)，列出法律的变化 (changes) 和法定期限 (limits)."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zhiheng.cli import law_changes, law_limits
from zhiheng.cli.output import write_json, write_lines
from zhiheng.law import check, citations, limits
from zhiheng.law.errors import Refused
from zhiheng.law.rule import MARKS, Parameter, Version
from zhiheng.law.rule import versions as rule_versions
from zhiheng.schema.errors import UnusableInputError

NEEDS_DATABASE = False
Line = tuple[int, dict[str, Any] | UnusableInputError]
_SATISFIED = {True: "✓", False: "✗", None: "?"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Each act with its own options."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="check|explain|list|texts|changes|limits")
    checked = acts.add_parser("check", help="answer each case of a file; exit 1 when a case with expect differs, 2 when a line is no case")
    checked.add_argument("file", type=Path, metavar="FILE.jsonl", help="one case a line: rule, as_of, facts; id, expect optional")
    explained = acts.add_parser("explain", help="a rule's parameters by effective date, its articles")
    explained.add_argument("rule", metavar="RULE")
    acts.add_parser("list", help="every rule with its articles and the day it holds from")
    texts = acts.add_parser("texts", help="check every citation against a folder of statutes and use it from now on")
    texts.add_argument("texts_dir", type=Path, metavar="DIR")
    law_limits.arguments(acts.add_parser("limits", help="every statutory clock by the name a procedure writes"))
    law_changes.arguments(acts.add_parser("changes", help="what changed in the law since a day, for whom, from when"))
    for act in acts.choices.values():
        act.add_argument("--json", metavar="FILE", help="write the answer as JSON (- = standard output)")


def run(options: argparse.Namespace) -> int:
    """0 done; 1 a case differs or a citation does not resolve; 2 a line is no case."""
    return {
        "check": check_file,
        "explain": explain,
        "list": list_rules,
        "texts": check_texts,
        "changes": law_changes.show,
        "limits": law_limits.show,
    }[options.act](options)


def check_file(options: argparse.Namespace) -> int:
    """Answer every case of a JSON Lines file; a line that is none is told apart and the others answered all the same."""
    lines = list(_lines(options.file))
    cases = [line for _, line in lines if isinstance(line, dict)]
    answers = [check.check_case(case) for case in cases]
    unusable = [(number, line) for number, line in lines if isinstance(line, UnusableInputError)]
    if options.json:
        write_lines(options.json, _in_order(lines, answers))
    if options.json != "-":
        print("\n".join(_check_words(cases, answers, unusable=len(unusable))))
    for _, error in unusable:
        print(" ".join(str(error).split()), file=sys.stderr)
    return 2 if unusable else 1 if any(each["mismatches"] for each in answers) else 0


def _in_order(lines: list[Line], answers: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The answers in the order of the file, each line that is no case in its place with what is wrong."""
    following = iter(answers)
    for number, line in lines:
        if isinstance(line, UnusableInputError):
            refused = {"code": "UNREADABLE_LINE", "message": str(line), "remedy": line.remedy}
            yield {"id": None, "rule": None, "line": number, "refused": refused, "conditions": [], "mismatches": []}
        else:
            yield next(following)


def _lines(path: Path) -> Iterator[Line]:
    """Each line of a file with its number: the case, or why it is none."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise UnusableInputError("案例文件", str(path), f"不能读取：{error.strerror}", "请核对文件位置") from error
    except UnicodeDecodeError as error:
        raise UnusableInputError("案例文件", str(path), "不是 UTF-8 编码的文本", "请另存为 UTF-8 编码的 JSON Lines") from error
    numbered = [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not numbered:
        raise UnusableInputError("案例文件", str(path), "没有案例", "每行写一个 JSON 案例：rule、as_of、facts")
    for number, line in numbered:
        try:
            yield number, _case(line, f"{path.name} 第 {number} 行")
        except UnusableInputError as error:
            yield number, error


def _case(line: str, place: str) -> dict[str, Any]:
    """One line as a case."""
    try:
        case = json.loads(line, object_pairs_hook=_once, parse_constant=_no_constant)
        check.read_case(case)
    except RecursionError as error:
        raise UnusableInputError("案例", place, "嵌套过深", "请改正该行") from error
    except json.JSONDecodeError as error:
        raise UnusableInputError("案例", place, f"第 {error.colno} 个字符处不是有效的 JSON", "请改正该行") from error
    except Refused as refusal:
        raise UnusableInputError("案例", place, refusal.message, refusal.remedy) from refusal
    return dict(case)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names each stand once."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Refused("DUPLICATE_FIELD", f"字段“{name}”出现两次", "请只保留一个")
        found[name] = value
    return found


def _no_constant(word: str) -> Any:
    raise Refused("WRONG_TYPE", f"{word} 不是 JSON 的数", "请改正该值")


def _check_words(cases: list[dict[str, Any]], answers: list[dict[str, Any]], *, unusable: int) -> Iterator[str]:
    """Differences, refusals and, for cases without an expectation, the whole answer; then the sums."""
    for case, answer in zip(cases, answers, strict=True):
        name = f"{answer['id'] or '（无编号）'} {answer['rule']}"
        if "refused" in answer:
            yield f"{name}：不予回答 — {answer['refused']['message']}。{answer['refused']['remedy']}（{answer['refused']['code']}）"
        elif "expect" not in case:
            yield from _answer_words(name, answer)
        for each in answer["mismatches"]:
            yield f"{name}：{each['field']} 应为 {_json(each['expected'])}，实为 {_json(each['got'])}"
    differing = sum(bool(each["mismatches"]) for each in answers)
    told = f"，另有 {unusable} 行不是案例" if unusable else ""
    yield f"共 {len(answers)} 例，{differing} 例与预期不同，{sum('refused' in each for each in answers)} 例不予回答{told}"


def _answer_words(name: str, answer: dict[str, Any]) -> Iterator[str]:
    yield f"{name}（{answer['as_of']}，{MARKS[answer['mark']]}）"
    for field, value in answer["result"].items():
        yield f"  {field} = {_json(value)}"
    for each in answer["conditions"]:
        yield f"  {_SATISFIED[each['satisfied']]} {each['detail']}〔{'、'.join(each['cites'])}〕"


def explain(options: argparse.Namespace) -> int:
    """Print a rule: what it reads, gives, its versions and their parameters with articles."""
    check.load_rules()
    versions = rule_versions(options.rule)
    texts_dir = citations.remembered_texts(_home())
    if options.json:
        write_json(options.json, [_version_json(each) for each in versions])
    if options.json != "-":
        print("\n".join(line for each in versions for line in _version_words(each, texts_dir)))
    return 0


def _version_words(version: Version, texts_dir: Path | None) -> Iterator[str]:
    until = f" 至 {version.until}" if version.until else ""
    yield f"{version.id}  {version.title}  （{version.since} 起{until}，{MARKS[version.mark]}）"
    yield f"  依据：{'、'.join(version.source)}"
    yield f"  事实：{'、'.join(version.facts.fields)}（必填：{'、'.join(version.facts.required)}）"
    yield "  结果：" + "、".join(f"{name} {zh}" for name, zh in version.outputs.items())
    for each in sorted(version.parameters, key=lambda each: each.since):
        yield f"  {_parameter_words(each)}"
    for cite in version.source:
        article = citations.resolve(cite, texts_dir)
        if article:
            yield f"  【{article.title}{f'（{article.older}）' if article.older else ''}】{article.text}"


def _parameter_words(each: Parameter) -> str:
    until = f" 至 {each.until}" if each.until else ""
    doubt = "" if each.mark == "T" else f"，{MARKS[each.mark]}"
    return f"{each.since} 起{until}  {each.name}：{each.value}〔{'、'.join(each.cites)}{doubt}〕"


def _version_json(version: Version) -> dict[str, Any]:
    return {
        "rule": version.id,
        "title": version.title,
        "source": list(version.source),
        "since": version.since.isoformat(),
        "until": version.until and version.until.isoformat(),
        "mark": version.mark,
        "facts": {name: kind.expects() for name, kind in version.facts.fields.items()},
        "required": list(version.facts.required),
        "outputs": dict(version.outputs),
        "parameters": [
            {
                "name": each.name,
                "value": each.value,
                "cites": list(each.cites),
                "since": each.since.isoformat(),
                "until": each.until and each.until.isoformat(),
                "mark": each.mark,
            }
            for each in version.parameters
        ],
    }


def list_rules(options: argparse.Namespace) -> int:
    """Print every rule, a line each version."""
    every = [version for versions in check.rules().values() for version in versions]
    if options.json:
        write_json(options.json, [_version_json(each) for each in every])
    if options.json != "-":
        print("\n".join(f"{each.id:24} {each.since} {each.mark} {each.title} 〔{'、'.join(each.source)}〕" for each in every))
    return 0


def check_texts(options: argparse.Namespace) -> int:
    """Look up every citation in a folder of statutes and remember it; 1 when one at hand does not resolve."""
    if not options.texts_dir.is_dir() or not any(options.texts_dir.glob("*.md")):
        raise UnusableInputError("法条文本", str(options.texts_dir), "不是存有法条文本（*.md）的目录", "请指定存放法条文本的目录")
    found = [(cite, mark, citations.resolve(cite, options.texts_dir)) for cite, mark in sorted(cited().items())]
    lost = [cite for cite, mark, article in found if article is None and mark == "T"]
    elsewhere = [cite for cite, mark, article in found if article is None and mark != "T"]
    citations.remember_texts(_home(), options.texts_dir)
    if options.json:
        rows = [{"cite": cite, "mark": mark, "title": article.title if article else None} for cite, mark, article in found]
        write_json(options.json, rows)
    if options.json != "-":
        print(f"引用 {len(found)} 条，查到原文 {len(found) - len(lost) - len(elsewhere)} 条")
        print("".join(f"  未见原文（已标明）：{cite}\n" for cite in elsewhere) + "".join(f"  查不到：{cite}\n" for cite in lost), end="")
    return 1 if lost else 0


def cited() -> dict[str, str]:
    """Every citation of rules, parameters and limits with the mark it is used under (the surest where there are several)."""
    found: dict[str, str] = {}
    for versions in check.rules().values():
        for version in versions:
            _enter(found, version.source, version.mark)
            for parameter in version.parameters:
                _enter(found, parameter.cites, parameter.mark)
    for family in limits.families().values():
        for limit in family.values():
            for row in limit.rows:
                _enter(found, row.cites, row.mark)
    return found


def _enter(found: dict[str, str], cites: tuple[str, ...], mark: str) -> None:
    for cite in cites:
        name = str(citations.parse(cite))
        found[name] = min(found.get(name, mark), mark, key="TSU".index)


def _home() -> Path:
    return Path(os.environ.get("ZHIHENG_HOME", "var"))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
