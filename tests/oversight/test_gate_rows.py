"""What the gate lets through in few statements are the rows that its rules, told one by one, let through, for viewers by chance."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from zhiheng.ledger.core.once import drawing
from zhiheng.oversight.models import Clue, ClueCase, Run
from zhiheng.procedure.models import Case, Definition, Seat
from zhiheng.procedure.selectors import CaseFilter, cases_seen_by
from zhiheng.registry import rights
from zhiheng.registry.core.roles import ROLES
from zhiheng.registry.core.scopes import SCOPES
from zhiheng.registry.models import Barrier, Delegation, Officer, Organ, Post, PostScope
from zhiheng.registry.above import every_number_of
from zhiheng.registry.selectors import barred_numbers, organs_seen_by, sees_everything
from zhiheng.schema.identity import check_character

pytestmark = pytest.mark.django_db
NUMBERS = [body + check_character(body) for body in (f"51010719900407{number:03d}" for number in range(9))]
PACKS = ("a", "b")


class Drawn:
    """Organs, officers, closed persons and cases by chance."""

    def __init__(self, seed):
        self.chance, self.today, self.now = random.Random(seed), timezone.localdate(), timezone.now()  # noqa: S311 - drawn again by its seed
        self.organs = self.drawn_organs(seed)
        self.officers = [self.officer(f"o{seed}-{number}") for number in range(8)]
        for _ in range(3):
            post, other = self.chance.choice(list(Post.objects.all())), self.chance.choice(self.officers)
            Delegation.objects.create(post=post, to=other, from_on=self.day(), until_on=self.day(), reason="外出")
        for number in self.chance.sample(NUMBERS, 5):
            self.barrier(number)
        self.cases = [self.case(seed, number) for number in range(25)]

    def day(self):
        return self.today + timedelta(days=self.chance.choice([-9, -1, 0, 1, 9]))

    def drawn_organs(self, seed):
        divisions = ["510000", "510100", "510107", "511700"]
        kinds = ["procuratorate", "prison"]
        top = Organ.objects.create(name=f"{seed}省院", kind="procuratorate", level="province", division="510000")
        parents = [top, None]
        return [top] + [
            Organ.objects.create(name=f"{seed}第{n}", kind=kinds[n % 2], level="county", division=divisions[n % 4], parent=parents[n % 2])
            for n in range(5)
        ]

    def officer(self, username):
        officer = Officer.objects.create(username=username, name=username, organ=self.chance.choice(self.organs))
        roles = ["prosecutor", "organ_handler", *self.chance.sample(sorted(ROLES), 2)]
        for role in self.chance.sample(roles, self.chance.randrange(3)):
            until = self.chance.choice([None, self.day()])
            packs = self.chance.choice([[], [], ["a"]])
            post = Post.objects.create(officer=officer, role=role, from_on=self.day(), until_on=until, packs=packs)
            if self.chance.random() < 0.4:
                PostScope.objects.create(post=post, scope=self.chance.choice(sorted(SCOPES)))
        return officer

    def barrier(self, number):
        kind = self.chance.choice(["sealed", "limited", "avoidance"])
        officer = self.chance.choice(self.officers)
        Barrier.objects.create(
            number=number, kind=kind, officer=officer if kind == "avoidance" else None, reason="依法",
            admitted=[] if kind == "avoidance" else self.chance.choice([[], [officer.username], [officer.username, "x"]]),
            since_on=self.day(), until_on=self.chance.choice([None, self.day()]), set_by="x",
        )  # fmt: skip

    def case(self, seed, number):
        spec, _ = Definition.objects.get_or_create(digest="d" * 64, defaults={"name": "x", "content": "{}", "published_at": self.now})
        ended = self.chance.choice([None, self.today])
        case = Case.objects.create(
            procedure="x", pack=self.chance.choice(PACKS), definition=spec, title=f"案{number}", opened_at=self.now,
            last_event_at=self.now, opened_by=self.chance.choice(self.officers).username,
            holder=self.chance.choice(["", self.chance.choice(self.officers).username]),
            subject=self.chance.choice(["", *NUMBERS]), ended_on=ended,
        )  # fmt: skip
        for role, organ in enumerate(self.chance.sample(self.organs, 2)):
            Seat.objects.create(case=case, role=f"r{role}", organ=organ, visible=self.chance.random() < 0.8, open=ended is None)
        if self.chance.random() < 0.4:
            ClueCase.objects.create(case=case, clue=self.clue(f"{seed} {number}"))
        return case

    def clue(self, occurrence):
        run, _ = Run.objects.get_or_create(
            as_of=self.today, engine="duckdb", started_by="x", snapshot_digest="", defaults={"started_at": self.now, "snapshot": {}}
        )
        return Clue.objects.create(
            model="m", pack="a", subject=self.chance.choice(NUMBERS), occurrence=occurrence, level="high", summary="情形", values={},
            evidence=[], cites=[], organ=self.organs[0], as_of=self.today, digest="", first_run=run, last_run=run, found_at=self.now,
            state="received", state_at=self.now,
        )  # fmt: skip


def closed_to(viewer, today):
    """The rule, barrier by barrier."""
    found = set()
    for row in Barrier.objects.all():
        mine = row.officer_id == viewer.pk if row.kind == "avoidance" else viewer.username not in row.admitted
        if row.holds_on(today) and mine:
            found.add(row.number)
    return found


def held_by(viewer, today):
    """Own posts and lent ones, one by one."""
    own = [post for post in Post.objects.filter(officer=viewer) if post.held_on(today)]
    return own + [one.post for one in Delegation.objects.filter(to=viewer) if one.held_on(today)]


def lets_through(viewer, case, wanted, today):
    """The gate's rules, told of one case."""
    posts = [post for post in held_by(viewer, today) if "case.read" in ROLES[post.role].rights]
    if not posts or (all(post.packs for post in posts) and not any(case.pack in post.packs for post in posts)):
        return False
    if wanted is not None and (case.ended_on is None) != wanted:
        return False
    organs = set(organs_seen_by(viewer).values_list("pk", flat=True))
    if not sees_everything(viewer) and not any(seat.visible and seat.organ_id in organs for seat in case.seats.all()):
        return False
    scope = rights.scope_of(viewer)
    if scope == "unit" and case.unit != "":
        return False
    if scope == "own" and viewer.username not in {case.holder, case.opened_by}:
        return False
    named = {case.subject, *ClueCase.objects.filter(case=case).values_list("clue__subject", flat=True)}
    return named.isdisjoint(closed_to(viewer, today))


