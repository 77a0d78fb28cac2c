"""Logs that say what happened and where, and nothing about a person: long numbers, questions of addresses and words of errors stay out.

A fault is told by its kind and the lines of code it came through. Its own words are left out: databases and readers put values into them.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LONG_NUMBER = re.compile(r"\d(?:[ \-]?\d){9,}[Xx]?")
"""Numbers of identity papers, telephones, bank cards, however they are grouped; \\d also matches full-width digits."""
QUESTION = re.compile(r"\?[^\s\"'）)]*")
MAIL = re.compile(r"(?<![\w.+-])[\w.+-]++@[\w-]+\.[\w.]+")
"""Sought from the first letter of a word alone: a long address of a page costs no more than its length."""
NAMED = re.compile(r"/[^\s/?#\"'）)]*[\u3400-\u9fff%][^\s/?#\"'）)]*")
"""A part of an address with Chinese signs, plain or encoded: whoever follows a wrong link may have put a name there."""
DETAIL = re.compile(r"\b(?:DETAIL|CONTEXT|PARAMETERS|HINT):.*", re.S)
MOST_FRAMES = 12
EXTRAS = ("method", "route", "status", "milliseconds", "fault")
"""What callers add to a line with `extra`; nothing else of a record is written."""


def cleaned(text: str) -> str:
    """The text without what may name a person."""
    for pattern, instead in ((DETAIL, "…"), (QUESTION, "?…"), (NAMED, "/…"), (MAIL, "…@…"), (LONG_NUMBER, "…")):
        text = pattern.sub(instead, text)
    return text


def fault_of(error: BaseException) -> dict[str, Any]:
    """An error by its kind, its number where it has one, and the lines of code it came through."""
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    kind = type(error)
    found: dict[str, Any] = {"kind": f"{kind.__module__}.{kind.__qualname__}", "number": number_of(error)}
    return {**found, "at": [f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames]}


def number_of(error: BaseException) -> str:
    """The number by which the system or the database calls the error; empty where it has none."""
    state = getattr(error.__cause__ or error, "sqlstate", None) or getattr(error, "errno", None)
    return str(state or "")


class PersonalDataFilter(logging.Filter):
    """Takes personal data out of a record before any handler writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Put the cleaned text in place of the text and its arguments; keep of an error what `fault_of` tells."""
        record.msg, record.args = cleaned(record.getMessage()), None
        if record.exc_info and record.exc_info[1] is not None:
            record.__dict__["fault"] = fault_of(record.exc_info[1])
        record.exc_info = record.exc_text = record.stack_info = None
        return True


class JsonLines(logging.Formatter):
    """One line of JSON a record."""

    def format(self, record: logging.LogRecord) -> str:
        """Instant, level, origin, text, and what the caller added of EXTRAS."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "text": record.getMessage(),
        }
        added = {name: getattr(record, name) for name in EXTRAS if hasattr(record, name)}
        return json.dumps({**told, **added}, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """One line for people at a console."""

    def format(self, record: logging.LogRecord) -> str:
        """The text, and of an error its kind and where it came from."""
        fault = getattr(record, "fault", None)
        where = f"（{fault['kind']} {fault['number']} {' < '.join(reversed(fault['at'][-3:]))}）" if fault else ""
        return f"{record.getMessage()}{where}"


def configuration(kind: str) -> dict[str, Any]:
    """Django's settings of logs: `json` for services, else plain lines."""
    lines = kind == "json"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"persons": {"()": "zhiheng.operation.core.logs.PersonalDataFilter"}},
        "formatters": {"lines": {"()": f"zhiheng.operation.core.logs.{'JsonLines' if lines else 'PlainLines'}"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines", "filters": ["persons"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {"zhiheng.requests": {"level": "INFO" if lines else "WARNING"}},
    }
