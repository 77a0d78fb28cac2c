"""The form of a search of judgments, and what it asks: words, elements, filters, the case at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.dossier.core.proofing.names import CASE_NUMBER
from zhiheng.judgments.core.elements import CIRCUMSTANCES, Elements, elements_in
from zhiheng.judgments.core.judgment import KINDS, LEVELS
from zhiheng.judgments.core.searching import Filters, Question, newest
from zhiheng.judgments.core.tiers import NEWEST_YEARS, TIERS, Searcher
from zhiheng.judgments.services import MOST_TEXT
from zhiheng.procedure.core.visibility import visible_values
from zhiheng.procedure.selectors import CaseView

_PARTS: Final = re.compile(r"[、，,；;\s]+")
_MOST_PROPOSED: Final = 4000


@dataclass(frozen=True)
class AtHand:
    """The case one searches for: what of it is proposed to be asked, and the numbers that are never its own likeness."""

    view: CaseView
    text: str
    numbers: tuple[str, ...]


class SearchForm(forms.Form):
    """Words and elements; all of it may be corrected by who asks."""

    text = forms.CharField(
        label=_("案情、争议焦点或者关键词"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("可以粘贴整段案情；按词语的少见程度计分，不必挑词。"),
    )
    charges = forms.CharField(label=_("罪名"), required=False, max_length=300, help_text=_("几个罪名用顿号分开。"))
    circumstances = forms.MultipleChoiceField(
        label=_("情节"), required=False, choices=[(one, one) for one in CIRCUMSTANCES], widget=forms.CheckboxSelectMultiple
    )
    amount = forms.DecimalField(label=_("数额（元）"), required=False, min_value=0, max_digits=16, decimal_places=2)
    articles = forms.CharField(label=_("适用条文"), required=False, max_length=300, help_text=_("例如：刑法第二百六十四条。"))
    tiers = forms.MultipleChoiceField(
        label=_("检索范围"),
        required=False,
        choices=[(str(tier), said) for tier, said in TIERS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(label=_("程序"), required=False, choices=KINDS.items(), widget=forms.CheckboxSelectMultiple)
    levels = forms.MultipleChoiceField(label=_("法院层级"), required=False, choices=LEVELS.items(), widget=forms.CheckboxSelectMultiple)
    only_charges = forms.BooleanField(label=_("只看同罪名"), required=False)
    recent = forms.BooleanField(label=_("只看近三年（指导性案例另行检索）"), required=False)
    planned = forms.DecimalField(
        label=_("拟裁判值（月）"),
        required=False,
        min_value=0,
        max_digits=6,
        decimal_places=1,
        help_text=_("填写后与类案区间比对，只作提示。"),
    )

    def __init__(self, data: Any, *, charges: Iterable[str], initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self._known = frozenset(charges)

    def clean_charges(self) -> tuple[str, ...]:
        """Charges of the judgments there are; others are refused by name."""
        named = _split(self.cleaned_data["charges"])
        if unknown := [one for one in named if one not in self._known]:
            raise forms.ValidationError(_("案例库中没有这个罪名：%(named)s。请写全称。") % {"named": "、".join(unknown[:5])})
        return named

    def clean_articles(self) -> tuple[str, ...]:
        """Articles, each with the law it is of."""
        return _split(self.cleaned_data["articles"])

    def question(self, searcher: Searcher, *, on: date, sealed: bool, own: tuple[str, ...]) -> Question:
        """What was asked."""
        given = self.cleaned_data
        elements = Elements(given["charges"], given["articles"], tuple(given["circumstances"]), given["amount"])
        filters = Filters(
            charges=given["charges"] if given["only_charges"] else (),
            kinds=tuple(given["kinds"]),
            levels=tuple(given["levels"]),
            tiers=tuple(int(tier) for tier in given["tiers"]),
            since=newest(on, years=NEWEST_YEARS) if given["recent"] else None,
            sealed=sealed,
        )
        return Question(given["text"], elements, filters, own, searcher)


def _split(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _PARTS.split(text) if part))


def at_hand(view: CaseView, organ: str) -> AtHand:
    """What of a case is asked: the texts that the viewer's organ sees, and every case number among them."""
    values = visible_values(view.spec, view.state, {organ})
    said = [text for value in values.values() for text in _texts(value)]
    numbers = tuple(dict.fromkeys(found[0] for text in (view.case.number, *said) for found in CASE_NUMBER.finditer(text or "")))
    worded = [text for text in said if len(text) > 4 and not CASE_NUMBER.fullmatch(text)]
    named = tuple(str(values[name]) for name in ("case_no", "judgment_no", "ruling_no") if values.get(name))
    return AtHand(view, "\n".join(dict.fromkeys(worded))[:_MOST_PROPOSED], tuple(dict.fromkeys((*numbers, *named))))


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, (list, tuple)) else []


def proposed(case: AtHand, charges: Iterable[str]) -> dict[str, Any]:
    """First values of the form for a case: its words, and the elements read out of them, which who asks corrects."""
    found = elements_in(case.text, charges)
    return {
        "text": case.text,
        "charges": "、".join(found.charges),
        "circumstances": list(found.circumstances),
        "amount": found.amount,
        "articles": "、".join(found.articles),
    }
