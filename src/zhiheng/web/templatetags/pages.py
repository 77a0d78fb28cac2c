"""What templates say often: an icon, a date with how it was computed, a badge."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField, CheckboxSelectMultiple
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from zhiheng.analysis.indicators import IndicatorResult
from zhiheng.analysis.written import written
from zhiheng.catalog import packs
from zhiheng.catalog.indicators import IndicatorSpec
from zhiheng.catalog.kept_tables import title_of
from zhiheng.catalog.spoken import spoken_value
from zhiheng.dossier.core.plain_words import in_words as in_plain_words
from zhiheng.exchange.quality.selectors import reason_of
from zhiheng.law.moments import SHANGHAI
from zhiheng.oversight.core import drafting
from zhiheng.oversight.selectors.models import ModelYield
from zhiheng.procedure.core.clocks import Clock
from zhiheng.registry.core.kinds import ORGAN_KINDS
from zhiheng.schema import DATASETS
from zhiheng.schema.impossible import rule_named
from zhiheng.web import words

register = template.Library()
PERSON_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])")
MOST_OF_NUMBER = 20
OF_A_LEDGER = "台账条目"
"""What an entry is that bears no place in the trace."""
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})")
ANY_ORGAN = "各机关"
LINKS = {"clue": "clue", "entry": "entry", "document": "case", "delivery": "delivery", "batch": "batch"}
CLOCK_ICONS = {"normal": "clock", "near": "clock-exclamation", "overdue": "alert-triangle", "suspended": "clock-pause"}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decorative unless it carries a label."""
    look = format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static("vendor/icons.svg"), name)
    return look if not label else format_html('{}<span class="visually-hidden">{}</span>', look, label)


@register.inclusion_tag("web/parts/how.html")
def how(text: object, explanation: str) -> dict[str, object]:
    """A computed value which says, on hover and on focus, how it was computed."""
    return {"shown": text, "explanation": explanation}


@register.simple_tag
def styled(field: BoundField) -> SafeString:
    """A form field in the look of the component set, tied to its hint and its errors."""
    if isinstance(field.field.widget, CheckboxSelectMultiple):
        return ticks(field)
    kind = getattr(field.field.widget, "input_type", "")
    look = {"select": "form-select", "checkbox": "form-check-input", "radio": ""}.get(kind, "form-control")
    return field.as_widget(attrs={"class": f"{look}{' is-invalid' if field.errors else ''}".strip()})


def ticks(field: BoundField) -> SafeString:
    """Several of several, one line each."""
    box = '<input class="form-check-input" type="checkbox" name="{}" value="{}"{}>'
    line = f'<label class="form-check">{box}<span class="form-check-label">{{}}</span></label>'
    chosen = {str(one) for one in field.value() or ()}
    rows = [(field.html_name, code, mark_safe(" checked") if str(code) in chosen else "", title) for code, title in field.field.choices]  # type: ignore[attr-defined]
    return format_html('<div role="group" aria-label="{}">{}</div>', field.label, format_html_join("", line, rows))


@register.filter
def word(code: object, table: str) -> str:
    """A code in the words of a table of `web.words`; an unknown code stands as it is."""
    return str(getattr(words, table).get(code, code))


@register.filter
def without(title: str, kind: str) -> str:
    """A title without the name of its kind, which stands beside it already."""
    return title.removeprefix(kind).lstrip("：") or title


@register.filter
def act_said(act: str) -> str:
    """An act of the trace in words; those that packs name are said by what they are about."""
    head = act.partition(".")[0]
    return words.ACTS.get(act) or words.ACT_HEADS.get(head) or f"{words.THINGS.get(head, head)}变动"


@register.filter
def thing(name: str, named: Mapping[str, str] | None = None) -> str:
    """What a ledger entry is about, in words: `clue:12` → 线索 12; long identifiers give way to the number, or to nothing."""
    kind, _, number = name.partition(":")
    known = (named or {}).get(name, "" if len(number) > MOST_OF_NUMBER or (not number.isdigit() and number.isascii()) else number)
    if kind == "entry" and not (number.isascii() and number.isdigit()):
        return OF_A_LEDGER
    return f"{words.THINGS.get(kind, kind)} {known}".strip()


