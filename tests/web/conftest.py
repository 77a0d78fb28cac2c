"""Officers to sign in with, as the demonstration makes them."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.core.cache import cache

ORGANS = ["四川省检察院", "成都市中级人民法院", "川西监狱", "金堂县司法局", "锦江区看守所"]


PURPOSE = {"Zhiheng-Purpose": quote("核查线索所涉的记录和文书")}
"""The header by which a program says why it reads."""


@pytest.fixture()
def officers(db, home, now, actor, organ_names):
    """Sign-in name → officer, of the demonstration's organs."""
    from zhiheng.registry.selectors import officer_named
    from zhiheng.registry.services import seed_demonstration

    cache.clear()
    accounts = seed_demonstration(actor=actor, now=now, organs=organ_names or ORGANS)
    return {account.username: officer_named(account.username) for account in accounts}


@pytest.fixture()
def ward(officers):
    """Sign-in name of the handler of the prison."""
    return next(name for name, one in officers.items() if name.startswith("organ-") and one.organ.name == "川西监狱")


@pytest.fixture()
def enter(client, officers):
    """Sign in as an officer and give the client."""

    def signed_in(username: str):
        client.force_login(officers[username], backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
