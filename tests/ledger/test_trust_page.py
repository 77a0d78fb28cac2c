"""What docs/trust.md tells operators about PostgreSQL is what the program protects."""

import re
from pathlib import Path

from zhiheng.ledger.protection import protected


def test_the_role_that_operators_are_told_to_make_changes_no_table_that_is_only_added_to():
    text = (Path(__file__).parents[2] / "docs" / "trust.md").read_text(encoding="utf-8")
    found = re.search(r"REVOKE UPDATE, DELETE ON (.*?) FROM zhiheng_app", text, re.DOTALL)
    assert {name.strip() for name in found[1].split(",")} == set(protected())
