"""What is installed is what is tested: a demonstration and a visit to every page in an environment of the product's own libraries."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tools import core_env

pytestmark = [pytest.mark.slow, pytest.mark.files]
CRAWL = Path(__file__).parent / "crawl.py"
NEEDS_MORE = {
    "/cases/<uuid:case_id>/rate/<slug:step>/",
    "/cases/draft/",
    "/data/breaches/<int:number>/",
    "/data/files/<int:number>/breaches/",
    "/data/files/<int:number>/breaches/workbook/",
    "/data/packages/<int:number>/",
    "/data/packages/<int:number>/content/",
    "/data/packages/<int:number>/receipt/",
    "/data/messages/<int:number>/",
    "/judgments/text/",
    "/ledgers/counts/<int:count_id>/",
    "/ledgers/entries/<uuid:entry_id>/files/<int:file_id>/",
    "/models/shadow/<int:shadow_id>/",
    "/portal-accounts/<int:account_id>/",
    "/portal/query/case/",
    "/ratings/<int:number>/",
    "/sign-in/",
    "/sign-in/issuer/",
    "/sign-in/issuer/back/",
    "/sign-in/second/",
    "/tracking/check-ins/<int:checkin_id>/pictures/<slug:which>/",
}
"""Pages of things that a small demonstration may lack: verified clues left over, impossible records, candidates of models, packages and
messages from other systems, judgments found by a search, counts of registers, files of entries, sheets rated, accounts of persons of
the organ one walks for, a query code, pictures of check-ins."""


@pytest.fixture(scope="module")
def python():
    """The Python of the installed product."""
    return core_env.ready()


def run(*command):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ZHIHENG_", "PYTHON", "DJANGO_"))}
    return subprocess.run([str(word) for word in command], env=environment, cwd="/", capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def home(python, tmp_path_factory):
    """A home with a small demonstration, made by the installed program."""
    place = tmp_path_factory.mktemp("installed")
    made = run(python.parent / "zhiheng", "--home", place, "demo", "--once", "--persons", "60")
    assert made.returncode == 0, made.stdout + made.stderr
    return place


@pytest.fixture(scope="module")
def visit(python, home):
    """What the visit to every page and route told."""
    done = run(python, CRAWL, home)
    assert done.returncode in {0, 1} and done.stdout, done.stderr
    return json.loads(done.stdout)


def test_nothing_of_the_tests_is_in_it(python):
    listed = run(python, "-c", "import importlib.metadata as m; print(*[d.name.lower() for d in m.distributions()])").stdout.split()
    assert "zhiheng" in listed
    assert not {"pytest", "pandas", "hypothesis", "playwright"} & set(listed)


def test_no_page_and_no_route_fails(visit):
    told = [f"{one['account']} {one['method']} {one['address']}: {one['said']}" for one in visit["faults"]]
    assert not told, "\n".join(told[:10])


def test_every_page_was_opened(visit):
    assert len(visit["accounts"]) >= 9
    assert visit["requests"] > 500
    assert set(visit["never"]) <= NEEDS_MORE


SPOILED = """
import sys
sys.path.insert(0, sys.argv[2])
import crawl
from zhiheng.cli.main import open_database

def failing(request):
    import pandas

open_database()
from zhiheng.web import urls

next(one for one in urls.urlpatterns if one.name == "dictionary").callback = failing
everybody = crawl.accounts
crawl.accounts = lambda: everybody()[:1]
crawl.other_heads = list
crawl.interface = crawl.persons = crawl.queries = lambda *given: None
crawl.never_opened = lambda *given: []
crawl.Visit._led_to = lambda *given: ["/dictionary/"]
raise SystemExit(crawl.main(sys.argv[1]))
"""


def test_the_visit_sees_a_failing_page(python, home):
    """A page that needs a library of the tests is found."""
    done = run(python, "-c", f"import os; os.environ['ZHIHENG_HOME'] = {str(home)!r}\n{SPOILED}", home, CRAWL.parent)
    assert done.stdout, done.stderr
    assert done.returncode == 1
    assert "No module named 'pandas'" in json.loads(done.stdout)["faults"][0]["said"]
