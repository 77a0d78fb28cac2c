"""Visits every page and every route of the interface of a filled home, as each account, and prints what went wrong as JSON.

Run as a program, with nothing but what the product itself needs: `python tests/installed/crawl.py HOME PASSWORD`.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import traceback
from collections import Counter, deque
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, quote, urldefrag, urljoin, urlsplit

SERVER_ERROR, NOT_FOUND = 500, 404
EACH = 1
"""So many things of a kind every account opens; whatever no account has opened yet is opened in any case."""
FIRST = 12
"""So many of a kind are opened by whoever sees them first."""
SOME = 2
"""So many things of a list that nobody has asked the interface for are asked for by one account."""
ASKED = 4
"""So many accounts ask an operation of the interface; which of them may is held against the matrix by tests of its own."""
TRIED = 40
"""So many things of a list are looked through for one that has what an address asks for."""
KINDS = 3
"""Heads of so many kinds of organs walk through the home, the others through its registers; every other role does in any case."""
VARIANTS = 1
"""So many pages of an account for each set of questions a list is asked with."""
PURPOSE = "（2026）川检监字第1号，核对记录"
PERSONS_OWN = "wutong-kuaile-shu-41"
WITH_PURPOSE = {"Zhiheng-Purpose": quote(PURPOSE)}
"""Files are given for a stated purpose alone; the pages that ask for one are visited by tests of their own."""
LEFT_OUT = ("/sign-out/", "/password/", "/static/", "/trace/verify/")
"""What would end the visit, or read the whole library once an account; the trace is verified once, at the end."""


class Links(HTMLParser):
    """Addresses a page leads to, and its forms that ask for a purpose before they show records."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base, self.found, self.purposes = base, [], []
        self.action = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Gather links and forms."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = urljoin(self.base, given.get("action") or given.get("hx-post") or given.get("hx-get") or "")
            self.found += [] if given.get("method", "").lower() == "post" or given.get("hx-post") else [self.action]
        for name in ("href", "hx-get", "src"):
            if tag not in {"link", "script"} and given.get(name):
                self.found.append(urldefrag(urljoin(self.base, given[name])).url)
        if tag in {"input", "textarea"} and given.get("name") == "purpose":
            self.purposes.append(self.action)


class Visit:
    """All accounts' walks through one home. faults: what was answered by an error of the program; opened: pattern -> how many.

    answered   operation of the interface -> how often it was given
    """

    def __init__(self) -> None:
        from django.core.signals import got_request_exception

        self.faults: list[dict[str, Any]] = []
        self.opened: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.addresses: set[str] = set()
        self.spent: Counter[str] = Counter()
        self.lists: dict[tuple[str, str], list[Any]] = {}
        self.count, self.raised = 0, ""
        got_request_exception.connect(self._remember, weak=False)

    def _remember(self, **_given: object) -> None:
        self.raised = traceback.format_exc(limit=-4)

    def ask(self, client: Any, account: str, address: str, method: str = "get", **given: Any) -> Any:
        """One request; an answer of 500 or more is a fault with the words of what was raised."""
        self.count, self.raised, began = self.count + 1, "", time.monotonic()
        answer = getattr(client, method)(address, **given)
        self.opened[kind_of(address)[0].partition("?")[0]] += method == "get" and answer.status_code == 200
        body = b"" if answer.streaming else answer.content
        self.spent[kind_of(address)[0]] += time.monotonic() - began
        if answer.status_code >= SERVER_ERROR or self.raised:
            said = self.raised or body.decode(errors="replace")[:500]
            self.faults.append({"account": account, "method": method, "address": address, "status": answer.status_code, "said": said})
        return answer

    def walk(self, client: Any, account: str, within: str = "/", start: str = "") -> None:
        """Open whatever can be reached from the desk, or from this page on the pages below it; start: the first, where it is another."""
        start = start or within
        waiting, queued, often, by = deque([start]), {start}, Counter[str](), dict[str, str]()
        while waiting:
            address = waiting.popleft()
            kind, most = kind_of(address)
            again = "?" in kind or address in self.addresses or self.opened[kind] >= FIRST
            if not kind or (often[kind] >= most and again):
                continue
            often[kind] += 1
            answer = self.ask(client, account, address)
            if answer.status_code == 200:
                self.addresses.add(address)
            if answer.status_code == NOT_FOUND:
                self.faults.append(
                    {"account": account, "method": "get", "address": address, "status": NOT_FOUND, "said": f"led to by {by[address]}"}
                )
            fresh = dict.fromkeys(led for led in self._led_to(client, account, address, answer) if led.startswith(within))
            waiting.extend(led for led in fresh if led not in queued)
            by.update((led, address) for led in fresh if led not in queued)
            queued.update(fresh)

    def listed(self, client: Any, account: str, head: str) -> list[Any]:
        """What the list at the head of an address names, asked for once an account."""
        if "datasets" in head:
            from zhiheng.schema import DATASETS

            return list(DATASETS)
        if (account, head) not in self.lists:
            answer = self.ask(client, account, head.rstrip("/"))
            found = answer.json() if answer.status_code == 200 else []
            self.lists[account, head] = [one["id"] for one in (found["items"] if isinstance(found, dict) else found)]
        return self.lists[account, head]

    def _led_to(self, client: Any, account: str, address: str, answer: Any) -> list[str]:
        if 300 <= answer.status_code < 400:
            return [urljoin(address, answer["Location"])]
        if not answer.headers.get("Content-Type", "").startswith("text/html") or asks_more_than_pages(address):
            return []
        page = Links(address)
        page.feed(answer.content.decode())
        for action in dict.fromkeys(page.purposes):
            if not action.startswith("/sandbox/"):
                self.ask(client, account, action, "post", data={"purpose": PURPOSE})
        return [link for link in page.found if link.startswith("/") and not link.startswith(LEFT_OUT)]


