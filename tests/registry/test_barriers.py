"""What narrows rights: closed persons, avoidance, delegated posts with an end, scopes of posts."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from zhiheng.registry import services
from zhiheng.registry.core.errors import RegistryRefused
from zhiheng.registry.models import Barrier, Delegation, Post
from zhiheng.registry.rights import may, scope_of
from zhiheng.registry.selectors import COMMAND_LINE, actor_of, barred_numbers, officer_named, organs_seen_by, sees_everything
from zhiheng.registry.services import close_person, delegate_post, end_delegation, narrow_post, open_person_again, person_key
from zhiheng.schema.errors import UnusableInputError

NUMBER = "510107199004076004"
TYPED = {NUMBER, "510107900407600"}
"""The person's number as it may have been typed: whole, or as numbers were before 1999."""
ORGANS = ["四川省检察院", "川西监狱"]


@pytest.fixture()
def seeded(db, now):
    services.seed_demonstration(actor=COMMAND_LINE, now=now, organs=ORGANS)
    today = timezone.localdate()
    return {"chief": officer_named("chief"), "prosecutor": officer_named("prosecutor"), "today": today, "now": timezone.now()}


def again(officer):
    return officer_named(officer.username)


def acting(officer):
    return actor_of(officer, "test")


@pytest.mark.parametrize("kind", ["sealed", "limited"])
def test_a_closed_person_is_seen_by_the_named_alone_until_opened_again(seeded, kind):
    chief, prosecutor = seeded["chief"], seeded["prosecutor"]
    given = {"now": seeded["now"], "number": NUMBER, "kind": kind, "reason": "依法封存犯罪记录"}
    with pytest.raises(PermissionDenied):
        close_person(actor=acting(prosecutor), **given)
    barrier = close_person(actor=acting(chief), **given)
    assert (barred_numbers(prosecutor), barred_numbers(chief), barred_numbers(COMMAND_LINE)) == (TYPED, set(), set())
    from zhiheng.ledger.selectors import recent

    entry = recent(1)[0]
    assert (entry.act, entry.facts["person"]) == ("person.closed", person_key(NUMBER))
    assert NUMBER not in str(entry.facts)
    open_person_again(actor=acting(chief), now=seeded["now"], barrier=barrier, reason="依法查询")
    assert barred_numbers(prosecutor) == set()
    with pytest.raises(RegistryRefused):
        open_person_again(actor=acting(chief), now=seeded["now"], barrier=barrier, reason="再次解除")


def test_who_must_avoid_a_person_sees_nothing_of_them_and_does_not_end_it(seeded):
    chief, prosecutor, now = seeded["chief"], seeded["prosecutor"], seeded["now"]
    barrier = close_person(actor=acting(chief), now=now, number=NUMBER, kind="avoidance", reason="系其近亲属", officer=prosecutor)
    assert (barred_numbers(prosecutor), barred_numbers(chief)) == (TYPED, set())
    own = close_person(actor=acting(chief), now=now, number=NUMBER, kind="avoidance", reason="系其近亲属", officer=chief)
    with pytest.raises(RegistryRefused, match="本人"):
        open_person_again(actor=acting(chief), now=now, barrier=own, reason="不必回避")
    Barrier.objects.filter(pk=barrier.pk).update(until_on=seeded["today"])
    assert barred_numbers(prosecutor) == set(), "what ended bars nobody"


@pytest.mark.parametrize(
    "wrong", [{"kind": "avoidance"}, {"kind": "unknown"}, {"reason": " "}, {"until_on": date(2020, 1, 1)}, {"admitted": ["nobody"]}]
)
def test_a_barrier_that_says_too_little_is_refused(seeded, wrong):
    given = {"number": NUMBER, "kind": "limited", "reason": "限定知悉", **wrong}
    with pytest.raises(RegistryRefused):
        close_person(actor=acting(seeded["chief"]), now=seeded["now"], **given)
    assert not Barrier.objects.exists()


def test_a_delegated_post_gives_its_rights_until_its_end_and_no_longer(seeded):
    chief, prosecutor, today = seeded["chief"], seeded["prosecutor"], seeded["today"]
    post = Post.objects.get(officer=chief, role="chief_prosecutor")
    days = {"from_on": today, "until_on": today + timedelta(days=3)}
    given = {"now": seeded["now"], "post": post, "to": prosecutor, **days, "reason": "外出培训"}
    assert not may(again(prosecutor), "document.approve")
    row = delegate_post(actor=acting(chief), **given)
    lent = again(prosecutor)
    assert may(lent, "document.approve")
    assert not may(lent, "document.approve", on=today + timedelta(days=3))
    end_delegation(actor=acting(prosecutor), now=seeded["now"], delegation=row)
    assert not may(again(prosecutor), "document.approve")
    Post.objects.filter(pk=post.pk).update(until_on=today)
    Delegation.objects.filter(pk=row.pk).update(until_on=today + timedelta(days=3))
    assert not may(again(prosecutor), "document.approve"), "a post that ended is not exercised by another either"


