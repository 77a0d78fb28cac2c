"""Proportions of the synthetic province. All are ASSUMED: no published table gives them (lengths, ages, kinds of crime and of correction).

Where a published figure guided the choice it is named beside it; nothing here may be quoted as a statistic.
"""

from __future__ import annotations

#: Share of kinds of ordinary lives. Corrections to prisoners stand at about 0.4 : 1 in one published province; here both are well filled.
LIVES = {
    "prisoner": 0.30,
    "released": 0.10,
    "lifer": 0.03,
    "probationer": 0.26,
    "ended_probationer": 0.06,
    "controlled": 0.03,
    "parolee": 0.02,
    "patient": 0.02,
    "detainee": 0.05,
    "suspect": 0.04,
    "recidivist": 0.02,
    "bystander": 0.07,
}

#: Months of fixed terms and how often each is chosen.
TERMS = {18: 4, 24: 6, 30: 6, 36: 8, 42: 6, 48: 6, 60: 6, 72: 5, 84: 5, 96: 4, 120: 4, 132: 3, 144: 3, 180: 2}

#: Persons planted with violations and look-alikes, as a share of a large province (published: 0.7–10 % of those compared give a clue).
PLANTED_SHARE = 0.08

#: Shares of ordinary prisoners with each kind of further record. Property items: about 62 to 82 % in published prisons.
PRISONER_HAS = {"property": 0.62, "commutation": 0.45, "account": 0.18, "scores": 0.15, "labour": 0.06, "trial": 0.08, "child": 0.05}

#: Shares of ordinary persons in correction with each kind of further record.
SUPERVISED_HAS = {
    "leave": 0.16,
    "stay_at_home": 0.12,
    "praise": 0.08,
    "order": 0.06,
    "answered_penalty": 0.04,
    "investigation": 0.2,
    "earlier_measure": 0.06,
}

#: Documents, penalty cases and seized items without a person of their own: one for so many persons.
PERSONS_PER = {"document": 40, "penalty_case": 20, "transferred_case": 60, "seized_item": 30}
