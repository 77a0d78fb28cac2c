"""What is wrong with a form of a page that comes back without it, in one sentence."""

from __future__ import annotations

from django import forms


def in_one_sentence(form: forms.Form) -> str:
    """Each field with its first fault, under its label; empty where only the form as a whole has faults."""
    return "；".join(f"{form[name].label}：{errors[0]}" for name, errors in form.errors.items() if name in form.fields)
