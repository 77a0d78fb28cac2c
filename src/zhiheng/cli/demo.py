"""演示：在本机生成一个模拟省份，导入、筛查、开展监督、计算指标，然后启动网页并打印地址与演示账号；--once 做完即退出。"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from zhiheng.law.clocks import add_days
from zhiheng.ledger.apps import stand
from zhiheng.ledger.core.standing import MARK, Standing
from zhiheng.schema.errors import UnusableInputError

TITLE = "演示"
SEED = 7
PROVINCE = "demonstration-province"
SHOWN_AFTER_DAYS = 70
"""The demonstration is shown so long after the day its province is assessed: two replies to documents are three days overdue by then."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """As the contract of the command line says."""
    parser.add_argument("--persons", type=int, default=400, metavar="N", help="模拟省份的人数（默认 400）")
    parser.add_argument("--once", action="store_true", help="除启动网页外全部做完，然后退出")
    parser.add_argument("--no-cases", action="store_true", help="不办理各业务包的演示案件和台账，较快")
    parser.add_argument("--host", default="127.0.0.1", help="网页监听的地址（默认只限本机）")
    parser.add_argument("--port", type=int, default=8000, metavar="P", help="网页监听的端口（默认 8000）")


def run(options: argparse.Namespace) -> int:
    """0 done; the home of real records is refused."""
    from django.conf import settings

    from zhiheng.cli import demo_portal

    home = Path(settings.HOME)
    began = time.monotonic()
    told = standing_still(home, remembered(home) or make(home, options.persons))
    accounts = demonstrate(home, told, cases=not options.no_cases)
    print(f"\n用时 {time.monotonic() - began:.0f} 秒，内存峰值 {peak_megabytes():.0f} MB")
    print(sign_in_lines(accounts))
    print(demo_portal.seat(accounts))
    print("演示不要求第二因素；正式启用后，管理员和负责人必须设置（docs/security.md）。")
    print(f"演示的时钟停在 {told['day']}，期限和逾期天数都按这一天计算。")
    if options.once:
        print(f"启动网页：zhiheng --home {home} serve --port {options.port}，地址 http://{options.host}:{options.port}/")
        return 0
    return command("serve", ["--host", options.host, "--port", str(options.port)])


def remembered(home: Path) -> dict[str, Any] | None:
    """What an earlier demonstration in this home was made with; a home with other records is refused."""
    mark = home / MARK
    if mark.exists():
        found: dict[str, Any] = json.loads(mark.read_text(encoding="utf-8"))
        return found
    from zhiheng.records.selectors import snapshot_now

    if snapshot_now().segments:
        raise UnusableInputError("演示", str(home), "该目录已有并非演示生成的数据", "请用 --home 指定一个空目录，演示数据不与真实数据混放")
    return None


def make(home: Path, persons: int) -> dict[str, Any]:
    """Make the province's files; a half-made province of an interrupted demonstration is made again."""
    import shutil

    with step("一、生成模拟省份"):
        shutil.rmtree(home / PROVINCE, ignore_errors=True)
        command("simulate", ["--persons", str(persons), "--seed", str(SEED), "--out", str(home / PROVINCE)])
    truth = json.loads((home / PROVINCE / "truth.json").read_text(encoding="utf-8"))
    return {"persons": persons, "seed": SEED, "as_of": truth["as_of"]}


def standing_still(home: Path, summary: dict[str, Any]) -> dict[str, Any]:
    """Set the clock to the demonstration's own day and remember it; one that has its day keeps it."""
    day = add_days(date.fromisoformat(summary["as_of"]), SHOWN_AFTER_DAYS)
    whole = {"day": day.isoformat(), "made_at": time.time(), **summary}
    (home / MARK).write_text(json.dumps(whole), encoding="utf-8")
    stand(Standing(day, whole["made_at"]))
    return whole


def demonstrate(home: Path, summary: dict[str, Any], *, cases: bool) -> Sequence[Any]:
    """Import, screen, supervise and assess; every part repeats nothing that an earlier demonstration did."""
    from django.conf import settings

    from zhiheng.cli import demo_cases, demo_slips, demo_tracking
    from zhiheng.cli import demo_story as story

    as_of = date.fromisoformat(summary["as_of"])
    with step("二、交换：导入各机关报送的文件"):
        print(story.import_lines(story.take_in(home / PROVINCE / "files", as_of)))
        print(demo_slips.gather(Path(settings.LIBRARY), home / PROVINCE / "slips", story.moment(as_of, 0)))
    with step("三、筛查：运行法律监督模型"):
        outcome = story.screen(as_of)
        print(story.screen_lines(outcome, home / PROVINCE / "truth.json"))
    accounts = story.seat(as_of)
    with step("四、监督：核实线索、制发文书、跟踪回复"):
        print(story.supervise(accounts, as_of))
        print(demo_tracking.track(home, loaded("simulate").boundaries(), accounts, as_of))
    if cases:
        with step("五、办案：各业务包的办件和台账"):
            accounts = demo_cases.seat_lacking(plays := loaded("simulate").plays(), accounts, as_of)
            print(demo_cases.play(plays, as_of))
            print(story.screen_own())
    with step("六、评价：指标"):
        print(story.indicator_lines())
    return accounts


def sign_in_lines(accounts: Sequence[Any]) -> str:
    """The demonstration accounts, one line each, and their password."""
    shown = [account for account in accounts if not account.username.startswith(("organ-", "head-"))]
    handlers = [account for account in accounts if account.username.startswith("organ-")]
    lines = ["\n演示账号（口令均为 " + accounts[0].password + " ，仅限演示，不得用于真实数据）："]
    lines += [f"  {account.username:<26}{account.name}　{account.role}（{account.organ}）" for account in shown]
    if handlers:
        first, last = handlers[0], handlers[-1].username
        lines.append(f"  {first.username} … {last}　　各机关经办人，如 {first.username} 为{first.organ}；head-01 … 为同一编号机关的负责人")
    return "\n".join(lines)


@contextmanager
def step(title: str) -> Iterator[None]:
    """A heading, and how long the part below it took."""
    print(f"\n{title} …", flush=True)
    began = time.monotonic()
    yield
    print(f"  （{time.monotonic() - began:.1f} 秒）", flush=True)


def command(name: str, given: list[str]) -> int:
    """Run another command of the program, as an officer would type it."""
    module = loaded(name)
    parser = argparse.ArgumentParser(prog=f"zhiheng {name}")
    module.arguments(parser)
    work: Callable[[argparse.Namespace], int] = module.run
    return work(parser.parse_args(given))


def loaded(name: str) -> Any:
    """The module of another command."""
    from importlib.metadata import entry_points

    return next(iter(entry_points(group="zhiheng.commands", name=name))).load()


def peak_megabytes() -> float:
    """Largest memory the program held so far, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1_000_000
