"""How the outside reaches this installation: the addresses in the browser and the proxies in front, read from the environment."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from zhiheng.schema.errors import UnusableInputError

Application: TypeAlias = Callable[[dict[str, Any], Any], Any]
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "[::1]")
LOOPBACK_PROXIES = ("127.0.0.1", "::1")
YEAR_SECONDS = 365 * 24 * 3600
FROM_PROXY = "zhiheng.from_proxy"
"""Mark of a request that a believed proxy passed on; no header can bear this name."""


@dataclass(frozen=True)
class Outside:
    """origins: `https://` addresses as the browser shows them; hosts: names answered to; proxies: whose word about callers is believed."""

    origins: tuple[str, ...]
    hosts: tuple[str, ...]
    proxies: tuple[str, ...]
    proxies_named: bool

    @property
    def encrypted(self) -> bool:
        """Whether callers come by TLS, so that cookies may be kept to it."""
        return bool(self.origins)


def read(environment: Mapping[str, str]) -> Outside:
    """The outside as the operator declared it; a wrong address is refused before anything is served."""
    origins = tuple(_origin(one) for one in _parts(environment.get("ZHIHENG_ORIGIN", "")))
    proxies = tuple(_proxy(one) for one in _parts(environment.get("ZHIHENG_PROXIES", "")))
    named = _parts(environment.get("ZHIHENG_HOSTS", "")) or [*LOOPBACK_HOSTS, "testserver"]
    hosts = [*named, *(urlsplit(origin).hostname or "" for origin in origins)]
    believed = proxies or (LOOPBACK_PROXIES if origins else ())
    return Outside(origins, tuple(dict.fromkeys(hosts)), believed, bool(proxies))


def passed_on(application: Application, outside: Outside) -> Application:
    """The application, told by believed proxies who calls; what others say of callers is not heard."""
    if not outside.proxies:
        return application
    from granian.utils.proxies import wrap_wsgi_with_proxy_headers

    believed: Application = wrap_wsgi_with_proxy_headers(application, list(outside.proxies))
    networks = [ipaddress.ip_network(one) for one in outside.proxies]

    def answer(environ: dict[str, Any], start: Any) -> Any:
        environ[FROM_PROXY] = is_within(str(environ.get("REMOTE_ADDR", "")), networks)
        return believed(environ, start)

    return answer


def is_within(address: str, networks: Sequence[Network]) -> bool:
    """Whether an address is one of these; what is no address is not."""
    try:
        return any(ipaddress.ip_address(address) in network for network in networks)
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    """Whether a host to listen on can be reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _origin(text: str) -> str:
    remedy = "请写成 https://域名 或 https://域名:端口，与浏览器地址栏一致，多个用逗号分开"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise UnusableInputError("ZHIHENG_ORIGIN", text, "不是网址", remedy) from error
    if parts.scheme != "https":
        raise UnusableInputError("ZHIHENG_ORIGIN", text, "应以 https:// 开头，明文地址不能保护密码和会话", remedy)
    if not parts.hostname or parts.username or parts.path.strip("/") or parts.query or parts.fragment or "*" in text:
        raise UnusableInputError("ZHIHENG_ORIGIN", text, "应只有域名和端口", remedy)
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"https://{host}" + (f":{port}" if port and port != 443 else "")


def _proxy(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        remedy = "请写代理服务器的 IP 地址或网段，如 10.1.2.3 或 10.1.2.0/24，多个用逗号分开"
        raise UnusableInputError("ZHIHENG_PROXIES", text, "不是 IP 地址或网段", remedy) from error
    return text
