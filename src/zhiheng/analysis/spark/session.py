"""A Spark session: of this machine, or of the cluster that `ZHIHENG_SPARK_MASTER` names.

`ZHIHENG_SPARK_MEMORY` is the memory of the driver (and of each executor on a cluster); everything else is Spark's own configuration
(`SPARK_CONF_DIR`, `SPARK_LOCAL_DIRS`, `PYSPARK_PYTHON`, `PYSPARK_SUBMIT_ARGS`).
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zhiheng.schema.errors import UnusableInputError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

MASTER: Final = "ZHIHENG_SPARK_MASTER"
MEMORY: Final = "ZHIHENG_SPARK_MEMORY"
THING: Final = "Spark 引擎"
EXTRA: Final = "请安装附加组件 zhiheng[spark] 和 Java 17，或者用 --engine duckdb。"
_LOGGING: Final = Path(__file__).with_name("log4j2.properties")
_QUIET: Final = "-XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=warning:stderr"
"""What Java has to say of itself must not stand among the lines of `--json -`."""
_ALWAYS: Final[Mapping[str, str]] = {
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.sql.ansi.enabled": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.hadoop.parquet.page.verify-checksum.enabled": "true",
}
"""China time; errors are errors, not NULLs; no page of its own; rows come as Arrow; a page that was changed is not read."""


@contextmanager
def open_session(root: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """Open a session; it ends with the block.

    root       the theme library; a session of this machine spills below it, as DuckDB does
    settings   of Spark, above those given here
    raises     UnusableInputError without pyspark, without Java, or when the session does not come up
    """
    session = _start({**_ALWAYS, **_of_place(root), **(settings or {})})
    try:
        yield session
    finally:
        with suppress(*failures()):  # when Java is gone already there is nothing to end
            session.stop()


def missing() -> str | None:
    """What stands in the way of Spark on this machine, in Chinese; None where nothing does."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        return "没有安装 pyspark"
    home = os.environ.get("JAVA_HOME")
    java = Path(home, "bin", "java") if home else shutil.which("java")
    return None if java and Path(java).is_file() else "没有找到 Java"


def failures() -> tuple[type[Exception], ...]:
    """What goes wrong with Spark: in it, on the way to it, or because its Java is gone."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return (PySparkException, Py4JError, OSError)


def _start(settings: Mapping[str, str]) -> SparkSession:
    if reason := missing():
        raise UnusableInputError(THING, "本机", reason, EXTRA)
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.appName("zhiheng")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except failures() as error:
        raise UnusableInputError(THING, settings["spark.master"], f"无法启动（{first_line(error)}）", EXTRA) from error


def _of_place(root: Path) -> dict[str, str]:
    """Settings of this machine, or of a cluster."""
    master = os.environ.get(MASTER) or f"local[{os.cpu_count() or 1}]"
    memory = os.environ.get(MEMORY) or "2g"
    java = f"-Dlog4j2.configurationFile={_LOGGING} {_QUIET}"
    settings = {"spark.master": master, "spark.driver.memory": memory, "spark.driver.extraJavaOptions": java}
    if master.startswith("local"):
        alone = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.local.dir": str(root / ".spill" / "spark"),
        }
        return settings | alone | {"spark.sql.shuffle.partitions": str(os.cpu_count() or 1)}
    return settings | {"spark.executor.memory": memory}


def first_line(error: Exception) -> str:
    """The first line of an error's words."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
