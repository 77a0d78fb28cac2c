"""Signing in as officers do, for tests of it."""

from __future__ import annotations

import re

import pyotp
from django.urls import reverse

from zhiheng.ledger.selectors import entries_about
from zhiheng.registry.core import machine

PASSWORD = "kx7-mountain-river"


def sign_in(client, username, password=PASSWORD, **more):
    return client.post(reverse("sign_in"), {"username": username, "password": password}, **more)


def set_up(client):
    """Set up an authenticator: its secret, and the recovery codes shown once."""
    page = client.get(reverse("set_up_code")).content.decode()
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    done = client.post(reverse("set_up_code"), {"password": PASSWORD, "code": shown(secret)})
    assert done.status_code == 200, done.content.decode()
    return secret, re.findall(r'code h3">([a-z0-9-]+)<', done.content.decode())


def shown(secret):
    """What the authenticator shows now."""
    return pyotp.TOTP(secret).generate_otp(machine.seconds() // 30)


def acts(officer):
    return [entry.act for entry in entries_about(f"officer:{officer.pk}").order_by("seq")]
