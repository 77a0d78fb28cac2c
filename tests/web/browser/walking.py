"""What walks through the pages have in common: a served home with its officers, a window each, and cases opened and done as they do."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.web.browser.conftest import environment, serving
from tests.web.browser.test_commutation import MORE


@contextmanager
def peopled(place, organs, people):
    """A served home of these organs and people: (sign-in name, name, organ, role) each."""
    with serving(place, *organs) as running:
        command = [sys.executable, "-c", MORE, json.dumps(people)]
        made = subprocess.run(command, env=environment(running.home), capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        running.accounts |= {username: [organ, "Much-Longer-99"] for username, _, organ, _ in people}
        yield running


@pytest.fixture()
def at(visit, site):
    """The window of an officer, opened once a test."""
    known = {}

    def of(who):
        if who not in known:
            known[who] = visit(site, who)
            known[who].context.set_default_timeout(45_000)
        return known[who]

    return of


def fill(page, prefix, values):
    for name, value in values.items():
        field = page.locator(f"[name='{prefix}{name}']").first
        kind = field.evaluate("one => one.tagName + ' ' + one.type")
        if "checkbox" in kind:
            for one in value.split():
                page.check(f"[name='{prefix}{name}'][value='{one}']")
        elif kind.startswith("SELECT"):
            field.select_option(value)
        else:
            field.fill(value)


def opened(visitor, procedure, organs, values):
    page = visitor.page
    page.goto(f"/cases/open/{procedure}/")
    fill(page, "open-", values)
    for role, organ in organs.items():
        if page.locator(f"select[name$='{role}']").count():  # a relation may have found the organ already
            page.locator(f"select[name$='{role}']").first.select_option(organ)
    page.get_by_role("button", name="建案", exact=True).click()
    page.get_by_text("已建案").wait_for()
    return page.url


def does(visitor, case, step, title, organs=(), **values):
    """One act of a case as its officer does it, with what the page then says."""
    page = visitor.page
    page.goto(case)
    fill(page, f"done-{step}-", values)
    for role, organ in dict(organs).items():
        page.locator(f"#act-done-{step} select[name$='{role}']").first.select_option(organ)
    page.locator(f"#act-done-{step}").get_by_role("button", name=title, exact=True).click()
    page.get_by_text(f"已办理：{title}").wait_for()
    assert visitor.overflow() <= 0


def entered(visitor, act, values):
    page = visitor.page
    page.goto(f"/ledgers/{act}/")
    fill(page, "", values)
    page.locator("main form[method=post] button.btn-primary").last.click()
    page.get_by_text("已登记").first.wait_for()
    return page.url
