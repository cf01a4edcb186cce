"""The embedded cloud and its visitor as programs of their own, spoken to from outside."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests

from multisocket_gui.demo.demo_home import DemoHome

STRIP = "MS-1001"


@contextmanager
def running(*options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "multisocket_gui.demo", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as demo:
        try:
            yield demo
        finally:
            demo.kill()


@contextmanager
def told(*options: str) -> Iterator[dict[str, Any]]:
    """A running program's line of JSON; at the end it must stop on SIGTERM, well and silent."""
    with running("--json", *options) as demo:
        yield json.loads(demo.stdout.readline())
        demo.terminate()
        assert demo.communicate(timeout=20) == ("", "")
        assert demo.returncode == 0


class Outsider:
    """A program that knows of the demo only what it printed."""

    def __init__(self, facts: dict[str, Any], session: requests.Session) -> None:
        self.facts = facts
        self.session = session
        session.trust_env = False
        session.verify = facts["ca_file"]

    def get(self, socket_id: str) -> requests.Response:
        plant = self.facts["plants"][0]["id"]
        path = f"/multioutlet/plug/energy/addressLocation/plants/{plant}/parameter/id/value/{socket_id}"
        headers = {"Authorization": self.facts["id_token"]}
        headers["Ocp-Apim-Subscription-Key"] = self.facts["subscription_key"]
        return self.session.get(self.facts["api_url"] + path, headers=headers)

    def control(self, method: str, path: str, content: object = None, token: str | None = None) -> requests.Response:
        headers = {"X-Demo-Control": self.facts["control_token"] if token is None else token}
        return self.session.request(method, self.facts["control_url"] + path, json=content, headers=headers)


@pytest.fixture
def outsider() -> Iterator[Outsider]:
    with told() as facts, requests.Session() as session:
        yield Outsider(facts, session)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_what_one_needs_and_ends_well_on_a_signal(number):
    with running() as demo:
        text = ""
        while not text.endswith("MS-1001\n") or "\ncurl " not in text:
            line = demo.stdout.readline()
            assert line, demo.stderr.read()
            text += line
        demo.send_signal(number)
        rest, errors = demo.communicate(timeout=20)
    assert (demo.returncode, errors) == (0, "")
    for label in ("API URL:", "Authority:", "Client id:", "Subscription key:", "CA file:", "Demo user:", "Password:",
                  "ID token:", "Control URL:", "Control header:", "Maison", "Salon / TV", "Télévision on"):  # fmt: skip
        assert label in text + rest


def _as_curl_would(words: list[str]) -> str:
    """What the printed curl line asks for, on a machine that has no curl."""
    headers = dict(words[place + 1].split(": ", 1) for place, word in enumerate(words) if word == "-H")
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(words[-1], headers=headers, verify=words[words.index("--cacert") + 1])
    return f"HTTP/1.1 {answer.status_code} {answer.reason}\n\n{answer.text}"


def test_the_printed_curl_line_works_as_it_stands(outsider):
    words = shlex.split(outsider.facts["curl"])
    if shutil.which("curl"):
        said = subprocess.run(words, capture_output=True, text=True, timeout=20, check=True).stdout
    else:
        said = _as_curl_would(words)
    assert said.startswith("HTTP/1.1 200 OK")
    assert json.loads(said.splitlines()[-1])["plugs"][0]["status"] == [True, False, True, True]


def test_the_json_line_is_enough_for_another_program(outsider):
    assert outsider.get(STRIP).json()["plugs"][0]["name"] == "Salon / TV"
    assert [plant["name"] for plant in outsider.facts["plants"]] == ["Maison", "Atelier", "Appartement de Noor"]


def test_the_buttons_are_pressed_through_the_control_endpoint(outsider):
    plant = outsider.facts["plants"][0]["id"]
    pressed = outsider.control("POST", "/press", {"plant": plant, "socket": STRIP, "outlet": 1})
    assert pressed.json() == {"on": True}
    assert outsider.get(STRIP).json()["plugs"][0]["status"] == [True] * 4
    strip = outsider.control("GET", "/state").json()["plants"][0]["sockets"][0]
    assert strip["outlets"][1] == {"name": "Console", "on": True}


