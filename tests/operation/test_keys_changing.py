"""Keys are changed while others work: nobody signs with a key that was put aside, and what the former session key signed still holds."""

from __future__ import annotations

import os
import subprocess
import sys

from django.db import transaction

from zhiheng.ledger import keys, services
from zhiheng.ledger.selectors import verify
from zhiheng.ledger.services import append, checkpoint, log_key


def test_a_checkpoint_that_waited_while_the_key_was_changed_is_signed_with_the_new_one(db, home, actor, now, monkeypatch):
    with transaction.atomic():
        append(actor=actor, act="test.filled", thing="test:home", details={}, now=now)
    former, locked = log_key(), services._locked_head

    def after_another_changed_it():
        monkeypatch.setattr(services, "_locked_head", locked)
        keys.rotate()
        return locked()

    monkeypatch.setattr(services, "_locked_head", after_another_changed_it)
    signed = checkpoint(actor=actor, now=now)
    assert signed.key != former.public.hex()
    assert signed.key == log_key().public.hex()
    assert verify().ok


SIGNED = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiheng.site.settings"
import django
django.setup()
from django.core import signing
from pathlib import Path
home = Path(os.environ["ZHIHENG_HOME"])
from django.conf import settings
before = signing.dumps("session")
(home / "secret.key").rename(home / "secret.key.former")
import importlib
from zhiheng.site import settings as told
importlib.reload(told)
settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = told.SECRET_KEY, told.SECRET_KEY_FALLBACKS
print(signing.loads(before), (home / "secret.key").is_file(), signing.dumps("session").split(":")[-1] != before.split(":")[-1])
"""


def test_what_the_former_session_key_signed_still_holds(tmp_path):
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ZHIHENG_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", SIGNED], env={**environment, "ZHIHENG_HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert (done.stderr, done.stdout.split()) == ("", ["session", "True", "True"])
