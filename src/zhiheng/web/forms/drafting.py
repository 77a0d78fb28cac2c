"""The form in which a supervision document is drafted from clues."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zhiheng.oversight.core.drafting import DOCUMENT_TITLES
from zhiheng.web.forms.acts import area


class DraftForm(forms.Form):
    """Kind and words of the document; the words begin with what the clues say."""

    kind = forms.ChoiceField(label=_("文书种类"), choices=list(DOCUMENT_TITLES.items()))
    facts_text = forms.CharField(label=_("事实"), widget=area(6), max_length=20_000, help_text=_("一段一行。"))
    demands_text = forms.CharField(label=_("纠正要求或建议内容"), widget=area(5), max_length=20_000, help_text=_("一项一行。"))
    reply_days = forms.IntegerField(
        label=_("载明的回复期限（日）"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("检察建议书留空，为两个月；纠正违法通知书未另定时按十五日（办案惯例，以文书载明为准）。"),
    )
