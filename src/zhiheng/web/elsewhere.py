"""Other ways of signing in, as the operator declared them: certificates checked by the proxy, the organ's own sign-in (OpenID Connect)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from zhiheng.schema.errors import UnusableInputError

HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
WORD = re.compile(r"[A-Za-z0-9]{20,100}")
TITLE = "统一身份认证"


@dataclass(frozen=True)
class Elsewhere:
    """What is switched on; nothing is where nothing is declared.

    certificate_header  header in which the proxy puts the subject of a certificate it has checked
    certificate_word    what the proxy puts before both headers, that no caller knows; empty: nothing
    issuer, client, secret  of the organ's own sign-in
    claim   which statement of the issuer names the officer
    strong  values of `acr` or `amr` by which the issuer says that it asked more than a password
    """

    certificate_header: str = ""
    issuer: str = ""
    client: str = ""
    secret: str = field(default="", repr=False)
    claim: str = "sub"
    strong: tuple[str, ...] = ()
    title: str = TITLE
    certificate_word: str = field(default="", repr=False)


def read(environment: Mapping[str, str], *, behind_proxy: bool) -> Elsewhere:
    """The ways as declared; what cannot be safe is refused before anything is served."""
    given = {name: environment.get(f"ZHIHENG_OIDC_{name.upper()}", "").strip() for name in ("issuer", "client", "secret", "claim", "title")}
    demand_whole(given)
    strong = tuple(one.strip() for one in environment.get("ZHIHENG_OIDC_STRONG", "").split(",") if one.strip())
    header, word = (environment.get(f"ZHIHENG_CERTIFICATE_{name}", "").strip() for name in ("HEADER", "WORD"))
    demand_proxied(header, behind_proxy=behind_proxy)
    demand_unguessed(header, word)
    of_issuer = (given["issuer"], given["client"], given["secret"], given["claim"] or "sub", strong, given["title"] or TITLE)
    return Elsewhere(header, *of_issuer, certificate_word=word)


def demand_whole(given: Mapping[str, str]) -> None:
    """Refuse an issuer that is not reached by TLS, or is named without the client's name and secret."""
    issuer, named = given["issuer"], {name: given[name] for name in ("issuer", "client", "secret")}
    missing = [f"ZHIHENG_OIDC_{name.upper()}" for name, value in named.items() if not value]
    if any(named.values()) and missing:
        raise UnusableInputError("统一身份认证", "、".join(missing), "没有写明", "签发者、客户端编号和密钥须一并写明；不用的，三项都不要设")
    parts = urlsplit(issuer)
    if issuer and (parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment):
        raise UnusableInputError(
            "ZHIHENG_OIDC_ISSUER", issuer, "应是 https:// 开头的网址", "请写签发者网址，与其 openid-configuration 中的 issuer 一致"
        )


def demand_proxied(header: str, *, behind_proxy: bool) -> None:
    """Refuse a header that is none, or that no believed proxy could send."""
    name = "ZHIHENG_CERTIFICATE_HEADER"
    if header and not HEADER.fullmatch(header):
        raise UnusableInputError(name, header, "不是请求头的名称", "请写成 X-Client-Subject 的样子，不用下划线")
    if header and not behind_proxy:
        raise UnusableInputError(name, header, "没有设 ZHIHENG_ORIGIN，没有可信的代理来核验证书", "请先按 docs/operate.md 设好 TLS 代理")


def demand_unguessed(header: str, word: str) -> None:
    """Refuse a word before the headers that could be guessed, cut apart, or that nothing bears."""
    name = "ZHIHENG_CERTIFICATE_WORD"
    if word and not header:
        raise UnusableInputError(name, "", "没有设 ZHIHENG_CERTIFICATE_HEADER，这个词用不上", "两项一并写明，或者都不设")
    if word and not WORD.fullmatch(word):
        raise UnusableInputError(name, "", "应是 20 个以上的字母和数字", "可用 openssl rand -hex 20 生成，与代理的设置一致")
