"""Figures that sheets read from above the room of work: indicators of an organ, clues of a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhiheng.analysis.periods import Period
from zhiheng.analysis.sheets import Figure
from zhiheng.catalog.packs import Catalog
from zhiheng.oversight.selectors.clues import ClueFilter, clues_seen_by
from zhiheng.oversight.selectors.indicators import indicator_results
from zhiheng.registry.rows import Organ
from zhiheng.registry.selectors import COMMAND_LINE

MOST_REFS = 200


@dataclass(frozen=True)
class PlatformSources:
    """Figures of the whole platform about the organ that is rated; `work.services.rate` takes it as `sources`."""

    catalog: Catalog
    today: date

    def indicator(self, name: str, organ: Organ, period: Period) -> Figure:
        """An indicator of an organ in a period, with the records behind it."""
        found = indicator_results(COMMAND_LINE, period, organ.name, indicators=[name], catalog=self.catalog, today=self.today)[0]
        figure, counts = found.figure, found.spec.kind == "count"
        refs = tuple(dict.fromkeys(str(row["link"]) for row in found.rows if row.get("link")))[:MOST_REFS]
        if counts:
            return Figure(Decimal(figure.numerator), None, refs, f"{found.spec.title} {figure.numerator}{found.spec.unit}")
        text = f"{found.spec.title} {figure.numerator}/{figure.denominator}"
        return Figure(Decimal(figure.numerator), Decimal(figure.denominator), refs, text)

    def clues(self, models: Sequence[str], organ: Organ, period: Period) -> Figure:
        """How many clues of some models about an organ were found in a period; those refuted do not count."""
        rows = (
            clues_seen_by(COMMAND_LINE, ClueFilter(organ=organ.name))
            .filter(model__in=models)
            .filter(found_at__date__gte=period.first_on, found_at__date__lte=period.last_on)
            .exclude(state="refuted")
        )
        numbers = list(rows.values_list("pk", flat=True))
        return Figure(Decimal(len(numbers)), None, tuple(f"clue:{number}" for number in numbers[:MOST_REFS]), f"{len(numbers)} 条")
