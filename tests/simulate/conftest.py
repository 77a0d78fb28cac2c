"""Provinces of small size, made once."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from zhiheng.simulate import command

AS_OF = date(2026, 6, 30)


class Made(NamedTuple):
    """A province on disk and the summary that the command gave of it."""

    place: Path
    summary: dict


def make(place: Path, *arguments: str) -> Made:
    """Run the command as the command line does."""
    from zhiheng.simulate.making import make as made

    parser = argparse.ArgumentParser()
    command.arguments(parser)
    options = parser.parse_args([*arguments, "--out", str(place)])
    command.check(options)
    command.make_room(options.out)
    return Made(place, made(options, lambda _: None))


@pytest.fixture(scope="session")
def province(tmp_path_factory) -> Made:
    return make(tmp_path_factory.mktemp("province") / "one", "--persons", "260", "--seed", "11")