@register.filter
def sentence_text(text: str) -> str:
    """A sentence of a model as officers say it: what is not known stands in words."""
    return in_plain_words(text)


@register.filter
def key_in_words(key: str) -> str:
    """The key of a record as its parts, numbers of persons hidden but for their ends."""
    return hide_numbers("，".join(part for part in key.split("|") if part))


@register.filter
def organ_kinds(kinds: Collection[str]) -> str:
    """Kinds of organs in words."""
    return "、".join(ORGAN_KINDS[kind].title if kind in ORGAN_KINDS else ANY_ORGAN for kind in kinds)


@register.filter
def holds_sensitive(dataset: Any) -> bool:
    """Whether a dataset or one of its fields is sensitive."""
    return bool(dataset.sensitive) or any(field.sensitivity == "sensitive" for field in dataset.fields.values())


@register.inclusion_tag("web/parts/clock.html")
def clock(of: Clock | None, *, brief: bool = False) -> dict[str, object]:
    """A clock: colour, word and mark together, its last day, and how that day was computed."""
    return {"clock": of, "brief": brief, "explanation": explained(of) if of else "", "icon_name": CLOCK_ICONS[of.colour] if of else ""}


@register.inclusion_tag("web/parts/how.html")
def explain(of: Clock) -> dict[str, object]:
    """The last day of a clock alone, and how it was computed."""
    return {"shown": of.due_text if of.due_at else f"{of.due_on:%Y-%m-%d}" if of.due_on else "未定期限", "explanation": explained(of)}


@register.inclusion_tag("web/parts/limit.html")
def limit(of: Clock, today: date) -> dict[str, object]:
    """A clock in one line as officers read it: 超期 3 天 · 9月5日, with how it was computed."""
    days = (of.due_on - today).days if of.due_on else None
    left = "" if days is None or of.colour == "suspended" else in_days(days)
    return {
        "clock": of,
        "left": left,
        "day": spoken_day(of.due_on, today),
        "explanation": explained(of),
        "icon_name": CLOCK_ICONS[of.colour],
    }


@register.simple_tag
def last_day(day: date, colour: str, today: date) -> SafeString:
    """A last day that no clock of the law stands behind."""
    return format_html('<span class="mark mark-{}">{}</span> {}', colour, in_days((day - today).days), spoken_day(day, today))


def spoken_day(day: date | None, today: date) -> str:
    """A day as officers write it; with its year where that is another."""
    if day is None:
        return ""
    return date_format(day, _("n月j日") if day.year == today.year else _("Y年n月j日"))


def in_days(days: int) -> str:
    """How far off a last day is."""
    if days < 0:
        return f"超期 {-days} 天"
    return "今日到期" if days == 0 else f"剩 {days} 天"


@register.filter
def hide_numbers(text: str) -> str:
    """A text of a list in which numbers of persons show only their beginning and end."""
    return PERSON_NUMBER.sub(lambda found: f"{found[0][:6]}********{found[0][-4:]}", text)


def explained(of: Clock) -> str:
    """How a clock was computed, on which article, and what it was before a fact was corrected."""
    parts = [of.how, f"依据：{of.source}" if of.source else "", of.policy, words.MARKS.get(of.mark, "")]
    parts += [f"更正前为 {day:%Y-%m-%d}" for day in of.earlier if day]
    return "\n".join(part for part in parts if part)


@register.inclusion_tag("web/parts/mark.html")
def badge(code: str, table: str) -> dict[str, str]:
    """A state in its word and its look."""
    return {"title": str(getattr(words, table).get(code, code)), "look": words.LOOKS.get(code, "plain")}


@register.filter
def of_key(mapping: Mapping[str, object], key: str) -> object:
    """The value under a key that is itself a value."""
    return mapping.get(key, "")


@register.filter
def past(days: int) -> int:
    """Days past the last day, as a plain number."""
    return abs(days)


@register.simple_tag
def share(part: int, whole: int) -> str:
    """A share in percent; a dash where there is nothing to share."""
    return f"{part / whole:.0%}" if whole else "—"


