"""Questions people ask first, with facts to try the rules on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EXAMPLES: Mapping[str, tuple[str, dict[str, Any]]] = {
    "term.end": ("三年有期徒刑，先行羁押三十日", {
        "sentence": {
            "kind": "fixed", "months": 36, "starts_on": "2022-03-15",
            "custody": [{"kind": "criminal_detention", "from": "2021-03-01", "to": "2021-03-30"}],
        },
    }),
    "commutation.assess": ("八年有期徒刑，确有悔改表现", {
        "sentence": {
            "kind": "fixed", "months": 96, "starts_on": "2020-03-15", "effective_on": "2020-06-01", "admitted_on": "2020-07-01",
            "offences": [{"category": "other", "kind": "fixed", "months": 96}],
        },
        "offender": {"repentant": True},
    }),
    "parole.assess": ("十二年有期徒刑，曾减刑十二个月", {
        "sentence": {
            "kind": "fixed", "months": 144, "starts_on": "2017-06-01", "effective_on": "2017-09-01", "admitted_on": "2017-10-01",
            "offences": [{"category": "other", "kind": "fixed", "months": 144}],
        },
        "offender": {"repentant": True},
        "reductions": [{"type": "cut", "months": 12, "delivered_on": "2022-01-10"}],
    }),
    "period.due": ("十日，末日遇端午", {"start": "2024-05-31", "amount": 10, "unit": "day"}),
    "custody.limit": ("侦查羁押", {"limit": "investigation", "start": "2024-05-10"}),
    "interrogation.limit": ("传唤十三小时", {
        "limit": "summons", "organ": "police", "start": "2024-05-10T08:00", "end": "2024-05-10T21:00", "officers": 2,
    }),
    "corrections.leave": ("外出十日", {"crosses_boundary": True, "good_reason": True, "days": 10, "days_two_months": 35}),
}  # fmt: skip
"""Rule → (what is asked, facts): questions the description shows, each answered on 2024-06-11."""
EXAMPLE_DAY = "2024-06-11"
FIRST = (
    "term.end", "commutation.assess", "parole.assess", "medical_release.assess",
    "period.due", "custody.limit", "interrogation.limit", "corrections.leave",
)  # fmt: skip
"""The rules that are asked most, in the order pages offer them."""
