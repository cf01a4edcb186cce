"""A client that checks every answer against the published contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msal
import pytest
import requests
import yaml
from demo_help import ReplyUrl
from openapi_core import OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse

from multisocket_gui.demo.cloud import EmbeddedCloud

CONTRACT = Path(__file__).parents[1] / "contract" / "multisocket.openapi.yaml"
ROUTE = "/multioutlet/plug/energy/addressLocation/plants"


@cache
def contract_of(api_url: str) -> OpenAPI:
    """The published contract, said of another server."""
    document = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return OpenAPI.from_dict(document | {"servers": [{"url": api_url}]})


@dataclass
class ContractClient:
    """Speaks to the API. An answer is handed out only after the contract allows it, or the test says it does not."""

    cloud: EmbeddedCloud
    session: requests.Session = field(default_factory=requests.Session)
    answers: list[int] = field(default_factory=list)
    losses: list[Exception] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Else REQUESTS_CA_BUNDLE of the machine would beat our CA.
        self.session.trust_env = False
        self.session.verify = str(self.cloud.service.ca_file)
        self.contract = contract_of(self.cloud.service.api_url)
        self.token = self.cloud.id_token()

    @property
    def home(self) -> str:
        """The id of the demo user's first plant."""
        return self.cloud.home.plants[0].id

    def get(self, key: str, value: str, **how: Any) -> requests.Response:
        return self.call("GET", key, value, **how)

    def set(self, key: str, value: str, status: list[bool], **how: Any) -> requests.Response:
        return self.call("POST", key, value, json={"status": status}, **how)

    def call(
        self,
        method: str,
        key: str,
        value: str,
        *,
        plant: str | None = None,
        headers: dict[str, str | None] | None = None,
        contract_allows: bool = True,
        timeout: float = 10.0,
        **body: Any,
    ) -> requests.Response:
        """One call. `headers` replace the right ones (None: leave out)."""
        url = f"{self.cloud.service.api_url}{ROUTE}/{plant or self.home}/parameter/{key}/value/{quote(value, safe='')}"
        given = {"Authorization": self.token, "Ocp-Apim-Subscription-Key": self.cloud.service.subscription_key}
        sent = {name: text for name, text in (given | (headers or {})).items() if text is not None}
        response = self.plain(method, url, headers=sent, timeout=timeout, **body)
        if contract_allows:
            request = RequestsOpenAPIRequest(response.request)
            self.contract.validate_response(request, RequestsOpenAPIResponse(response))
        else:
            documented = self.contract.spec["paths"][
                f"{ROUTE}/{{plantId}}/parameter/{{parameterKey}}/value/{{parameterValue}}"
            ]
            assert str(response.status_code) not in documented[method.lower()]["responses"]
        return response

    def plain(self, method: str, url: str, **how: Any) -> requests.Response:
        """A request that no operation of the contract describes; counted, so that `call` cannot be passed by."""
        try:
            response = self.session.request(method, url, **how)
        except requests.RequestException as exc:
            self.losses.append(exc)
            raise
        self.answers.append(response.status_code)
        return response

    def status(self, socket_id: str, **how: Any) -> list[bool]:
        """What the API says that one socket's outlets are."""
        response = self.get("id", socket_id, **how)
        assert response.status_code == 200
        (plug,) = response.json()["plugs"]
        assert plug["id"] == socket_id
        return plug["status"]


@pytest.fixture
def client(cloud: EmbeddedCloud) -> Iterator[ContractClient]:
    client = ContractClient(cloud)
    with client.session:
        yield client
        answered = [call for call in cloud.calls if call.status is not None]
        assert len(answered) <= len(client.answers) + len(client.losses), "an answer escaped the contract's check"


@pytest.fixture
def reply() -> Iterator[ReplyUrl]:
    reply = ReplyUrl()
    reply.thread.start()
    yield reply
    reply.server.shutdown()
    reply.thread.join()
    reply.server.server_close()


@pytest.fixture
def session(cloud: EmbeddedCloud) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(cloud.service.ca_file)
        yield session


@pytest.fixture
def app(cloud: EmbeddedCloud, session: requests.Session) -> msal.PublicClientApplication:
    service = cloud.service
    return msal.PublicClientApplication(service.client_id, authority=service.authority, http_client=session)
