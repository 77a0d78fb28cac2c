"""Stories of the packs walked through the pages: each form is fetched, filled as the story says, and sent by an account of the organ."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from zhiheng.catalog.yaml_strict import load_file
from zhiheng.law.moments import SHANGHAI
from zhiheng.procedure.models import Case
from zhiheng.register.models import Entry
from zhiheng.registry import services as registry
from zhiheng.registry.core.organs import kind_of
from zhiheng.registry.selectors import COMMAND_LINE, officer_named

HELD_FROM = date(2025, 1, 1)
SUBJECT = {"name": "王甲", "number": "510107199001012910"}
"""Whom a case is about where its story names nobody; a number with its right check digit."""
NUMBERS = count(1)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def story_of(packs, pack: str, of: str, name: str) -> Mapping[str, Any]:
    """The story of a pack whose name begins so."""
    from zhiheng.catalog.errors import Faults

    said = load_file(packs / pack / "stories" / f"{of}.yaml", Faults()).value
    return next(one for one in said["stories"] if one["name"].startswith(name))


def words(page: Any) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]+>", " ", page, flags=re.S)))


def flat(facts: Any, at: str = "") -> dict[str, str]:
    """Facts for a rule as the page of facts takes them."""
    if isinstance(facts, Mapping):
        return {key: value for name, one in facts.items() for key, value in flat(one, f"{at}.{name}" if at else name).items()}
    if isinstance(facts, list):
        rows = {key: value for place, one in enumerate(facts, 1) for key, value in flat(one, f"{at}.{place}").items()}
        return {f"{at}.rows": str(len(facts)), **rows}
    return {at: {True: "yes", False: "no"}.get(facts, str(facts)) if isinstance(facts, bool) else str(facts)}


def sent(values: Mapping[str, Any], prefix: str, inputs: Iterable[str]) -> dict[str, Any]:
    """Values of a form as a browser sends them; only what the form has an input for can be sent."""
    data: dict[str, Any] = {}
    for name, value in values.items():
        at = next((one for one in (f"{prefix}{name}", f"v-{name}", f"{prefix}{name}-count") if one in inputs), None)
        assert at, f"no input for {prefix}{name} among {sorted(inputs)}"
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            data[f"{prefix}{name}-count"] = str(len(value))
            data |= {f"{prefix}{name}-{place}-{key}": one(inner) for place, row in enumerate(value) for key, inner in row.items()}
        elif str(value).endswith(".pdf"):
            data[at] = SimpleUploadedFile(str(value), b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n", "application/pdf")
        else:
            data[at] = one(value)
    return data


def one(value: Any) -> Any:
    """One value; lists of codes stay lists, paragraphs are lines."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return value if all(str(item).isascii() for item in value) else "\n".join(map(str, value))
    return str(value)


class Walker:
    """Walks a story; `clock` is the day on which the platform believes to be."""

    def __init__(self, client: Any, clock: Any) -> None:
        self.client, self.clock, self.officers, self.minute = client, clock, {}, 0

    def at(self, moment: str) -> None:
        """Set the platform's clock: the evening of a day, or shortly after an instant."""
        day = date.fromisoformat(moment[:10])
        self.clock(datetime.combine(day, time(20) if len(moment) == len("2026-06-30") else time(23, 50), tzinfo=SHANGHAI))

    def come(self, name: str, organ: str) -> Any:
        """Sign in as an officer of an organ, who is enlisted when he first comes."""
        key = (name, organ)
        if key not in self.officers:
            username = f"o{next(NUMBERS)}"
            known = registry.ensure_organ(actor=COMMAND_LINE, name=organ, now=timezone.now())
            registry.enlist(actor=COMMAND_LINE, now=timezone.now(), username=username, name=name, organ=known, password="Long-Enough-9")
            for role in ("organ_handler", "organ_leader"):
                registry.appoint(actor=COMMAND_LINE, now=timezone.now(), officer=officer_named(username), role=role, from_on=HELD_FROM)
            registry.change_password(actor=COMMAND_LINE, now=timezone.now(), officer=officer_named(username), password="Much-Longer-99")
            self.officers[key] = officer_named(username)
        self.client.force_login(self.officers[key], backend=BACKEND)
        return self.client

    def moment(self, page: str, name: str, told: str) -> str:
        """The day, or the minute where the form asks to the minute, one after another within a day."""
        asked = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
        if not asked or "datetime-local" not in asked[0] or len(told) > len("2026-06-30"):
            return told[: len("2026-06-30")] if asked and "datetime-local" not in asked[0] else told
        self.minute += 1
        return f"{told}T{18 + self.minute // 60}:{self.minute % 60:02}"

    def inputs(self, page: str, form: str) -> set[str]:
        """Names of the inputs of the form of this id."""
        found = re.search(rf'<form[^>]*id="{form}".*?</form>', page, re.S) or re.search(rf'<[^>]*id="{form}".*?</form>', page, re.S)
        assert found, f"no form {form}: {words(page)[:1500]}"
        return set(re.findall(r'name="([^"]+)"', found[0]))


