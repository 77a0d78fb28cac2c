"""What tests of outsiders share: how a trace grows, and what is carried to a witness."""

from __future__ import annotations

import json

from django.db import transaction

from zhiheng.ledger import selectors
from zhiheng.ledger.core.notes import read_note, read_point
from zhiheng.ledger.services import append_all


def grow(actor, now, count, act="clue.verified"):
    with transaction.atomic():
        append_all(actor=actor, acts=[(act, f"clue:{number}", {"n": number}) for number in range(count)], now=now)


def carried(tmp_path, text, since=None):
    """Checkpoint and proof as files that are carried to the witness."""
    point = tmp_path / "point.txt"
    point.write_text(text)
    if since is None:
        return ["--checkpoint", point]
    proof = tmp_path / "proof.json"
    steps = selectors.consistency(since, read_point(read_note(text).body).size)
    proof.write_text(json.dumps({"proof": [step.hex() for step in steps]}))
    return ["--checkpoint", point, "--proof", proof]
