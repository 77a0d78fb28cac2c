"""A trace of seven entries, and a witness with a folder of its own."""

from __future__ import annotations

import pytest


@pytest.fixture()
def trace(db, home, actor, now):
    """Seven entries."""
    from tests.ledger.outsiders import grow

    grow(actor, now, 7)


@pytest.fixture()
def desk(tmp_path, capsys):
    """Runs `zhiheng witness …` in a folder of its own; status and output."""
    from zhiheng.cli import witness as command

    place = tmp_path / "witness"

    def run(act, *options):
        import argparse

        parser = argparse.ArgumentParser()
        command.arguments(parser)
        status = command.run(parser.parse_args([act, str(place), *(str(option) for option in options)]))
        return status, capsys.readouterr().out

    run.place = place
    run.key = run("init", "--name", "court.example/witness")[1].strip()
    return run
