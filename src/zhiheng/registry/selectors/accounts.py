"""What administrators see: accounts, locks, proposals and organs of those they look after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import BooleanField, Count, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from zhiheng.registry.core.roles import ADMINISTRATORS
from zhiheng.registry.models import Delegation, Officer, Organ, Post, PostProposal, SignInTry
from zhiheng.registry.selectors.relations import below
from zhiheng.registry.selectors.sign_ins import failures_of, waiting_accounts


def organs_managed_by(viewer: Officer) -> QuerySet[Organ]:
    """Organs an administrator looks after: all for the organ that runs this installation, else the own and those below it."""
    if viewer.organ.runs_home:
        return Organ.objects.all()
    return Organ.objects.filter(pk__in=below(viewer.organ))


def accounts_managed_by(viewer: Officer) -> QuerySet[Officer]:
    """Accounts of the organs an administrator looks after, each with `locked`: sign-in must wait after failures."""
    accounts = Officer.objects.filter(organ__in=organs_managed_by(viewer)).select_related("organ", "unit").prefetch_related("posts__unit")
    return accounts.annotate(locked=ExpressionWrapper(Q(username__in=waiting_accounts()), output_field=BooleanField()))


def account_managed_by(viewer: Officer, number: int) -> Officer | None:
    """One account with its posts; None for one the administrator does not look after."""
    return accounts_managed_by(viewer).filter(pk=number).first()


def failed_sign_ins(officer: Officer) -> list[SignInTry]:
    """The failed sign-ins of an account that must wait, newest first; none while it need not."""
    return failures_of(officer) if officer.username in waiting_accounts() else []


def organ_managed_by(viewer: Officer, number: int) -> Organ | None:
    """One organ; None for one the administrator does not look after."""
    return organs_managed_by(viewer).select_related("parent").filter(pk=number).first()


def organs_with_counts(viewer: Officer) -> QuerySet[Organ]:
    """Organs an administrator looks after with the numbers of their open accounts and units."""
    open_accounts = Count("officers", filter=Q(officers__is_active=True), distinct=True)
    open_units = Count("units", filter=Q(units__closed=False), distinct=True)
    return organs_managed_by(viewer).select_related("parent").annotate(accounts=open_accounts, unit_count=open_units)


def proposals_seen_by(viewer: Officer) -> QuerySet[PostProposal]:
    """Proposals of administrators' posts within the organs an administrator looks after, with the names of who proposed and decided."""
    rows = PostProposal.objects.filter(officer__organ__in=organs_managed_by(viewer)).select_related("officer__organ")
    return rows.annotate(proposer=_name_of("proposed_by"), decider=_name_of("decided_by"))


def _name_of(field: str) -> Subquery:
    """The own name behind a sign-in name of a row."""
    return Subquery(Officer.objects.filter(username=OuterRef(field)).values("name")[:1])


def proposal_seen_by(viewer: Officer, number: int) -> PostProposal | None:
    """One proposal; None for one out of reach."""
    return proposals_seen_by(viewer).filter(pk=number).first()


def waiting_proposals(viewer: Officer) -> int:
    """How many proposals the viewer may decide on."""
    return proposals_seen_by(viewer).filter(outcome="").exclude(proposed_by=viewer.username).exclude(officer=viewer).count()


def administrators_on(day: date, *roles: str) -> QuerySet[Officer]:
    """Open accounts that hold an administrator's post (of these roles) on the day or later."""
    held = Post.objects.filter(role__in=roles or ADMINISTRATORS).filter(Q(until_on=None) | Q(until_on__gt=day))
    return Officer.objects.filter(is_active=True, pk__in=held.values("officer_id")).select_related("organ").order_by("username")


def roles_between(officer: Officer, from_on: date, until_on: date | None) -> set[str]:
    """Roles held on any day of the time (`until_on`: the first day without, None: for good), by own posts and lent ones."""
    own = Post.objects.filter(officer=officer).exclude(until_on__lte=from_on)
    lent = Delegation.objects.filter(to=officer, until_on__gt=from_on)
    if until_on is not None:
        own, lent = own.filter(from_on__lt=until_on), lent.filter(from_on__lt=until_on)
    return {*own.values_list("role", flat=True), *lent.values_list("post__role", flat=True)}


def names_of(things: Iterable[str]) -> dict[str, str]:
    """Officers and organs by name, as things of the trace (`officer:5`, `organ:7`), for who may read it."""
    parts = [one.partition(":") for one in things]
    found: dict[str, str] = {}
    for kind, table in (("officer", Officer), ("organ", Organ)):
        numbers = {int(number) for head, _, number in parts if head == kind and number.isdecimal()}
        found |= {f"{kind}:{pk}": name for pk, name in table.objects.filter(pk__in=numbers).values_list("pk", "name")} if numbers else {}
    return found


def every_organ() -> QuerySet[Organ]:
    """Every organ with its parent, for the command line."""
    return Organ.objects.select_related("parent")
