"""Asks for things of others and for things that are not there, turn about, in the home of ZHIHENG_HOME; the figures as JSON."""

from __future__ import annotations

import json
import os
import random
import re
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any
from uuid import UUID

ROUNDS = int(os.environ.get("ZHIHENG_BENCH_ROUNDS", "200"))
ASKED = (
    ("clue", "procuratorate", "oversight.Clue", ("/clues/{}/", "/api/v1/clues/{}")),
    ("case", "organ-03", "procedure.Case", ("/cases/{}/", "/api/v1/cases/{}")),
    ("document", "organ-03", "dossier.Document", ("/documents/{}/", "/api/v1/documents/{}")),
    ("delivery", "organ-03", "exchange.Delivery", ("/data/files/{}/", "/api/v1/deliveries/{}")),
    ("ledger entry", "organ-03", "register.Entry", ("/ledgers/entries/{}/", "/api/v1/entries/{}")),
)
"""Kind of thing, who asks, its table, the addresses of page and interface."""
CLOSED = (
    ("clue about a closed person", "prosecutor", "oversight.Clue", ("/clues/{}/", "/api/v1/clues/{}")),
    ("case about a closed person", "prosecutor", "procedure.Case", ("/cases/{}/", "/api/v1/cases/{}")),
)
"""The same for who saw the thing until its person was closed: things with a person's number as their subject."""
NOWHERE, HIDDEN = 9_000_000, 12


def signed_in(username: str) -> Any:
    """A browser of the officer."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def of_others(client: Any, table: str, address: str) -> list[Any]:
    """Keys of things that exist and are answered 404 to this officer."""
    from django.apps import apps

    keys = apps.get_model(table).objects.order_by("pk").values_list("pk", flat=True)[:200]
    return list(islice((key for key in keys if client.get(address.format(key)).status_code == 404), HIDDEN))


@contextmanager
def closed(client: Any, table: str, address: str) -> Iterator[list[Any]]:
    """Keys of things the officer saw, whose persons are closed within; what is done within is taken back."""
    from django.apps import apps
    from django.db import transaction
    from django.utils import timezone

    from zhiheng.registry import selectors as registry
    from zhiheng.registry.core.masking import numbers_in
    from zhiheng.registry.services import close_person

    rows = apps.get_model(table).objects.order_by("pk").values_list("pk", "subject")[:400]
    about = ((key, number) for key, number in rows if numbers_in(number.encode()))
    visible = list(islice((one for one in about if client.get(address.format(one[0])).status_code == 200), HIDDEN))
    given = {"actor": registry.actor_of(registry.officer_named("chief"), "bench"), "now": timezone.now(), "officer": None}
    with transaction.atomic():
        for number in {number for _, number in visible}:
            close_person(**given, number=number, kind="limited", reason="依法不得知悉")
        yield [key for key, _ in visible]
        transaction.set_rollback(True)


def nowhere(key: Any) -> Any:
    """A key of the same kind that nothing has."""
    return UUID(int=random.getrandbits(122)) if isinstance(key, UUID) else NOWHERE + random.randrange(1_000_000)


def asked(client: Any, address: str) -> tuple[float, int, str]:
    """Milliseconds, status and words of an answer, without the address asked for and without what differs in every answer."""
    began = time.perf_counter()
    answer = client.get(address)
    spent = (time.perf_counter() - began) * 1000
    words = re.sub(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"', "", answer.content.decode().replace(address, "…"))
    return spent, answer.status_code, words


def compared(client: Any, address: str, keys: list[Any]) -> dict[str, Any]:
    """Both kinds, turn about in an order by chance; how often the one takes longer than the other (a half: nothing is told)."""
    times: tuple[list[float], list[float]] = ([], [])
    said = set()
    for turn in range(ROUNDS):
        key = keys[turn % len(keys)]
        for which in random.sample((0, 1), 2):
            spent, status, words = asked(client, address.format(nowhere(key) if which else key))
            times[which].append(spent)
            said.add((status, words))
    longer = sum((one > other) + (one == other) / 2 for one in times[0] for other in times[1]) / ROUNDS**2
    return {"others": statistics.median(times[0]), "nowhere": statistics.median(times[1]), "longer": longer, "answers": len(said)}


def main() -> int:
    from zhiheng.cli.main import open_database

    open_database()
    found = {}
    for kind, username, table, addresses in ASKED:
        client = signed_in(username)
        for address in addresses:
            if keys := of_others(client, table, address):
                found[titled(kind, address)] = compared(client, address, keys)
    for kind, username, table, addresses in CLOSED:
        client = signed_in(username)
        for address in addresses:
            with closed(client, table, address) as keys:
                if keys:
                    found[titled(kind, address)] = compared(client, address, keys)
    print(json.dumps(found))
    return 0


def titled(kind: str, address: str) -> str:
    """The kind with where it was asked for."""
    return f"{kind}, {'interface' if 'api' in address else 'page'}"


if __name__ == "__main__":
    sys.exit(main())
