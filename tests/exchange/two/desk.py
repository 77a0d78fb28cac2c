"""One installation in a process: its server in a thread, its officers and worker by lines of JSON in and out."""

import json
import os
import sys
import threading
import traceback
from datetime import date
from pathlib import Path
from uuid import UUID

from tests.exchange.two.looking import facts, incoming, outgoing, papers, records, sound, state
from zhiheng.cli.opening import open_database

__all__ = ["facts", "incoming", "outgoing", "papers", "records", "sound", "state"]


def main():
    open_database()
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": globals()[asked.pop("do")](**asked)}
        except Exception as error:  # noqa: BLE001 - told to the test
            traceback.print_exc()
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer, ensure_ascii=False, default=str), file=out, flush=True)


def now():
    from django.utils import timezone

    return timezone.now()


SERVERS = []


def serve(port):
    """Answer on loopback, until `shut`."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

    from zhiheng.site.served import application

    server = ThreadedWSGIServer(("127.0.0.1", port), WSGIRequestHandler)
    server.set_app(application)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    SERVERS.append(server)


def shut():
    """Answer nobody any more, as when the program is stopped."""
    SERVERS[-1].shutdown()
    SERVERS.pop().server_close()


def line():
    from zhiheng.registry.selectors import COMMAND_LINE

    return COMMAND_LINE


def organs(names):
    from zhiheng.registry.services import ensure_organ

    for name in names:
        ensure_organ(actor=line(), name=name, now=now())


def officer(username, organ, role):
    from django.conf import settings

    from zhiheng.registry.selectors import organ_named
    from zhiheng.registry.services import enlist

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    enlist(actor=line(), now=now(), username=username, name=username, organ=organ_named(organ), password="Zhiheng-2026-x")
    posted(username, role)


def posted(username, role):
    from zhiheng.registry.selectors import officer_named
    from zhiheng.registry.services import appoint

    appoint(actor=line(), now=now(), officer=officer_named(username), role=role, from_on=date(2020, 1, 1))


def key(organ):
    from zhiheng.exchange.peers.services import make_message_key

    return make_message_key(actor=line(), now=now(), organ=organ)


def account(organ, public, scopes=("cases", "packages"), hook=""):
    from zhiheng.exchange.peers.services import open_service_account

    made = open_service_account(
        actor=line(),
        now=now(),
        organ=organ,
        name=f"{organ}办案系统",
        scopes=list(scopes),
        expires_on=date(2099, 1, 1),
        public=public,
        hook=hook,
    )
    return made.pk


def peer(organ, url):
    from zhiheng.exchange.peers.services import note_peer

    note_peer(actor=line(), now=now(), organ=organ, url=url)


def connection(organ, sender):
    from zhiheng.exchange.peers.selectors import peers_known
    from zhiheng.exchange.peers.services import connection_tested

    return connection_tested(actor=line(), now=now(), peer=peers_known().get(organ__name=organ), sender=sender)


def actor(who):
    from zhiheng.registry.selectors import actor_of, officer_named

    return actor_of(officer_named(who), "test")


def opened(who, procedure, organs, values=None, subject=None, facts=None, on=None):
    from zhiheng.models.in_force import catalog
    from zhiheng.procedure.services import open_case

    case = open_case(
        actor=actor(who),
        now=now(),
        procedure=catalog().procedures[procedure],
        organs=organs,
        values=values or {},
        subject=subject,
        facts=facts,
        on=on and date.fromisoformat(on),
    )
    return str(case.pk)


def acted(who, case, act, values=None, reason="", on=None, files=None):
    from zhiheng.procedure.services import act as do

    step, _, outcome = act.partition(".")
    given = {name: (one[0], one[1].encode("latin-1")) for name, one in (files or {}).items()}
    do(
        actor=actor(who),
        now=now(),
        case_id=UUID(case),
        step=step,
        outcome=outcome,
        values=values or {},
        reason=reason,
        files=given,
        on=on and date.fromisoformat(on),
    )


SCENES, TROUPE = {}, {}


def scene(procedure, stories, acts=-1):
    """The acts of the first story of a file, moved to lie before today: organ and name of each."""
    from zhiheng.models.in_force import catalog
    from zhiheng.simulate.plays.scenes import scene_before, scenes_of, stories_of

    first = next(one for one in stories_of(catalog())[procedure] if one.path.stem == stories)
    chosen = scenes_of(first)[acts]
    SCENES[procedure] = scene_before(chosen, now().date(), 1)
    return [(event.organ, event.name) for event, _ in SCENES[procedure].acts]


def of_troupe(who, organ):
    """An officer of an organ who holds every post of its kind."""
    from zhiheng.registry.selectors import organ_named

    if (who, organ) not in TROUPE:
        username = TROUPE[who, organ] = f"t{len(TROUPE)}"
        officer(username, organ, "organ_handler")
        more = ["prosecutor", "chief_prosecutor"] if organ_named(organ).kind == "procuratorate" else []
        for role in ("organ_leader", *more):
            posted(username, role)
    return actor(TROUPE[who, organ])


def played_opening(procedure):
    from zhiheng.procedure.services import open_case
    from zhiheng.registry.selectors import organ_named
    from zhiheng.simulate.plays.scenes import at_of

    played_scene = SCENES[procedure]
    event, spec = played_scene.opened, played_scene.story.spec
    seats = {**event.values["organs"], **dict(event.more.get("organs") or {})}
    seats = {role: organ for role, organ in seats.items() if organ_named(organ)}
    asked = {item.id for item in spec.opening_fields}
    case = open_case(
        actor=of_troupe(event.actor, event.organ or next(iter(seats.values()))),
        now=at_of(event),
        procedure=spec,
        organs=seats,
        subject={"kind": spec.about, **event.values["subject"], "number": sound_number(event.values["subject"]["number"])},
        values={name: one for name, one in event.values["values"].items() if name in asked},
        facts=event.more.get("facts"),
    )
    return str(case.pk)


def sound_number(number):
    """The number of a story with its check character, as records of the theme library ask."""
    from zhiheng.schema.identity import check_character

    return number[:17] + check_character(number[:17])


def played(procedure, case, number):
    """Do the act of this number of the scene."""
    from zhiheng.ledger.core.actor import Actor
    from zhiheng.procedure.services import act as do
    from zhiheng.simulate.plays.cases import handed_in, prefilled
    from zhiheng.simulate.plays.scenes import at_of
    from zhiheng.simulate.plays.terms import with_cut_end

    played_scene = SCENES[procedure]
    event, spec = played_scene.acts[number][0], played_scene.story.spec
    person = Actor("person:510107199004075992", "周甲", "", "test")
    who = of_troupe(event.actor, event.organ) if event.organ else person
    fields = spec.form_of(spec.steps[event.step])
    given = with_cut_end(spec.opening_fields, played_scene.opened.values["values"], fields, event.values)
    values, files = handed_in(fields, prefilled(fields, given, who, at_of(event)))
    do(
        actor=who,
        now=at_of(event),
        case_id=UUID(case),
        step=event.step,
        outcome=event.outcome,
        values=values,
        reason=event.reason,
        files=files,
        part=event.part,
        organs=event.more.get("organs"),
        facts=event.more.get("facts"),
    )


def page(who, case):
    """What the page of the case says to an officer."""
    from django.test import Client
    from django.urls import reverse

    from zhiheng.registry.selectors import officer_named
    from zhiheng.registry.services.accounts import change_password

    officer = officer_named(who)
    change_password(actor=line(), now=now(), officer=officer, password="Ganshui-Chengyuan-2026")
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(officer_named(who))
    answer = client.get(reverse("case", args=[case]))
    return f"{answer.status_code} {answer.get('Location', '')} {answer.content.decode()}"


def packs(place):
    """Read the packs from another place from now on."""
    from django.conf import settings

    settings.PACKS = Path(place)


def taken_up(message):
    """An officer lets a message that was kept for them be done once more: where it stands then."""
    from zhiheng.exchange.peers.services import take_up_again

    return take_up_again(actor=line(), now=now(), message_id=message).state


def delivered(waited=False):
    """One round of the worker; `waited`: what was tried before is due again."""
    from django.db import transaction

    from zhiheng.cli.worker import WORKER
    from zhiheng.exchange.models import Outgoing
    from zhiheng.exchange.peers.services import work

    if waited:
        with transaction.atomic():
            Outgoing.objects.update(next_at=now())
    return work(actor=WORKER, now=now())


def sees(who, case):
    from django.utils import timezone

    from zhiheng.procedure.selectors import case_files, case_view
    from zhiheng.registry.selectors import officer_named

    view = case_view(UUID(case), officer_named(who), timezone.localtime())
    if view is None:
        return None
    return {
        "allowed": [f"{one.step}.{one.outcome}" for one in view.acts_allowed if one.kind == "done"],
        "files": [one.name for one in case_files(officer_named(who), view.case).attachments],
    }


def packed(who, case, to, node):
    """An officer sends a package of the case: its number."""
    from zhiheng.exchange.packages.services import send_package
    from zhiheng.registry.selectors import officer_named

    return send_package(actor=actor(who), now=now(), viewer=officer_named(who), case_id=UUID(case), to=to, node=node).pk


def packages():
    from zhiheng.exchange.packages.selectors import packages_seen_by

    return [
        {
            "direction": one.direction,
            "state": one.state,
            "reason": one.reason,
            "case": str(one.case_id),
            "parts": [part["name"] for part in one.parts],
            "hops": [(hop.step, hop.words) for hop in one.hops.all()],
        }
        for one in packages_seen_by(line()).order_by("id")
    ]


if __name__ == "__main__":
    main()
