import pytest

from tests.exchange.two.installation import Installation, free_port


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Two installations: `here` and `there`, each allowed to call the other on loopback."""
    place = tmp_path_factory.mktemp("two")
    ports = free_port(), free_port()
    two = [Installation(place / name, ports).start_desk() for name in ("here", "there")]
    try:
        for one, port in zip(two, ports, strict=True):
            one.ask("organs", names=[])
            one.serve(port)
        yield tuple(two)
    finally:
        for one in two:
            one.end()


def joined(here, there, ours, theirs, others=()):
    """Let one organ of each exchange cases: organs registered on both sides, keys exchanged, addresses noted."""
    for side in (here, there):
        side.ask("organs", names=[*ours, *theirs, *others])
    for organ in ours:
        there.ask("account", organ=organ, public=here.ask("key", organ=organ))
        there.ask("peer", organ=organ, url=here.url)
    for organ in theirs:
        here.ask("account", organ=organ, public=there.ask("key", organ=organ))
        here.ask("peer", organ=organ, url=there.url)
