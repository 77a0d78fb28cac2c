"""Security keys and keys of devices (WebAuthn): set up, and asked for at sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import webauthn
from django.db import transaction
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, exceptions, options_to_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from zhiheng.ledger.core.actor import Actor
from zhiheng.ledger.services import append
from zhiheng.registry.models import Officer, PassKey, RecoveryCode
from zhiheng.registry.services.factors import ISSUER, fresh_codes
from zhiheng.registry.services.sign_ins import end_sessions
from zhiheng.schema.errors import UnusableInputError

FAULTS = (exceptions.WebAuthnException, ValueError, KeyError, TypeError, RecursionError)
"""What the library raises for an answer that is none of a key, or not of this key."""


@dataclass(frozen=True)
class Place:
    """host: the name keys are bound to; origin: the address as the browser shows it."""

    host: str
    origin: str


def options_to_add(officer: Officer, place: Place) -> str:
    """What the browser asks a new key, as JSON; holds the challenge."""
    options = webauthn.generate_registration_options(
        rp_id=place.host, rp_name=ISSUER, user_name=officer.username, user_display_name=officer.name, user_id=str(officer.pk).encode(),
        exclude_credentials=_known(officer),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )  # fmt: skip
    return options_to_json(options)


def options_to_sign_in(officer: Officer, place: Place) -> str:
    """What the browser asks the officer's keys, as JSON; holds the challenge."""
    return options_to_json(webauthn.generate_authentication_options(rp_id=place.host, allow_credentials=_known(officer)))


def _known(officer: Officer) -> list[PublicKeyCredentialDescriptor]:
    kept = PassKey.objects.filter(officer=officer).values_list("credential", flat=True)
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in kept]


@transaction.atomic
def add_pass_key(
    *, actor: Actor, now: datetime, officer: Officer, name: str, answer: str, challenge: str, place: Place, session_key: str
) -> list[str]:
    """Take the key that gave this answer; other sessions end. Returns recovery codes to be shown once where there were none."""
    try:
        made = webauthn.verify_registration_response(
            credential=answer, expected_challenge=base64url_to_bytes(challenge), expected_rp_id=place.host, expected_origin=place.origin
        )
    except FAULTS as error:
        raise UnusableInputError("安全密钥", officer.username, "没有通过验证", "请拔插密钥后重新添加；仍不行的换一把密钥") from error
    credential = bytes_to_base64url(made.credential_id)
    if PassKey.objects.filter(credential=credential).exists():
        raise UnusableInputError("安全密钥", officer.username, "已经登记过", "请换一把密钥")
    kept = {"credential": credential, "public_key": bytes_to_base64url(made.credential_public_key), "sign_count": made.sign_count}
    PassKey.objects.create(officer=officer, name=name, since_at=now, **kept)
    end_sessions(officer, but=session_key)
    codes = [] if RecoveryCode.objects.filter(officer=officer, used_at=None).exists() else fresh_codes(officer)
    append(actor=actor, act="factor.added", thing=f"officer:{officer.pk}", details={"kind": "key", "name": name}, now=now)
    return codes


@transaction.atomic
def takes_key(*, officer: Officer, answer: str, challenge: str, place: Place) -> bool:
    """Whether one of the officer's keys answered this challenge here; a copied key is known by its count and refused."""
    for key in PassKey.objects.select_for_update().filter(officer=officer):
        try:
            shown = webauthn.verify_authentication_response(
                credential=answer, expected_challenge=base64url_to_bytes(challenge),
                expected_rp_id=place.host, expected_origin=place.origin,
                credential_public_key=base64url_to_bytes(key.public_key), credential_current_sign_count=key.sign_count,
            )  # fmt: skip
        except FAULTS:
            continue
        if bytes_to_base64url(shown.credential_id) == key.credential:
            PassKey.objects.filter(pk=key.pk).update(sign_count=shown.new_sign_count)
            return True
    return False


@transaction.atomic
def drop_pass_key(*, actor: Actor, now: datetime, officer: Officer, number: int) -> None:
    """Remove one of the officer's own keys."""
    key = PassKey.objects.filter(officer=officer, pk=number).first()
    if key is None:
        raise UnusableInputError("安全密钥", str(number), "没有这把密钥", "请刷新页面")
    key.delete()
    append(actor=actor, act="factor.dropped", thing=f"officer:{officer.pk}", details={"kind": "key", "name": key.name}, now=now)