def test_a_post_is_delegated_by_its_holder_within_the_organ_with_an_end_and_never_administration(seeded):
    chief, prosecutor, today = seeded["chief"], seeded["prosecutor"], seeded["today"]
    post = Post.objects.get(officer=chief, role="chief_prosecutor")
    good = {"post": post, "to": prosecutor, "from_on": today, "until_on": today + timedelta(days=3), "reason": "外出培训"}
    elsewhere = next(one for one in map(officer_named, ["organ-01", "organ-02"]) if one and one.organ.name == "川西监狱")
    admin = Post.objects.get(role="audit_admin")
    for actor, wrong in (
        (prosecutor, {}), (chief, {"to": chief}), (chief, {"to": elsewhere}), (chief, {"until_on": today}), (chief, {"reason": ""}),
        (chief, {"from_on": today - timedelta(days=1)}), (admin.officer, {"post": admin}), (chief, {"to": admin.officer}),
    ):  # fmt: skip
        with pytest.raises(RegistryRefused):
            delegate_post(actor=acting(actor), now=seeded["now"], **{**good, **wrong})
    assert not Delegation.objects.exists()


def test_a_lent_post_ends_with_the_account_of_its_holder(seeded):
    chief, prosecutor, today, now = seeded["chief"], seeded["prosecutor"], seeded["today"], seeded["now"]
    post = Post.objects.get(officer=chief, role="chief_prosecutor")
    days = {"from_on": today, "until_on": today + timedelta(days=30)}
    delegate_post(actor=acting(chief), now=now, post=post, to=prosecutor, reason="外出培训", **days)
    assert may(again(prosecutor), "document.approve")
    services.close_account(actor=acting(officer_named("security")), now=now, officer=chief, reason="调离本机关")
    assert not may(again(prosecutor), "document.approve")


def test_lent_posts_and_given_posts_together_keep_the_administrations_apart(seeded):
    """Neither a post to come nor a lent one makes one person an administrator and a handler of cases."""
    chief, today, now = seeded["chief"], seeded["today"], seeded["now"]
    security = acting(officer_named("security"))
    given = {"post": Post.objects.get(officer=chief, role="chief_prosecutor"), "reason": "外出培训"}
    days = {"from_on": today, "until_on": today + timedelta(days=30)}
    fresh = {"actor": security, "now": now, "organ": chief.organ}
    lent = services.enlist(username="lent", name="受托人", **fresh)
    delegate_post(actor=acting(chief), now=now, to=lent, **given, **days)
    proposed = {"role": "audit_admin", "reason": "工作需要"}
    with pytest.raises(UnusableInputError, match="不得由一人兼任"):
        services.propose_administrator(actor=security, now=now, officer=lent, from_on=today + timedelta(days=2), **proposed)
    later = services.enlist(username="later", name="将任管理员", **fresh)
    row = services.propose_administrator(actor=security, now=now, officer=later, from_on=today + timedelta(days=2), **proposed)
    services.confirm_administrator(actor=acting(officer_named("auditor")), now=now, proposal=row)
    with pytest.raises(RegistryRefused, match="不得由一人兼任"):
        delegate_post(actor=acting(chief), now=now, to=later, **given, **days)


def test_a_scope_narrows_what_a_post_shows(seeded):
    prosecutor = seeded["prosecutor"]
    post = Post.objects.get(officer=prosecutor, role="prosecutor")
    security = officer_named("security")
    assert (scope_of(prosecutor), sees_everything(prosecutor)) == ("province", True)
    for scope, organs in (("below", 1), ("organ", 1), ("unit", 1), ("own", 1), ("province", len(ORGANS))):
        narrow_post(actor=acting(security), now=seeded["now"], post=post, scope=scope)
        narrowed = again(prosecutor)
        assert scope_of(narrowed) == scope
        assert sees_everything(narrowed) == (scope == "province")
        assert organs_seen_by(narrowed).count() >= organs if scope == "province" else organs_seen_by(narrowed).count() == organs
    with pytest.raises(RegistryRefused):
        narrow_post(actor=acting(security), now=seeded["now"], post=post, scope="everywhere")
    with pytest.raises(RegistryRefused):
        narrow_post(actor=acting(prosecutor), now=seeded["now"], post=post, scope="own")


def test_a_head_decides_of_officers_of_the_own_organ_alone_and_not_of_themselves(seeded):
    warden, prosecutor = officer_named("prison"), seeded["prosecutor"]
    given = {"now": seeded["now"], "number": NUMBER, "reason": "系其近亲属"}
    for officer, words in ((prosecutor, "本机关"), (warden, "本人")):
        with pytest.raises(RegistryRefused, match=words):
            services.avoid_person(actor=acting(warden), officer=officer, **given)
    other = next(one for one in type(warden).objects.filter(organ=warden.organ).exclude(pk=warden.pk))
    with pytest.raises(PermissionDenied):
        services.avoid_person(actor=acting(other), officer=warden, **given)
    barrier = services.avoid_person(actor=acting(warden), officer=other, **given)
    assert (barred_numbers(other), barred_numbers(warden)) == (TYPED, set())
    sealed = close_person(actor=acting(seeded["chief"]), now=seeded["now"], number=NUMBER, kind="sealed", reason="依法封存")
    with pytest.raises(RegistryRefused, match="本机关"):
        services.end_avoidance(actor=acting(warden), now=seeded["now"], barrier=sealed, reason="不必封存")
    services.end_avoidance(actor=acting(warden), now=seeded["now"], barrier=barrier, reason="情形已经消失")
    assert NUMBER in barred_numbers(other), "it stays sealed for all but the named"


def test_a_person_is_closed_by_a_number_of_fifteen_digits_as_by_the_whole_one(seeded):
    close_person(
        actor=acting(seeded["chief"]), now=seeded["now"], number=" 510107 900407600", kind="sealed", reason="依法封存犯罪记录", admitted=[]
    )
    assert Barrier.objects.get().number == NUMBER
    assert barred_numbers(seeded["prosecutor"]) == TYPED
    assert person_key(NUMBER) == person_key("510107900407600")
