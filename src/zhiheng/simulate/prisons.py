"""What prisons send: custody while serving, accounts, conduct scores, labour; and the chain of custody that leads there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiheng.simulate.courts import lawful_end
from zhiheng.simulate.days import months_after, plus, term_after
from zhiheng.simulate.organs import PRISON_MARKS, PRISONS
from zhiheng.simulate.persons import Person
from zhiheng.simulate.world import Values, World

LEVELS = ("subward", "ward", "prison")
DEDUCTIONS = ("内务不整", "违反就寝纪律", "未完成学习任务")
LABOUR_MINUTES = (400, 420, 450, 480)


@dataclass
class Prisoner:
    """A person serving a sentence: the judgment, the custody before delivery and in prison, and what rulings did to the term."""

    person: Person
    sentence: Values
    remand: Values
    serving: Values
    cut_months: int = 0
    fixed_from: date | None = None
    fixed_months: int = 0

    @property
    def ends_on(self) -> date | None:
        """The last day of the term in force; None while the penalty has no end."""
        if self.fixed_from:
            return plus(term_after(self.fixed_from, self.fixed_months - self.cut_months), -1)
        return lawful_end(self.sentence, cut_months=self.cut_months)

    @property
    def prison(self) -> str:
        """The prison that holds the person, or last did."""
        return str(self.serving["facility"])


def deliver(world: World, person: Person, sentence: Values, *, taken_on: date, delivered_on: date, prison: str | None = None) -> Prisoner:
    """Record custody in the detention house until delivery and in prison from then on, joined on the same day."""
    effective_on = sentence["effective_on"]
    remand = world.add(
        person.district.police,
        "custody_records",
        person,
        facility=person.district.detention_house,
        facility_kind="detention_house",
        admitted_on=taken_on,
        stage="awaiting_delivery",
        stage_since=effective_on,
        stage_due=months_after(plus(effective_on, 10), 1),
        released_on=delivered_on,
        release_reason="transfer",
    )
    return Prisoner(person, sentence, remand, admit(world, person, delivered_on, prison=prison))


def admit(world: World, person: Person, admitted_on: date, *, prison: str | None = None) -> Values:
    """Record admission to a prison to serve."""
    prison = prison or world.rng.choice(PRISONS)
    return world.add(
        prison,
        "custody_records",
        person,
        person_no=f"31{PRISONS.index(prison):02d}{world.number('罪犯编号', prison):06d}",
        facility=prison,
        facility_kind="prison",
        admitted_on=admitted_on,
        stage="serving",
        stage_since=admitted_on,
    )


def release(custody: Values, released_on: date, reason: str) -> None:
    """Write the end of custody into its record."""
    custody["released_on"], custody["release_reason"] = released_on, reason


@dataclass
class Account:
    """A prisoner's account; entries are booked in the order of their days."""

    world: World
    prisoner: Prisoner
    number: str
    balance: Decimal = Decimal(0)
    entries: int = 0

    def book(self, on: date, amount: int | str, kind: str) -> Values:
        """Book an entry: positive in, negative out."""
        self.entries += 1
        self.balance += Decimal(amount)
        return self.world.add(
            self.prisoner.prison,
            "inmate_accounts",
            self.prisoner.person,
            account_no=self.number,
            entry_no=f"{self.entries:06d}",
            booked_on=on,
            amount=Decimal(amount),
            kind=kind,
            balance=self.balance,
        )


def open_account(world: World, prisoner: Prisoner) -> Account:
    """A new account without entries."""
    return Account(world, prisoner, f"A{world.number('账户'):08d}")


def live_modestly(account: Account, first: date, months: int) -> None:
    """Book months of small deposits, wages and consumption, far below what would show means to pay; `first` is a first of month."""
    rng = account.world.rng
    for index in range(months):
        start = months_after(first, index)
        account.book(plus(start, 9), rng.randint(150, 500), "deposit")
        account.book(plus(start, 14), -rng.randint(80, 300), "consumption")
        account.book(plus(start, 24), rng.randint(100, 250), "wage")


def labour_week(world: World, prisoner: Prisoner, monday: date, days: str = "LLLLLSR", minutes: dict[int, int] | None = None) -> None:
    """Record a week: L labour, S study, R rest, - nothing recorded; `minutes` of labour by place in the week, else a lawful day."""
    kinds = {"L": "labour", "S": "study", "R": "rest"}
    for place, mark in enumerate(days):
        if mark == "-":
            continue
        usual = world.rng.choice(LABOUR_MINUTES) if mark == "L" else 0
        world.add(
            prisoner.prison,
            "labour_days",
            prisoner.person,
            prison=prisoner.prison,
            day=plus(monday, place),
            labour_minutes=(minutes or {}).get(place, usual),
            study_minutes={"L": 30, "S": 240, "R": 0}[mark],
            kind=kinds[mark],
        )


def score(world: World, prisoner: Prisoner, on: date, item: str, kind: str, points: int | str, reviews: tuple[str, ...] = LEVELS) -> Values:
    """Record a conduct score."""
    return world.add(
        prisoner.prison,
        "conduct_scores",
        prisoner.person,
        prison=prisoner.prison,
        scored_on=on,
        item=item,
        kind=kind,
        points=Decimal(points),
        reviews=list(reviews),
    )


def score_month(world: World, prisoner: Prisoner, first: date, *, base: tuple[int, int] = (60, 35), bonus: int = 0) -> None:
    """Record an ordinary month of scores: two base items, a bonus all three levels reviewed, now and then a deduction."""
    for place, (item, points) in enumerate(zip(("劳动改造", "教育改造"), base, strict=True)):
        score(world, prisoner, plus(first, 7 + place), item, "base", points)
    if bonus:
        score(world, prisoner, plus(first, 9), "加分第1项", "bonus", bonus)
    if world.chance(0.3):
        score(world, prisoner, plus(first, 11), world.rng.choice(DEDUCTIONS), "deduction", "-2.50", LEVELS[:1])


def medical_number(prisoner: Prisoner, world: World, year: int) -> str:
    """The next number of a prison's decisions on medical release."""
    return f"（{year}）{PRISON_MARKS[prisoner.prison]}暂字第{world.number('暂', prisoner.prison, str(year))}号"