def asks_more_than_pages(address: str) -> bool:
    """Whether an address narrows or sorts a list: what it leads to is reached from the whole list as well."""
    return any(name != "page" for name, _ in parse_qsl(urlsplit(address).query))


def kind_of(address: str) -> tuple[str, int]:
    """Pattern of an address with the names of its questions, and how many of it each account opens; empty where it leads nowhere."""
    from django.urls import Resolver404, resolve

    parts = urlsplit(address)
    try:
        route = resolve(parts.path).route
    except Resolver404:
        return "", 0
    asked = ",".join(sorted({name for name, _ in parse_qsl(parts.query)}))
    return (f"/{route}?{asked}", VARIANTS) if asked else (f"/{route}", EACH)


def interface(visit: Visit, client: Any, account: str) -> None:
    """Call every operation that reads, with things the lists name; and every rule of law with the example of the description."""
    described = visit.ask(client, account, "/api/v1/openapi.json").json()
    for place, operations in described["paths"].items():
        if "get" in operations and visit.answered[place] < ASKED:
            whole = [one for one in filled(visit, client, account, place) if one not in visit.addresses]
            for address in whole[:SOME] or filled(visit, client, account, place)[:EACH]:
                if visit.ask(client, account, address).status_code == 200:
                    visit.addresses.add(address)
                    visit.answered[place] += 1
    if visit.addresses.isdisjoint({"law"}):
        visit.addresses.add("law")
        ask_the_law(visit, client, account, described)


