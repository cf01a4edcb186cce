"""GetPlugStatus and SetPlugStatus, as the portal's pages document them."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import requests
import urllib3
from requests.auth import AuthBase

from multisocket_gui.home.model import Selector
from multisocket_gui.settings import Service, Wire

from .answers import Plug, plugs, refusal
from .errors import BadAnswer, CutOff, KeyMissing, Offline, TimedOut, Untrusted

CONNECT_TIMEOUT = 5.0
READ_TIMEOUT = 10.0
DEADLINE = 15.0
LARGEST_ANSWER = 1_000_000
_PATH = "{base}/multioutlet/plug/energy/addressLocation/plants/{plant}/parameter/{key}/value/{value}"
_log = logging.getLogger(__name__)


class Credentials(AuthBase):
    """Both headers of the contract, put on last so that no .netrc and no redirect changes them."""

    def __init__(self, authorization: str, subscription_key: str) -> None:
        self._headers = {"Authorization": authorization, "Ocp-Apim-Subscription-Key": subscription_key}

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.update(self._headers)
        return request


class MultisocketApi:
    """The two operations of the service, for any number of threads: one warm session each.

    `subscription_key` is asked for at each call and may answer None; `counted` is told of each call
    at the moment it is sent.
    """

    def __init__(
        self, service: Service, wire: Wire, subscription_key: Callable[[], str | None], counted: Callable[[], None]
    ) -> None:
        self._service = service
        self._wire = wire
        self._subscription_key = subscription_key
        self._counted = counted
        self._sessions = threading.local()

    def get_plug_status(self, id_token: str, plant_id: str, selector: Selector) -> tuple[Plug, ...]:
        """The sockets of the plant that `selector` targets. Raises `CloudError`."""
        answer = self._call("GET", id_token, plant_id, selector)
        try:
            return plugs(answer)
        except BadAnswer as error:
            _log.warning("BadAnswer (%s): %.300r", error, answer)
            raise

    def set_plug_status(self, id_token: str, plant_id: str, selector: Selector, status: tuple[bool, ...]) -> None:
        """Write `status`, one boolean an outlet, to the sockets that `selector` targets. Raises `CloudError`.

        A 200 says that the command was taken, not that a relay moved: only a read shows that.
        """
        self._call("POST", id_token, plant_id, selector, {"status": list(status)})

    def _call(self, method: str, id_token: str, plant_id: str, selector: Selector, body: object = None) -> bytes:
        key = self._subscription_key()
        if not key:
            raise KeyMissing
        url = _PATH.format(
            base=self._service.api_url,
            plant=quote(plant_id, safe=""),
            key=selector.key.value,
            value=quote(selector.value, safe=""),
        )
        credentials = Credentials(self._service.authorization_prefix + id_token, key)
        started = time.monotonic()
        self._counted()
        with _translated():
            status, headers, answer = self._exchange(method, url, credentials, body)
        _log.info("%s %s -> %d in %.0f ms", method, url, status, (time.monotonic() - started) * 1000)
        if status == 200:
            return answer
        error = refusal(status, headers, answer, time.time())
        _log.warning("%s: %.300r", type(error).__name__, answer)
        raise error

    def _exchange(
        self, method: str, url: str, credentials: Credentials, body: object
    ) -> tuple[int, requests.structures.CaseInsensitiveDict[str], bytes]:
        with self._session().request(
            method,
            url,
            json=body,
            auth=credentials,
            timeout=(CONNECT_TIMEOUT, READ_TIMEOUT),
            allow_redirects=False,
            stream=True,
            verify=str(self._wire.ca_file) if self._wire.ca_file else None,
        ) as response:
            return response.status_code, response.headers, _whole(response)

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._sessions, "session", None)
        if session is None:
            session = self._sessions.session = requests.Session()
            session.trust_env = self._wire.trust_env
        return session


def _whole(response: requests.Response) -> bytes:
    """The body, but never more than `LARGEST_ANSWER` bytes and never later than `DEADLINE`, however it drips."""
    give_up = time.monotonic() + DEADLINE
    body = bytearray()
    while chunk := response.raw.read1(65_536, decode_content=True):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise BadAnswer("too long")
        if time.monotonic() > give_up:
            raise TimedOut("slow answer")
    return bytes(body)


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Turn what requests and urllib3 raise into the error tree: here certainty and doubt are told apart."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise Untrusted from error
    except (requests.exceptions.ConnectTimeout, requests.exceptions.ProxyError) as error:
        raise Offline from error
    except (requests.exceptions.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise TimedOut from error
    except requests.exceptions.ConnectionError as error:
        raise (Offline if _never_connected(error) else CutOff) from error
    except (urllib3.exceptions.ProtocolError, urllib3.exceptions.SSLError) as error:
        raise CutOff from error
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
        raise BadAnswer(type(error).__name__) from error


def _never_connected(error: requests.exceptions.ConnectionError) -> bool:
    """A connection that was never made is certain; one that broke later leaves doubt."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, urllib3.exceptions.NewConnectionError)
