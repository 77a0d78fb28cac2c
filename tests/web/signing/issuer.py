"""A sign-in of the standard in the place of the network, and the way there and back."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import requests
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import RSAKey

ISSUER, CLIENT, SECRET = "https://issuer.example/realm", "zhiheng", "between-us-9"


class Provider:
    """A sign-in of the standard, in the place of the network: gives codes and signed tokens, and checks the client strictly."""

    def __init__(self):
        self.key, self.stranger = RSAKey.generate_key(2048, {"kid": "k1"}), RSAKey.generate_key(2048, {"kid": "k1"})
        self.codes, self.says, self.with_key, self.down = {}, {}, self.key, False
        self.alg, self.mac_key = "RS256", SECRET.encode()

    def send(self, request):
        """What the network answers."""
        if self.down:
            raise requests.ConnectionError("no route to the issuer")
        answer = requests.Response()
        answer.status_code, answer.url, answer.request = 200, request.url, request
        path = urlsplit(request.url).path.removeprefix("/realm")
        told = {"/.well-known/openid-configuration": self.metadata, "/keys": self.keys, "/token": lambda: self.token(request, answer)}[
            path
        ]()
        answer._content, answer.headers["Content-Type"] = json.dumps(told).encode(), "application/json"
        return answer

    def metadata(self):
        places = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
        told = {"issuer": ISSUER, "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
        return told | {name: f"{ISSUER}{place}" for name, place in places.items()}

    def keys(self):
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, address):
        """Where the browser is sent after the officer has signed in at the issuer."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert (asked["client_id"], asked["response_type"], asked["code_challenge_method"]) == (CLIENT, "code", "S256")
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def token(self, request, answer):
        given, client = dict(parse_qsl(request.body)), base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(given["code"], None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(given["code_verifier"].encode()).digest()).decode().rstrip("=")
        if asked is None or challenge != asked["code_challenge"] or request.headers["Authorization"] != f"Basic {client}":
            answer.status_code = 400
            return {"error": "invalid_grant"}
        now = 1_800_000_000
        claims = {"iss": ISSUER, "aud": CLIENT, "sub": "u-77", "nonce": asked["nonce"], "iat": now, "exp": now + 300} | self.says
        claims = {name: value for name, value in claims.items() if value is not None}
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.signed(claims)}

    def signed(self, claims):
        """The token of the issuer, as an attacker would spell it where `alg` is another."""
        if self.alg == "RS256":
            return jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.with_key)
        parts = [json.dumps(part).encode() for part in ({"alg": self.alg, "kid": "k1"}, claims)]
        head = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
        mac = hmac.new(self.mac_key, head, hashlib.sha256).digest() if self.alg == "HS256" else b""
        return (head + b"." + base64.urlsafe_b64encode(mac).rstrip(b"=")).decode()


def go(client, provider, **asked):
    """The way to the issuer and back."""
    leaving = client.get(reverse("at_issuer"), asked)
    assert leaving["Location"].startswith(f"{ISSUER}/authorize?")
    return client.get(provider.authorize(leaving["Location"]))
