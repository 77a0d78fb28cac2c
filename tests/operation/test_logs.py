"""No log names a person: identity numbers, telephones, questions of addresses, words of errors stay out, whatever writes them."""

from __future__ import annotations

import json
import logging
import logging.config
from io import StringIO

import pytest

from zhiheng.operation.core.logs import JsonLines, PersonalDataFilter, PlainLines, cleaned, configuration

NUMBER = "510107199004075992"


@pytest.fixture(params=[JsonLines, PlainLines])
def log(request):
    """A logger as the settings make it, and what it wrote."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(request.param())
    handler.addFilter(PersonalDataFilter())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    logger.out = out
    return logger


@pytest.mark.parametrize(
    "text",
    [
        f"身份证号 {NUMBER} 重复",
        "51010719900407599X",
        "510107 19900407 5992",
        "510107-19900407-599X",
        "５１０１０７１９９００４０７５９９２",
        "510107900407599",
        "电话 13800138000",
        "6222 0202 0000 1234 567",
        f"Not Found: /persons/?q={NUMBER}&name=甲某",
        "甲某@example.invalid",
        "Not Found: /persons/甲某/",
        "Not Found: /ledgers/x/%E7%94%B2%E6%9F%90甲某.pdf",
        f'duplicate key value violates unique constraint "x" DETAIL:  Key (id_number, name)=({NUMBER}, 甲某) already exists.',
    ],
)
def test_texts_are_cleaned(text):
    told = cleaned(text)
    assert not any(part in told for part in (NUMBER, "199004", "１９９００４", "900407", "13800138000", "0000 1234", "甲某", "599X"))


def test_what_helps_an_operator_stays():
    assert cleaned("Not Found: /cases/ 在第 12 步，2026-06-30，端口 8000") == "Not Found: /cases/ 在第 12 步，2026-06-30，端口 8000"


def test_arguments_of_a_line_are_cleaned_too(log):
    log.warning("%s 重复 %d 次", NUMBER, 2)
    assert "重复 2 次" in log.out.getvalue()
    assert NUMBER not in log.out.getvalue()


def test_an_error_is_told_by_kind_and_place_and_not_by_its_words(log):
    try:
        int(f"甲某 {NUMBER}")
    except ValueError:
        log.exception("步骤失败")
    told = log.out.getvalue()
    assert "builtins.ValueError" in told
    assert "test_logs.py" in told
    assert "甲某" not in told
    assert NUMBER not in told


def test_the_number_of_an_error_of_the_system_is_told(log):
    try:
        open("/nonexistent/甲某")  # noqa: PTH123, SIM115
    except OSError:
        log.exception("步骤失败")
    assert "2" in log.out.getvalue()
    assert "甲某" not in log.out.getvalue()


def test_lines_of_json_are_read_back():
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    handler.addFilter(PersonalDataFilter())
    logger = logging.Logger("zhiheng.requests")
    logger.addHandler(handler)
    logger.info("request", extra={"method": "GET", "route": "cases/", "status": 200, "milliseconds": 3, "secret": NUMBER})
    told = json.loads(out.getvalue())
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "info",
        "from": "zhiheng.requests",
        "text": "request",
        "method": "GET",
        "route": "cases/",
        "status": 200,
        "milliseconds": 3,
    }


@pytest.mark.parametrize("kind", ["json", ""])
def test_every_handler_of_the_settings_has_the_filter(kind):
    told = configuration(kind)
    assert all("persons" in one["filters"] for one in told["handlers"].values())
    logging.config.DictConfigurator(told)


def test_a_request_is_logged_by_the_pattern_of_its_address(client, db, caplog):
    with caplog.at_level(logging.INFO, "zhiheng.requests"):
        client.get(f"/nobody/{NUMBER}/?name=甲某")
    (line,) = [record for record in caplog.records if record.name == "zhiheng.requests"]
    assert (line.route, line.status, line.getMessage()) == ("unknown", 404, "request")