def test_the_knobs_are_turned_through_the_control_endpoint(outsider):
    turned = {"offline": ["MS-1003"], "quota_limit": 3, "faults": [{"kind": "no_plug", "on": "GetPlugStatus"}]}
    state = outsider.control("POST", "/knobs", turned).json()
    assert (state["offline"], state["quota_limit"]) == (["MS-1003"], 3)
    told = outsider.control("POST", "/knobs", {"certificate": "expired", "redirect_to": "https://a.invalid/"}).json()
    assert (told["certificate"], told["redirect_to"]) == ("expired", "https://a.invalid/")
    outsider.control("POST", "/knobs", {"certificate": "right"})
    assert state["faults"] == [{"kind": "no_plug", "on": "GetPlugStatus", "count": 1}]
    answers = [outsider.get(socket_id).status_code for socket_id in (STRIP, "MS-1003", STRIP, STRIP)]
    assert answers == [404, 404, 200, 403]
    assert outsider.control("GET", "/state").json()["knobs"]["quota_used"] == 3
    assert outsider.control("POST", "/knobs", {"faults": [], "refused": ["api"]}).status_code == 200
    with pytest.raises(requests.ConnectionError):
        outsider.get(STRIP)


def test_the_sign_in_is_governed_through_the_control_endpoint(outsider):
    turned = {"date_skew_s": -90, "token_skew_s": 5, "refresh_tokens_reusable": True}
    fault = {"kind": "aadb2c:90273", "on": "Authorize"}
    state = outsider.control("POST", "/knobs", turned | {"faults": [fault]}).json()
    assert {name: state[name] for name in turned} == turned
    assert state["faults"] == [fault | {"count": 1}]
    assert outsider.control("POST", "/revoke", {"user": outsider.facts["user"]}).json() == {}
    told = {(each["kind"], each["secret"]) for each in outsider.control("GET", "/secrets").json()["secrets"]}
    facts = outsider.facts
    wanted = {"e-mail": "user", "password": "password", "ID token": "id_token", "subscription key": "subscription_key"}
    assert {(kind, facts[name]) for kind, name in wanted.items()} <= told


def test_the_calls_are_told_by_the_control_endpoint(outsider):
    outsider.get(STRIP)
    record = outsider.control("GET", "/calls").json()
    assert record["arrived"] == 1
    assert [(c["operation"], c["status"]) for c in record["calls"]] == [("GetPlugStatus", 200)]
    assert record["signin"] == []


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/knobs", {"nonsense": 1}),
        ("/knobs", {"latency_s": -1}),
        ("/knobs", {"latency_s": True}),
        ("/knobs", {"quota_limit": 1.5}),
        ("/knobs", {"retry_after": 1}),
        ("/knobs", {"offline": "MS-1001"}),
        ("/knobs", {"refused": ["kitchen"]}),
        ("/knobs", {"certificate": "forged"}),
        ("/knobs", {"redirect_to": 7}),
        ("/knobs", {"latency_s": 1, "faults": [{"kind": "nonsense"}]}),
        ("/knobs", {"faults": [{"sort": "hang"}]}),
        ("/knobs", []),
        ("/knobs", {"date_skew_s": "late"}),
        ("/knobs", {"token_skew_s": 1e9}),
        ("/knobs", {"refresh_tokens_reusable": 1}),
        ("/knobs", {"faults": [{"kind": "aadb2c:9", "on": "Token"}]}),
        ("/revoke", {}),
        ("/revoke", {"user": "nobody@example.com"}),
        ("/press", {}),
        ("/press", {"plant": "x", "socket": "y", "outlet": 0}),
        ("/press", {"plant": "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01", "socket": "MS-1001", "outlet": 9}),
    ],
)
def test_a_control_request_that_makes_no_sense_changes_nothing(control, path, content):
    before = control("GET", "/state").json()
    refused = control("POST", path, content)
    assert refused.status_code == 400
    assert refused.json()["error"]
    assert control("GET", "/state").json() == before


@pytest.fixture(scope="module")
def control() -> Iterator[Any]:
    with told() as facts, requests.Session() as session:
        yield Outsider(facts, session).control