class CaseWalk(Walker):
    """A case from its opening on."""

    def __init__(self, client, clock, spec, story) -> None:
        super().__init__(client, clock)
        self.spec, self.given, self.then = spec, story["given"], story["then"]
        self.organs = dict(self.given.get("organs") or {})
        self.at(str(self.given.get("at") or self.given["on"]))
        for role, organ in self.organs.items():
            kinds = spec.roles[role].kinds
            guessed = kind_of(organ)
            kind = guessed if not kinds or guessed in kinds else kinds[0]
            registry.ensure_organ(actor=COMMAND_LINE, name=organ, now=timezone.now(), kind=kind)

    def organ_of(self, role: str) -> str:
        return self.organs[self.spec.seat_of(role)]

    def seats(self, prefix: str, inputs: set[str]) -> dict[str, str]:
        return {f"{prefix}organ-{role}": organ for role, organ in self.organs.items() if f"{prefix}organ-{role}" in inputs}

    def open(self, name: str) -> Case:
        """Fetch the page of opening, fill it, send it."""
        page, given = reverse("open_case", args=[self.spec.id]), self.given
        client = self.come(name, self.organ_of(self.spec.opener))
        shown = client.get(page).content.decode()
        inputs = set(re.findall(r'name="([^"]+)"', shown))
        subject = {**SUBJECT, "name": (given.get("subject") or SUBJECT)["name"]}
        data = {"open-subject_name": subject["name"], "open-subject_number": subject["number"], "open": "1"}
        data |= sent(given.get("opening") or {}, "open-", inputs) | self.seats("open-", inputs)
        for facts in (given.get("facts") or {}).values():
            data |= {"confirmed": "1", **flat(facts)}
        if "open-on" in inputs:
            data["open-on"] = self.moment(shown, "open-on", str(given.get("at") or given["on"]))
        answer = client.post(page, data)
        assert answer.status_code == 302, words(answer.content.decode())[:3000]
        self.case = Case.objects.exclude(opened_by_case__isnull=False).latest("opened_at")
        return self.case

    def walk(self, upto: int | None = None) -> CaseWalk:
        """Every act of the story in turn; what the story says is refused is refused on the page, too."""
        for line in self.then[:upto]:
            if "." in str(line.get("act", "")):
                self.act(line)
        return self

    def act(self, line: Mapping[str, Any]) -> None:
        step, _, outcome = line["act"].partition(".")
        spec = self.spec.steps[step]
        part = line.get("part", "")
        moment = str(line.get("at") or line["on"])
        self.at(moment)
        role = line.get("by") or spec.by
        client = self.come(str(line.get("as") or f"{role}经办"), self.organ_of(part if role == "each" else role))
        key = "-".join(filter(None, ("done", step, part)))
        shown = client.get(reverse("case", args=[self.case.pk]))
        assert shown.status_code == 200, f"{line['act']}: {shown.status_code}"
        page = shown.content.decode()
        inputs = self.inputs(page, f"act-{key}")
        data = sent(line.get("values") or {}, f"{key}-", inputs) | self.seats(f"{key}-", inputs) | {"outcome": outcome}
        data[f"{key}-on"] = self.moment(page, f"{key}-on", moment)
        if line.get("reason"):
            data[f"{key}-reason"] = line["reason"]
        answer = client.post(reverse("case_act", args=[self.case.pk, key]), data)
        wanted = 422 if line.get("refused") else 302
        assert answer.status_code == wanted, f"{moment} {line['act']}: {answer.status_code} {words(answer.content.decode())[:4000]}"
        passed_on = spec.outcome(outcome).hands_over if wanted == 302 and spec.outcome(outcome) else {}
        self.organs |= {seat: line["values"][place.rpartition(".")[2]] for seat, place in passed_on.items()}

    def page(self, name: str, role: str) -> str:
        """What the page of the case says to an officer of a role."""
        answer = self.come(name, self.organ_of(role)).get(reverse("case", args=[self.case.pk]))
        return words(answer.content.decode()) if answer.status_code == 200 else ""


class LedgerWalk(Walker):
    """An entry of a ledger from its making on."""

    def __init__(self, client, clock, spec, story) -> None:
        super().__init__(client, clock)
        self.spec, self.given, self.then, self.entry = spec, story["given"], story["then"], None
        self.organ, self.on, self.last = self.given["organs"]["keeper"], str(self.given["on"]), "甲"

    def walk(self) -> LedgerWalk:
        for line in self.then:
            self.on = str(line.get("on") or self.on)
            if "act" in line:
                self.act(line)
            elif "close" in line:
                self.close(line)
        return self

    def act(self, line: Mapping[str, Any]) -> None:
        self.at(self.on)
        self.last = str(line.get("by") or self.last)
        client = self.come(self.last, self.organ)
        page = (
            reverse("entry_act", args=[self.entry.pk, line["act"]])
            if self.entry
            else reverse("ledger_enter", args=[self.spec.id, line["act"]])
        )
        shown = client.get(f"{reverse('entry', args=[self.entry.pk])}?do={line['act']}" if self.entry else page)
        inputs = set(re.findall(r'name="([^"]+)"', shown.content.decode()))
        data = sent(line.get("values") or {}, "", inputs) | {"on": self.on, "reason": line.get("reason", "")}
        answer = client.post(page, data)
        wanted = 422 if line.get("refused") else 302
        assert answer.status_code == wanted, f"{self.on} {line['act']}: {answer.status_code} {words(answer.content.decode())[:3000]}"
        self.entry = self.entry or Entry.objects.filter(register=self.spec.id).first()

    def close(self, line: Mapping[str, Any]) -> None:
        """The period is closed from the page of the ledger."""
        self.at(self.on)
        client = self.come(str(line.get("by") or self.last), self.organ)
        page = reverse("ledger_closings", args=[self.spec.id])
        shown = client.get(page).content.decode()
        ledger = re.search(r'name="ledger".*?<option value="([^"]+)"', shown, re.S) or re.search(
            r'name="ledger"[^>]*value="([^"]+)"', shown
        )
        assert ledger, words(shown)[:1500]
        answer = client.post(page, {"ledger": ledger[1], "period": str(line["close"])[:7], "reason": line.get("reason", "")})
        assert answer.status_code == 302, words(answer.content.decode())[:3000]

    def page(self) -> str:
        """What the page of the entry says."""
        return words(self.come(self.last, self.organ).get(reverse("entry", args=[self.entry.pk])).content.decode())
