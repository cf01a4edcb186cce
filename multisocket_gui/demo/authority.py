"""Where the embedded sign-in is found: one tenant, two policies, one client, as URLs of Azure AD B2C."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import parse_qs, urlsplit

TENANT_ID = "3d0c7a52-9b1e-4c5f-8a64-6f2b9e0d1a01"
POLICY = "B2C_1_Eliot-SignUpOrSignIn"
RESET_POLICY = "B2C_1_Eliot-PasswordReset"
CLIENT_ID = "3d0c7a52-9b1e-4c5f-8a64-6f2b9e0d1a02"


@dataclass(frozen=True)
class Authority:
    """One policy of the tenant. `secure` is the origin of authority, token endpoint and keys; `page` that of the pages
    a browser opens.

    The pages are plain http on loopback, so that no browser warns of a certificate that it cannot know.
    """

    secure: str
    page: str
    policy: str = POLICY

    def of_policy(self, policy: str) -> Self:
        """The same tenant's authority for another policy."""
        return replace(self, policy=policy)

    @property
    def url(self) -> str:
        return f"{self.secure}/{TENANT_ID}/{self.policy}"

    @property
    def issuer(self) -> str:
        return f"{self.secure}/{TENANT_ID}/v2.0/"

    def discovery(self) -> dict[str, object]:
        """The OpenID Connect discovery document, with B2C's fields."""
        pages = f"{self.page}/{TENANT_ID}/{self.policy}"
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{pages}/oauth2/v2.0/authorize",
            "token_endpoint": f"{self.url}/oauth2/v2.0/token",
            "end_session_endpoint": f"{pages}/oauth2/v2.0/logout",
            "jwks_uri": f"{self.url}/discovery/v2.0/keys",
            "response_modes_supported": ["query", "form_post"],
            "response_types_supported": ["code"],
            "scopes_supported": ["openid"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "code_challenge_methods_supported": ["S256"],
            "claims_supported": ["oid", "name", "emails", "tfp", "sub", "iss", "iat", "exp", "aud", "nonce"],
        }

    def is_discovery(self, path: str, query: str) -> bool:
        """Whether its document is asked for: below the policy, or below the tenant with `?p=<policy>`."""
        document = "v2.0/.well-known/openid-configuration"
        named = parse_qs(query).get("p", [POLICY])[0]
        below_tenant = path == f"/{TENANT_ID}/{document}".lower() and named.lower() == self.policy.lower()
        return below_tenant or path == f"/{TENANT_ID}/{self.policy}/{document}".lower()

    @property
    def token_path(self) -> str:
        return f"/{TENANT_ID}/{self.policy}/oauth2/v2.0/token".lower()

    @property
    def keys_path(self) -> str:
        return f"/{TENANT_ID}/{self.policy}/discovery/v2.0/keys".lower()

    @property
    def authorize_path(self) -> str:
        return f"/{TENANT_ID}/{self.policy}/oauth2/v2.0/authorize".lower()

    @property
    def logout_path(self) -> str:
        return f"/{TENANT_ID}/{self.policy}/oauth2/v2.0/logout".lower()


def is_registered_reply_url(url: str) -> bool:
    """Whether a reply URL is `http://localhost` or `http://127.0.0.1`, with any port and path.

    Microsoft documents this freedom for native clients registered with `http://localhost`.
    """
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    plain = parts.username is None and parts.password is None and not parts.fragment
    return parts.scheme == "http" and parts.hostname in ("localhost", "127.0.0.1") and plain