@pytest.mark.parametrize("token", ["", "guess"])
def test_a_control_request_without_the_token_is_forbidden(control, token):
    controls = [("POST", path) for path in ("/knobs", "/press", "/revoke")]
    controls += [("GET", path) for path in ("/state", "/calls", "/secrets")]
    for method, path in controls:
        assert control(method, path, {}, token=token).status_code == 403


def test_there_is_no_other_control(control):
    assert control("GET", "/knobs").status_code == 404


def test_options_turn_the_knobs():
    options = ["--latency", "0.01", "--read-lag", "2", "--quota", "7", "--rate", "5", "--id-token-lifetime", "60"]
    options += ["--refresh-token-lifetime", "90", "--offline", "MS-1001", "--offline", "MS-1002", "--fail", "rate:3"]
    options += ["--reusable-refresh-tokens", "--date-skew", "-90", "--token-skew", "30"]
    options += ["--fail", "Token=aadb2c:90129:2", "--fail", "Authorize=aadb2c:90273"]
    with told(*options) as facts, requests.Session() as session:
        knobs = Outsider(facts, session).control("GET", "/state").json()["knobs"]
    wanted = {
        "latency_s": 0.01,
        "read_lag_s": 2.0,
        "quota_limit": 7,
        "rate_limit": 5,
        "id_token_lifetime_s": 60.0,
        "refresh_token_lifetime_s": 90.0,
        "offline": ["MS-1001", "MS-1002"],
        "refresh_tokens_reusable": True,
        "date_skew_s": -90.0,
        "token_skew_s": 30.0,
        "faults": [
            {"kind": "rate", "on": None, "count": 3},
            {"kind": "aadb2c:90129", "on": "Token", "count": 2},
            {"kind": "aadb2c:90273", "on": "Authorize", "count": 1},
        ],
    }
    assert {name: knobs[name] for name in wanted} == wanted


def test_the_program_presses_buttons_on_its_own_if_asked():
    def states(outsider):
        return outsider.control("GET", "/state").json()["plants"]

    with told("--press", "0.01") as facts, requests.Session() as session:
        outsider = Outsider(facts, session)
        while states(outsider) == facts["plants"]:
            pass


def test_settings_are_written_but_never_over_a_file_that_is_there(tmp_path):
    folder = tmp_path / "application"
    with told("--write-settings", str(folder), "--folder", str(tmp_path / "cloud")) as facts:
        written = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        assert facts["ca_file"] == str(tmp_path / "cloud" / "ca.pem")
    assert written["version"] == 1
    assert written["service"] == {
        "api_url": facts["api_url"],
        "authority": facts["authority"],
        "client_id": facts["client_id"],
        "scopes": [],
        "redirect_port": 0,
        "authorization_prefix": "",
        "reset_policy": facts["reset_policy"],
    }
    assert written["plants"] == DemoHome.default().settings_plants()
    with running("--write-settings", str(folder)) as demo:
        printed, errors = demo.communicate(timeout=20)
    assert (demo.returncode, printed) == (2, "")
    assert errors.count("\n") == 1
    assert "--force" in errors
    assert json.loads((folder / "settings.json").read_text(encoding="utf-8")) == written
    with told("--write-settings", str(folder), "--force") as facts:
        rewritten = json.loads((folder / "settings.json").read_text(encoding="utf-8"))
        assert rewritten["service"]["api_url"] == facts["api_url"]
    assert [path.name for path in folder.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "options", [["--fail", "nonsense"], ["--fail", "Token=rate:x"], ["--latency", "-1"], ["--folder", "/dev/null/x"]]
)
def test_it_says_in_one_line_why_it_cannot_start(options):
    with running(*options) as demo:
        printed, errors = demo.communicate(timeout=20)
    assert (demo.returncode, printed) == (2, "")
    assert errors.startswith("multisocket_gui.demo: ")
    assert errors.count("\n") == 1


def _visitor(url):
    command = [sys.executable, "-m", "multisocket_gui.demo.visitor", url]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, env=dict(os.environ))


def test_the_visitor_says_in_one_line_why_it_failed(cloud):
    page = cloud._pages._authority
    done = _visitor(f"{page.page}{page.authorize_path}?client_id={cloud.service.client_id}&redirect_uri=http://x/")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("visitor: AADB2C90006: ")
    assert done.stderr.count("\n") == 1
    assert _visitor("http://localhost:1/").returncode == 1
