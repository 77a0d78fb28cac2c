"""A demonstration in which dozens of stories were played is worked with: no log line, measure or error page names a person."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{16}[\dXx](?![0-9A-Za-z])")
NAMES, NUMBERS = ("姓名", "name"), ("证件号码", "身份证号", "id_number")
WALK = """
import json, sys
from zhiheng.cli.main import open_database
open_database()
from django.conf import settings
from django.test import Client
from zhiheng.dossier.models import StoredFile
from zhiheng.ledger.models import Entry
from zhiheng.oversight.models import Clue
from zhiheng.procedure.models import Case
from zhiheng.registry.models import Officer

settings.ALLOWED_HOSTS = ["*"]
name, number = sys.argv[1:]
cases, officers = list(Case.objects.order_by("procedure", "id")), list(Officer.objects.order_by("username"))
apart = {one.procedure: one for one in cases}.values()
places = ["/", "/cases/", "/clues/", "/trace/", "/notices/", "/data/", f"/cases/?q={name}", f"/search/?q={number}", f"/persons/{number}/",
    f"/persons/{name}/", f"/{name}/", f"/cases/{name}/", f"/api/v1/cases?q={number}", f"/api/v1/{name}/", "/api/v1/clues", "/metrics",
    f"/cases/?procedure={name}", f"/documents/search/?words={name}"]
places += [f"/clues/{one.pk}/" for one in Clue.objects.all()[:10]] + [f"/cases/{one.pk}/" for one in apart]
places += [f"/cases/{one.pk}/documents/{number}/" for one in list(apart)[:3]]
statuses, pages = {}, []
chosen = [one for one in officers if one.username in {"prosecutor", "chief", "organ-01"}]
for officer in chosen:
    client = Client(raise_request_exception=False)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    for place in places:
        answer = client.get(place, REMOTE_ADDR="127.0.0.1")
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
        if answer.status_code >= 400 or place == "/metrics":
            pages.append(b"".join(answer).decode())
    for one in list(apart)[:20]:
        given = {"step": name, "outcome": number, "values": "{" + name, "reason": name}
        answer = client.post(f"/cases/{one.pk}/act/", given)
        statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1
anybody = Client(raise_request_exception=False)
anybody.post("/sign-in/", {"username": name, "password": number})
anybody.post("/api/v1/token", json.dumps({"username": number, "password": name}), content_type="application/json")
anybody.post("/api/v1/exchange/messages", {"statement": name, "signature": number})
broken = Client(raise_request_exception=False)
broken.force_login(chosen[0], backend="django.contrib.auth.backends.ModelBackend")
import zhiheng.web.cases.cases as page
def fails(*_, **__): raise ValueError(f"{name} {number}")
page.filters_of = fails
pages.append(broken.get(f"/cases/?q={name}").content.decode())
print(json.dumps({"statuses": statuses, "procedures": len(apart), "pages": pages}))
"""


@pytest.fixture(scope="module")
def walked(told, tmp_path_factory):
    """What the walk answered, what it logged, the persons of the demonstration."""
    home = tmp_path_factory.mktemp("logged") / "home"
    shutil.copytree(told[0], home)
    names, numbers = persons_of(home / "demonstration-province")
    environment = {**os.environ, "ZHIHENG_HOME": str(home), "ZHIHENG_DATABASE_URL": "", "ZHIHENG_LOG": "json"}
    person = [sorted(names)[0], sorted(numbers)[0]]
    done = subprocess.run([sys.executable, "-c", WALK, *person], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1]), done.stderr, names, numbers


def persons_of(place):
    names, numbers = set(), set()
    for file in place.rglob("*.csv"):
        text = text_of(file.read_bytes())
        for row in csv.DictReader(io.StringIO(text)):
            names |= {row[name].strip() for name in NAMES if row.get(name)}
            numbers |= {found for name in NUMBERS if row.get(name) for found in NUMBER.findall(row[name])}
    return {name for name in names if len(name) >= 2}, numbers


def text_of(content):
    """A file as offices send it: some write GB 18030."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")


def test_the_walk_went_through_stories_and_met_errors(walked):
    found, log, names, numbers = walked
    assert found["procedures"] >= 20
    assert len(names) > 100 and len(numbers) > 20
    assert {"200", "404"} <= set(found["statuses"]) and len(log.splitlines()) > 200
    assert '"status": 500' in log and "ValueError" in log, "an error of the program is told by its kind"


def test_no_line_of_log_names_a_person(walked):
    _, log, names, numbers = walked
    assert [line for line in log.splitlines() if NUMBER.search(line) or any(number in line for number in numbers)] == []
    assert [line for line in log.splitlines() if any(name in line or name in json_text(line) for name in names)] == []


def json_text(line):
    try:
        return json.dumps(json.loads(line), ensure_ascii=False)
    except ValueError:
        return line


def test_no_error_page_and_no_measure_names_a_person(walked):
    found, _, names, numbers = walked
    signs_in = re.compile(r"<header.*?</header>|<nav.*?</nav>", re.S)  # whose page it is
    typed = {sorted(names)[0], sorted(numbers)[0]}
    *refusals, failed = found["pages"]
    assert len(refusals) > 20
    for page in refusals:  # a refusal may say back what the caller typed, and nothing of anybody else
        told = signs_in.sub("", page)
        assert not [one for one in (names | numbers) - typed if one in told], told[:300]
    assert not [one for one in names | numbers if one in signs_in.sub("", failed)], failed[:300]