@pytest.mark.parametrize("seed", [0, 2, 3, 4, 5, 6])
def test_the_fast_gate_lets_through_what_the_rules_let_through(seed):
    drawn, through = Drawn(seed), 0
    for viewer in Officer.objects.filter(pk__in=[one.pk for one in drawn.officers]):
        for wanted in (None, True, False):
            told = {case.pk for case in drawn.cases if lets_through(viewer, case, wanted, drawn.today)}
            for page in (False, True):
                fresh = Officer.objects.get(pk=viewer.pk)
                if page:
                    with drawing():
                        found = cases_seen_by(fresh, CaseFilter(open=wanted))
                        barred = barred_numbers(fresh)
                else:
                    found, barred = cases_seen_by(fresh, CaseFilter(open=wanted)), barred_numbers(fresh)
                assert ({case.pk for case in found}, found.count()) == (told, len(told))
                assert barred == every_number_of(closed_to(viewer, drawn.today))
            through += len(told)
    assert through, "somebody sees something"


def test_posts_read_with_what_is_closed_are_those_that_the_table_holds():
    for seed in range(4):
        for viewer in Drawn(100 + seed).officers:
            fresh = Officer.objects.get(pk=viewer.pk)
            today = timezone.localdate()
            found = rights.posts_of(fresh)
            assert [post.pk for post in found] == [post.pk for post in held_by(viewer, today)]
            for post in found:
                row = Post.objects.select_related("narrowed").get(pk=post.pk)
                assert all(getattr(row, one.attname) == getattr(post, one.attname) for one in Post._meta.concrete_fields)
                assert getattr(row, "narrowed", None) == getattr(post, "narrowed", None)