@register.simple_tag
def plain(value: object) -> str:
    """A computed value of a clue for people."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(map(str, value)) or "—"
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return "—" if value in (None, "") else str(value)


@register.filter
def spoken(cite: str) -> str:
    """A citation as people write it."""
    return drafting.spoken(cite)


@register.filter
def spoken_together(cites: Iterable[str]) -> str:
    """Citations as people write them, a law named once before its articles that follow one another."""
    parts: list[str] = []
    before = ""
    for text in map(drafting.spoken, cites):
        law, closed, article = text.partition("》")
        parts.append(article if closed and law == before else text)
        before = law
    return "、".join(parts)


@register.filter
def percent(value: float | None) -> str:
    """A share as a percentage; a dash where there is none."""
    return "—" if value is None else f"{value:.1%}"


@register.filter
def interval(yielded: ModelYield) -> str:
    """How sure a share is: decided clues and the 95 % interval."""
    low, high = yielded.interval or (0.0, 1.0)
    return f"已核查 {yielded.verified + yielded.refuted} 条，查实 {yielded.verified} 条；95% 置信区间 {low:.1%}—{high:.1%}"


@register.filter
def interval_only(yielded: ModelYield) -> str:
    """The 95 % interval alone."""
    low, high = yielded.interval or (0.0, 1.0)
    return f"{low:.1%}—{high:.1%}"


@register.filter
def dataset_title(name: str) -> str:
    """The Chinese name of a dataset."""
    return DATASETS[name].short_zh if name in DATASETS else title_of(packs.loaded(Path(settings.PACKS)), name)


@register.filter
def breach_title(breach: Any) -> str:
    """A breach in a few words."""
    rule = rule_named(breach.rule, breach.dataset)
    return rule.title if rule else str(breach.rule)


@register.filter
def breach_reason(breach: Any) -> str:
    """What is wrong with the record."""
    return reason_of(breach)[0]


@register.filter
def breach_remedy(breach: Any) -> str:
    """What to do about it."""
    return reason_of(breach)[1]


@register.filter
def field_title(column: str, dataset: str | None) -> str:
    """The Chinese heading of a field."""
    known = DATASETS[dataset].fields if dataset and dataset in DATASETS else {}
    return known[column].zh if column in known else column


@register.simple_tag
def figure(result: IndicatorResult) -> SafeString | str:
    """An indicator's number; a share says on hover and on focus how sure it is."""
    if result.value is None:
        return "—"
    if result.spec.kind == "count":
        return f"{result.value:,.0f}"
    if result.spec.written_as:
        return written(result.spec, result.figure)
    shown = f"{result.value:.1%}" if result.spec.kind == "share" else f"{result.value:.2%}"
    if result.interval is None:
        return shown
    low, high = result.interval
    return format_html(
        '<button type="button" class="how" data-how>{}<span class="visually-hidden">（{}）</span></button>',
        shown,
        f"分子 {result.numerator}，分母 {result.denominator}；95% 置信区间 {low:.1%}—{high:.1%}",
    )


@register.simple_tag
def link_to(link: str | None, label: str | None, linked: Collection[str]) -> SafeString | str:
    """A row of an indicator, as a link to the record it stands for where that has a page which the viewer may open."""
    kind, _, key = (link or "").partition(":")
    if kind in LINKS and kind in linked and key:
        return format_html('<a href="{}">{}</a>', reverse(LINKS[kind], args=[key]), label or key)
    return label or key or "—"


@register.simple_tag
def cell(row: Mapping[str, object], name: str, spec: IndicatorSpec) -> str:
    """A value of an indicator's row: codes in words, as the indicator says them or as every page does."""
    value = spoken_value(spec.spoken.get(name), row.get(name))
    if isinstance(value, str) and (known := words.codes_of(name)):
        return known.get(value, value)
    return plain(value)


@register.filter
def side_by_side(numbers: Mapping[str, list[object]]) -> list[tuple[object, ...]]:
    """Names, values and notes of a chart, row by row."""
    return list(zip(numbers["names"], numbers["values"], numbers["notes"], strict=True))
