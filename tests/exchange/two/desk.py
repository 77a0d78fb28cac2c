"""One installation in a process: its server in a thread, its officers and worker by lines of JSON in and out."""

import json
import os
import sys
import threading
import traceback
from datetime import date
from uuid import UUID

from zhiheng.cli.opening import open_database


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

    from zhiheng.registry.selectors import officer_named, organ_named
    from zhiheng.registry.services import appoint, enlist

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    enlist(actor=line(), now=now(), username=username, name=username, organ=organ_named(organ), password="Zhiheng-2026-x")
    appoint(actor=line(), now=now(), officer=officer_named(username), role=role, from_on=date(2020, 1, 1))


def key(organ):
    from zhiheng.exchange.peers.services import make_message_key

    return make_message_key(actor=line(), now=now(), organ=organ)


def account(organ, public, scopes=("cases",), hook=""):
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
    from zhiheng.exchange.peers.services import tested

    return tested(actor=line(), now=now(), peer=peers_known().get(organ__name=organ), sender=sender)


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


def delivered(waited=False):
    """One round of the worker; `waited`: what was tried before is due again."""
    from zhiheng.cli.worker import WORKER
    from zhiheng.exchange.models import Outgoing
    from zhiheng.exchange.peers.services import work

    if waited:
        Outgoing.objects.update(next_at=now())
    return work(actor=WORKER, now=now())


def state(case):
    from zhiheng.procedure.selectors import state_for

    found = state_for(UUID(case))
    if found is None:
        return None
    row, _, folded = found
    return {
        "open": [item.step for item in folded.open],
        "ended": str(folded.ended_on or ""),
        "result": folded.result,
        "title": row.title,
        "number": row.number,
        "values": {name: value for name, value in folded.values.items()},
        "events": folded.events,
        "done": [f"{one.step}.{one.outcome}" for one in folded.done],
    }


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


def outgoing():
    from zhiheng.exchange.peers.selectors import outgoing_seen_by

    rows = outgoing_seen_by(line()).order_by("id")
    return [
        {
            "id": one.pk,
            "seq": one.seq,
            "kind": one.kind,
            "title": one.title,
            "state": one.state,
            "reason": one.reason,
            "error": one.last_error,
            "hops": [hop.step for hop in one.hops.all()],
        }
        for one in rows
    ]


def incoming():
    from zhiheng.exchange.peers.selectors import incoming_seen_by

    return [
        {"id": one.pk, "seq": one.seq, "kind": one.kind, "state": one.state, "reason": one.reason}
        for one in incoming_seen_by(line()).order_by("id")
    ]


def sound():
    from zhiheng.ledger.selectors import verify

    verdict = verify()
    return [str(one) for one in verdict.findings]


if __name__ == "__main__":
    main()
