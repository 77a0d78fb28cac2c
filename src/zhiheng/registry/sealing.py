"""Secrets at rest: encrypted with a key drawn from the program's own secret, which lies outside the database."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

from zhiheng.schema.errors import UnusableInputError

PURPOSE = b"zhiheng.registry.factors"


def seal(text: str) -> str:
    """The text, unreadable without the program's secret."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again; raises UnusableInputError where the secret is another's."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        reason = "程序密钥已更换，读不出原来保存的内容"
        raise UnusableInputError("第二因素", "ZHIHENG_SECRET_KEY", reason, "请恢复原密钥，或由安全管理员重置第二因素") from error


def _box() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(HKDF(SHA256(), 32, None, PURPOSE).derive(force_bytes(one)))) for one in secrets])
