"""What stands in one installation: records, papers, cases, messages and the trace, as its desk tells them."""

from uuid import UUID


def records(dataset):
    """How many records of a dataset there are."""
    from zhiheng.records.selectors import counts_by_dataset_and_organ
    from zhiheng.registry.selectors import COMMAND_LINE

    return sum(one["rows"] for one in counts_by_dataset_and_organ(COMMAND_LINE) if one["dataset"] == dataset)


def papers(case):
    """Names of the files in the dossier of a case."""
    from zhiheng.dossier.selectors import files_seen_by
    from zhiheng.ledger.core.actor import Actor
    from zhiheng.procedure.selectors import state_for

    row, _, folded = state_for(UUID(case))
    seen = [files_seen_by(Actor("", "", organ, "test"), row.dossier_key) for organ in folded.organs.values()]
    return sorted({file.name for one in seen for file in one.attachments})


def facts(case):
    """The facts that the case was opened with."""
    from zhiheng.procedure.selectors import told_events

    return told_events(UUID(case))[2][0].more.get("facts")


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
        "values": dict(folded.values),
        "events": folded.events,
        "done": [f"{one.step}.{one.outcome}" for one in folded.completed],
    }


def outgoing():
    from zhiheng.exchange.peers.selectors import outgoing_seen_by
    from zhiheng.registry.selectors import COMMAND_LINE

    rows = outgoing_seen_by(COMMAND_LINE).order_by("id")
    return [
        {
            "id": one.pk,
            "seq": one.seq,
            "kind": one.kind,
            "title": one.title,
            "state": one.state,
            "reason": one.reason,
            "error": one.last_error,
            "case": str(one.case_id),
            "hops": [hop.step for hop in one.hops.all()],
        }
        for one in rows
    ]


def incoming():
    from zhiheng.exchange.peers.selectors import incoming_seen_by
    from zhiheng.registry.selectors import COMMAND_LINE

    return [
        {"id": one.pk, "seq": one.seq, "kind": one.kind, "state": one.state, "reason": one.reason}
        for one in incoming_seen_by(COMMAND_LINE).order_by("id")
    ]


def sound():
    from zhiheng.ledger.selectors import verify

    verdict = verify()
    return [str(one) for one in verdict.findings]