def ask_the_law(visit: Visit, client: Any, account: str, described: Any) -> None:
    """Every rule with the example of the description; its answer is the same for whoever asks."""
    examples = described["paths"]["/api/v1/law/{rule}"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    for name, example in examples.items():
        visit.ask(client, account, f"/api/v1/law/{name}", "post", data=json.dumps(example["value"]), content_type="application/json")


def filled(visit: Visit, client: Any, account: str, place: str) -> list[str]:
    """Addresses of an operation with the names or numbers of the lists above it put in."""
    head, brace, rest = place.partition("{")
    if not brace:
        return [place]
    _, _, tail = rest.partition("}")
    found: list[str] = []
    for one in visit.listed(client, account, head):
        if len(found) == TRIED:
            break
        found += filled(visit, client, account, f"{head}{one}{tail}")[:TRIED]
    return found


def persons(visit: Visit) -> None:
    """Walk the public pages as anybody, and the own pages of a person of each kind, who signs in with a code an officer gives."""
    from django.apps import apps
    from django.test import Client
    from django.utils import timezone

    from zhiheng.portal.services import give_code
    from zhiheng.registry.selectors import actor_of, officer_named

    anybody = Client(raise_request_exception=False)
    for address in ("/portal/manifest.webmanifest", "/portal/worker.js", "/portal/offline/"):
        visit.ask(anybody, "public", address)
    visit.walk(anybody, "public", "/portal/")
    kinds = {one.kind: one for one in apps.get_model("portal.Account").objects.filter(closed_at=None)}
    for kind, account in kinds.items():
        code = give_code(actor=actor_of(officer_named(account.made_by), "web"), now=timezone.now(), account_id=account.pk)
        client = Client(raise_request_exception=False)
        if kind == "prisoner":
            visit.ask(client, kind, "/portal/kiosk/", "post", data={"number": account.number, "code": code})
            visit.walk(client, kind, "/portal/kiosk/", "/portal/kiosk/own/")
            continue
        visit.ask(client, kind, "/portal/sign-in/", "post", data={"number": account.number, "password": code})
        visit.ask(client, kind, "/portal/password/")
        visit.ask(client, kind, "/portal/password/", "post", data={"password": PERSONS_OWN, "again": PERSONS_OWN})
        visit.walk(client, kind, "/portal/")


def queries(visit: Visit, client: Any, account: str) -> None:
    """Ask the sandbox for rows of so many datasets that a field of every type is among them, instants and all."""
    from zhiheng.registry.selectors import officer_named
    from zhiheng.sandbox.selectors import tables_for

    for dataset in of_every_type(tables_for(officer_named(account))):
        given = {"text": f"select * from {dataset.name} limit 3", "purpose": PURPOSE}
        begun = visit.ask(client, account, "/sandbox/", "post", data=given)
        address = urldefrag(begun["Location"]).url if begun.status_code == 302 else ""
        limit = time.monotonic() + 20
        while address and "load delay:" in visit.ask(client, account, address).content.decode() and time.monotonic() < limit:
            time.sleep(0.05)
        if address:
            visit.ask(client, account, f"{address}result/")


def of_every_type(datasets: list[Any]) -> list[Any]:
    """The fewest datasets, the widest first, whose fields are of all types there are."""
    types = {one.name: {field.type for field in one.fields.values()} for one in datasets}
    chosen, had = [], set[str]()
    for one in sorted(datasets, key=lambda one: -len(types[one.name])):
        if types[one.name] - had:
            chosen.append(one)
            had |= types[one.name]
    return chosen


def accounts() -> list[Any]:
    """One account for every role, for heads one a kind of organ and of so many kinds; those who see most first."""
    from zhiheng.registry.selectors import organs_seen_by

    others = set(other_heads())
    found = [one for one in one_of_each() if one not in others]
    return sorted(found, key=lambda one: (-organs_seen_by(one).count(), one.username))


def other_heads() -> list[Any]:
    """Heads of the kinds of organs whose heads do not walk through the whole home."""
    from zhiheng.registry.rights import roles_of
    from zhiheng.registry.selectors import organs_seen_by

    heads = [one for one in one_of_each() if "organ_leader" in roles_of(one)]
    return sorted(heads, key=lambda one: (-organs_seen_by(one).count(), one.username))[KINDS:]


def one_of_each() -> list[Any]:
    """One account for every role, for heads one a kind of organ."""
    from django.contrib.auth import get_user_model

    from zhiheng.registry.rights import roles_of

    chosen: dict[Any, Any] = {}
    for officer in get_user_model().objects.filter(is_active=True).order_by("username"):
        roles = frozenset(roles_of(officer))
        chosen.setdefault((roles, officer.organ.kind if "organ_leader" in roles else ""), officer)
    return list(chosen.values())


def never_opened(visit: Visit, clients: list[Any]) -> list[str]:
    """Pages that answered nobody, beside those that only take a form."""
    from django.urls import get_resolver

    found = []
    for pattern in get_resolver().url_patterns[-1].url_patterns:
        route = f"/{pattern.pattern}"
        if not visit.opened[route] and route not in LEFT_OUT and not only_takes_a_form(visit, route, clients):
            found.append(route)
    return sorted(found)


def only_takes_a_form(visit: Visit, route: str, clients: list[Any]) -> bool:
    """Whether opening the page is answered by 405 to somebody who may use it."""
    address = route
    for mark, word in SAMPLES.items():
        address = re.sub(rf"<{mark}:\w+>", word, address)
    for place, client in enumerate(clients):
        if visit.ask(client, "", address).status_code == 405:
            clients.insert(0, clients.pop(place))  # who may use this one may use most others
            return True
    return False


SAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000001", "slug": "x", "str": "x"}


def main(home: str) -> int:
    """Print the faults and the figures; 1 where there are any."""
    os.environ["ZHIHENG_HOME"] = home
    from zhiheng.cli.main import open_database

    open_database()
    from django.test import Client

    began, visit = time.monotonic(), Visit()
    people = accounts()
    clients = [Client(raise_request_exception=False, headers=WITH_PURPOSE) for _ in people]
    for client, officer in zip(clients, people, strict=True):
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        visit.walk(client, officer.username)
        interface(visit, client, officer.username)
    for officer in other_heads():
        client = Client(raise_request_exception=False, headers=WITH_PURPOSE)
        client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        visit.walk(client, officer.username, "/ledgers/")
        visit.walk(client, officer.username, "/ratings/")
    persons(visit)
    queries(visit, clients[0], people[0].username)
    visit.ask(clients[0], people[0].username, "/purpose/?next=/clues/")  # all others state a purpose with every request
    told = {"accounts": [one.username for one in people], "requests": visit.count, "opened": dict(visit.opened)}
    told["slowest"] = [(kind, round(seconds, 1)) for kind, seconds in visit.spent.most_common(12)]
    seconds = round(time.monotonic() - began, 1)
    print(json.dumps({**told, "never": never_opened(visit, clients), "seconds": seconds, "faults": visit.faults}, ensure_ascii=False))
    return 1 if visit.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
