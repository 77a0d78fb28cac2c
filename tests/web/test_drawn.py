"""Choices and boxes of forms are drawn as Django's own templates draw them, but for empty lines."""

from __future__ import annotations

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from zhiheng.web.fields.drawn import Renderer

ODD = [("", "全部"), ("a<b", '甲"乙&丙'), (3, "三"), (None, "无")]
WIDGETS = {
    "choice": (forms.Select(choices=ODD, attrs={"class": "form-select", "required": True, "disabled": False}), "a<b"),
    "several": (forms.SelectMultiple(choices=ODD), ["3", "a<b"]),
    "grouped": (forms.Select(choices=[("四川省", ODD), ("x", "另")]), "x"),
    "unknown": (forms.NullBooleanSelect(), None),
    "text": (forms.TextInput(attrs={"placeholder": '"<'}), "一'二"),
    "nothing": (forms.TextInput(), None),
    "number": (forms.NumberInput(attrs={"min": 0}), 5),
    "day": (forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), "2026-07-03"),
    "hidden": (forms.HiddenInput(), "x"),
    "long": (forms.Textarea(), "甲\n乙"),
    "radio": (forms.RadioSelect(choices=ODD[:3]), "a<b"),
    "tick": (forms.CheckboxInput(), True),
}


def lines(drawn):
    """What is drawn without lines in which nothing stands."""
    return [line for line in drawn.split("\n") if line.strip()]


@pytest.mark.parametrize("name", WIDGETS)
def test_drawn_as_django_draws_it(name):
    widget, value = WIDGETS[name]
    attrs = {"id": "id_x", "class": "y", "aria-invalid": "true"}
    assert lines(widget.render("x&y", value, attrs, Renderer())) == lines(widget.render("x&y", value, attrs, DjangoTemplates()))


def test_an_option_with_a_look_of_its_own_keeps_it():
    class Own(forms.Select):
        option_template_name = "django/forms/widgets/checkbox_option.html"

    drawn = Own(choices=ODD).render("x", "3", {}, Renderer())
    assert lines(drawn) == lines(Own(choices=ODD).render("x", "3", {}, DjangoTemplates()))
    assert 'type="select"' in drawn


def test_forms_of_the_pages_are_drawn_so():
    from django.forms.renderers import get_default_renderer

    assert isinstance(get_default_renderer(), Renderer)
