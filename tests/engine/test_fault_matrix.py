"""Everything that can go wrong between a click and the relay, over real sockets: for a reading and for a command, what
the outlet says, in which words, what the relays do, how many calls it costs and how the command line ends."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from crooked import Listener, Proxy, forward, reset, say_nothing
from pytestqt.qtbot import QtBot

from multisocket_gui import settings
from multisocket_gui.demo import visitor
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.trust import Certificate
from multisocket_gui.engine.controller import Controller
from multisocket_gui.engine.facts import AccountPhase
from multisocket_gui.engine.instance import Reply
from multisocket_gui.engine.store import Store
from multisocket_gui.engine.worker import Threads
from multisocket_gui.home.model import OutletRef
from multisocket_gui.home.problem import Kind, Problem, Situation
from multisocket_gui.home.quota import Ledger
from multisocket_gui.home.truth import Phase, Truth
from multisocket_gui.settings import Patience, Service, Settings, Wire
from multisocket_gui.signin.account import Account
from multisocket_gui.words import phase_line, problem_words

from .conftest import Bench, Key, end, new_commands

READ, WRITE = "GetPlugStatus", "SetPlugStatus"
NAME = "Maison/Salon / TV/Console"
PATIENCE = Patience(connect=1.5, read=1.5, whole=2.5)


@dataclass
class Way(Bench):
    """A bench with one worker thread, so that its lines are used again for certain, and with what stands in between."""

    between: Listener | None = None
    proxy: Proxy | None = None

    def calls(self, operation: str) -> list[int | None]:
        """How the calls of the operation ended: their status, or None where no answer was sent."""
        return [call.status for call in self.cloud.calls if call.operation == operation]

    def cut(self) -> None:
        """The next call needs a new line."""
        self.cloud.knobs.refused = {"api"}
        self.cloud.knobs.refused = ()


Make = Callable[..., Way]


@dataclass(frozen=True)
class Row:
    """One trouble: how it comes about for an operation, and what must become of it."""

    name: str
    kind: Kind
    title: str
    step: str
    arrange: Callable[[Way, str], None]
    doubt: bool = False
    calls: int = 1
    moved: bool = False
    heal: Callable[[Way], None] = lambda way: way.cloud.knobs.heal()
    through: str = ""
    operations: tuple[str, ...] = (READ, WRITE)
    exit: int = 1
    waits: bool = False
    """Nothing more is sent until the time that the service told."""


def fault(kind: str) -> Callable[[Way, str], None]:
    """A new line, and this fault on each call of the operation."""

    def arrange(way: Way, operation: str) -> None:
        way.cut()
        way.cloud.knobs.drip_interval_s = 0.5
        way.cloud.knobs.fail_always(kind, on=operation)

    return arrange


def certificate(kind: Certificate) -> Callable[[Way, str], None]:
    def arrange(way: Way, _operation: str) -> None:
        way.cloud.knobs.certificate = kind
        way.cut()

    return arrange


def right_certificate(way: Way) -> None:
    way.cloud.knobs.certificate = "right"


def refuse(way: Way, _operation: str) -> None:
    way.cloud.knobs.refused = {"api"}


def slam(way: Way, _operation: str) -> None:
    assert way.between
    way.between.manner = reset
    way.between.cut()


def keep_silent(way: Way, _operation: str) -> None:
    assert way.between
    way.between.manner = say_nothing
    way.between.cut()


def open_again(way: Way) -> None:
    assert way.between
    way.between.manner = forward(_port(way.cloud.service.api_url))
    way.between.cut()


def proxy_says(refusal: str) -> Callable[[Way, str], None]:
    def arrange(way: Way, _operation: str) -> None:
        assert way.proxy
        way.proxy.refusal = refusal
        way.proxy.cut()

    return arrange


def proxy_hangs_up(way: Way, _operation: str) -> None:
    assert way.proxy
    way.proxy.hangs_up = True
    way.proxy.cut()


def proxy_relents(way: Way) -> None:
    assert way.proxy
    way.proxy.refusal, way.proxy.hangs_up = "", False


def _port(url: str) -> int:
    return int(url.rpartition(":")[2])


def _certain(name: str, kind: Kind, title: str, step: str, **more: Any) -> Row:
    return replace(Row(name, kind, title, step, fault(name)), **more)


def _unsent(name: str, kind: Kind, arrange: Callable[[Way, str], None], **more: Any) -> Row:
    title, step = {
        Kind.OFFLINE: ("The service cannot be reached", "Check the network, then try again."),
        Kind.UNTRUSTED: (
            "The connection is not safe",
            "Check the network (a hotel's sign-in page?) and the computer's clock.",
        ),
        Kind.PROXY: (
            "The proxy does not let us through",
            "Check the proxy in the system's settings (HTTPS_PROXY), then try again.",
        ),
    }[kind]
    return replace(Row(name, kind, title, step, arrange, calls=0), **more)


def _doubtful(name: str, kind: Kind, *, moved: bool = False, **more: Any) -> Row:
    title, step = {
        Kind.TIMED_OUT: ("No answer in time", "Try again."),
        Kind.CUT_OFF: ("The connection broke", "Try again."),
        Kind.SERVER_TROUBLE: ("The service is in trouble", "Try again later."),
        Kind.BAD_ANSWER: (
            "An answer that makes no sense",
            "Try again later; the log holds the beginning of the answer.",
        ),
    }[kind]
    return replace(Row(name, kind, title, step, fault(name), doubt=True, moved=moved), **more)


SPOILED_READINGS = ("empty", "not_json", "wrong_types", "missing_fields", "duplicate_ids", "nan")
PORTAL = "Copy the key from your profile on the developer portal into the settings."
PLACE = "Check the plant's id and the socket in the settings."
OWNER = "Check the plant's id, or sign in with the account of the home."
SOCKET = "Read the socket again in the settings."
ROWS = (
    _unsent("refused", Kind.OFFLINE, refuse, heal=lambda way: setattr(way.cloud.knobs, "refused", ())),
    _unsent("reset before the request left", Kind.OFFLINE, slam, heal=open_again, through="between"),
    _unsent("no word before the request left", Kind.OFFLINE, keep_silent, heal=open_again, through="between"),
    _unsent("certificate of another name", Kind.UNTRUSTED, certificate("wrong_name"), heal=right_certificate),
    _unsent("certificate expired", Kind.UNTRUSTED, certificate("expired"), heal=right_certificate),
    _unsent("certificate self-signed", Kind.UNTRUSTED, certificate("self_signed"), heal=right_certificate),
    _unsent("proxy 407", Kind.PROXY, proxy_says("407 No"), heal=proxy_relents, through="proxy"),
    _unsent("proxy 502", Kind.PROXY, proxy_says("502 No"), heal=proxy_relents, through="proxy"),
    _unsent("proxy cuts", Kind.PROXY, proxy_hangs_up, heal=proxy_relents, through="proxy"),
    _doubtful("reset_before", Kind.CUT_OFF),
    _doubtful("reset_after", Kind.CUT_OFF, moved=True),
    _doubtful("half", Kind.CUT_OFF, moved=True),
    _doubtful("hang", Kind.TIMED_OUT),
    _doubtful("hang_after", Kind.TIMED_OUT, moved=True),
    _doubtful("drip", Kind.TIMED_OUT, moved=True),
    _doubtful("drip_body", Kind.TIMED_OUT, operations=(READ,)),
    _doubtful("timeout", Kind.TIMED_OUT),
    _doubtful("server_error", Kind.SERVER_TROUBLE),
    _doubtful("bad_gateway", Kind.SERVER_TROUBLE),
    _doubtful("unavailable", Kind.SERVER_TROUBLE),
    _doubtful("redirect", Kind.BAD_ANSWER),
    _doubtful("captive_portal", Kind.BAD_ANSWER),
    _doubtful("huge", Kind.BAD_ANSWER, moved=True),
    *(_doubtful(kind, Kind.BAD_ANSWER, operations=(READ,)) for kind in SPOILED_READINGS),
    _certain("bad_request", Kind.REFUSED, "The service refused the call", SOCKET),
    _certain("not_an_array", Kind.REFUSED, "The service refused the call", SOCKET),
    _certain("key_missing", Kind.KEY_REJECTED, "The subscription key is wrong", PORTAL),
    _certain("key_invalid", Kind.KEY_REJECTED, "The subscription key is wrong", PORTAL),
    _certain("token_refused", Kind.NOT_YOURS, "This plant is not yours", OWNER, calls=2),
    _certain("unknown_user", Kind.NOT_YOURS, "This plant is not yours", OWNER, calls=2),
    _certain("not_owner", Kind.NOT_YOURS, "This plant is not yours", OWNER, calls=2),
    _certain("quota", Kind.QUOTA_USED_UP, "The day's calls are used up", "Calls are back at ", exit=4, waits=True),
    _certain(
        "forbidden",
        Kind.FORBIDDEN,
        "Not allowed",
        "Check on the developer portal that your application may read and write plugs.",
    ),
    _certain("no_route", Kind.NOT_FOUND, "Not found", PLACE),
    _certain("no_plant", Kind.NOT_FOUND, "Not found", PLACE),
    _certain("no_plug", Kind.NOT_FOUND, "Not found", PLACE),
    _certain("rate", Kind.BUSY, "Too many calls at once", "Calls are back at ", waits=True),
    _certain(
        "password_expired",
        Kind.PASSWORD_EXPIRED,
        "Your password has expired",
        "Change it in Legrand's app, then sign in again.",
    ),
    _certain("terms", Kind.TERMS_CHANGED, "The terms wait for you", "Accept them in Legrand's app, then try again."),
)
pytestmark = pytest.mark.logs(
    "multisocket|Refused|Rejected|Trouble|Busy|Quota|Bad|NotFound|Terms|Expired|TimedOut|Forb"
)


def visit(link: str) -> bool:
    """Be the browser and the person before it, on a thread of its own."""
    threading.Thread(target=visitor.visit, args=(link,)).start()
    return True


@pytest.fixture
def make(qtbot: QtBot, cloud: EmbeddedCloud, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """A program on a way of its own to the cloud, signed in unless told otherwise."""
    made: list[Way] = []

    def build(through: str = "", api_url: str = "", *, sign_in: bool = True) -> Way:
        demo = cloud.service
        between = Listener(forward(_port(demo.api_url))) if through == "between" else None
        proxy = Proxy() if through == "proxy" else None
        if between:
            api_url = f"https://localhost:{between.port}"
        if proxy:
            _use_proxy(monkeypatch, proxy)
        plants = settings.parse({"version": 1, "plants": cloud.home.settings_plants()}).plants
        service = Service(api_url or demo.api_url, demo.authority, demo.client_id, demo.scopes)
        wire = Wire(demo.ca_file, trust_env=proxy is not None, patience=PATIENCE)
        store, key = Store(Settings(service, plants), Ledger()), Key(demo.subscription_key)
        controller = Controller(
            store,
            wire,
            key,
            lambda _skew: Account(service, wire, open_browser=visit),
            lambda wanted: wanted,
            crew=Threads(1),
        )
        way = Way(qtbot, cloud, store, controller, key, between=between, proxy=proxy)
        made.append(way)
        if sign_in:
            way.sign_in()
        cloud.calls.clear()
        return way

    yield build
    for way in made:
        end(way.controller, way.store)
        for listener in (way.between, way.proxy):
            if listener:
                listener.__exit__(None, None, None)


def _use_proxy(monkeypatch: pytest.MonkeyPatch, proxy: Proxy) -> None:
    for name in ("NO_PROXY", "no_proxy", "https_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)


def check_words(row: Row, problem: Problem) -> None:
    """Title and step as the table has them; the text is a sentence."""
    said = problem_words(problem, 0.0)
    assert said.title == row.title
    if row.doubt and problem.situation is Situation.WRITING:
        assert said.text == "The command may or may not have been carried out."
        assert said.step == "The state is read again."
    else:
        assert said.text.endswith(".")
        assert said.step == row.step or (row.step.endswith(" at ") and said.step.startswith(row.step))


@pytest.mark.parametrize("row", [row for row in ROWS if READ in row.operations], ids=lambda row: row.name)
def test_a_reading_that_fails_leaves_what_is_known_and_says_why(make: Make, row: Row) -> None:
    way = make(row.through)
    ref = way.outlet("Console")
    before, relays = way.truth(ref), way.relays(ref)
    row.arrange(way, READ)
    way.controller.read_socket(ref.socket)
    way.wait(way.idle)
    assert way.truth(ref) == before
    assert before.phase is Phase.CONFIRMED
    problem = way.store.line.problem or way.store.socket_state(ref.socket).problem
    assert problem is not None
    assert problem.kind is row.kind
    check_words(row, problem)
    assert len(way.calls(READ)) == row.calls
    assert way.calls(WRITE) == []
    assert way.relays(ref) == relays


@pytest.mark.parametrize("row", [row for row in ROWS if WRITE in row.operations], ids=lambda row: row.name)
def test_a_command_that_fails_has_certainly_failed_or_is_read_again(make: Make, row: Row) -> None:
    way = make(row.through)
    ref = way.outlet("Console")
    truths: list[Truth] = []
    way.store.changed.connect(lambda _: truths.append(way.truth(ref)))
    relays = way.relays(ref)
    row.arrange(way, WRITE)
    reply = ask(way, "on", NAME)
    way.wait(way.idle)
    assert len(way.calls(WRITE)) == row.calls
    if row.doubt:
        _was_in_doubt(way, ref, row, truths, reply)
    else:
        _has_failed(way, ref, row, reply)
    wanted = [True if index == ref.index and row.moved else on for index, on in enumerate(relays)]
    assert way.relays(ref) == wanted
    if not row.doubt:
        _try_again(way, ref, row)


def _was_in_doubt(way: Way, ref: OutletRef, row: Row, truths: list[Truth], reply: Reply) -> None:
    phases = [truth.phase for truth in truths]
    assert Phase.FAILED not in phases
    assert Phase.SENT not in phases
    doubt = next(truth for truth in truths if truth.phase is Phase.UNKNOWN)
    assert doubt.problem is not None
    assert doubt.problem.kind is row.kind
    assert phase_line(doubt, 0.0) == "Not known: no clear answer"
    check_words(row, doubt.problem)
    assert way.calls(READ) == [200]
    assert (way.truth(ref).phase, way.truth(ref).on) == (Phase.CONFIRMED, row.moved)
    assert reply.exit == (0 if row.moved else 1)


def _has_failed(way: Way, ref: OutletRef, row: Row, reply: Reply) -> None:
    truth = way.truth(ref)
    assert (truth.phase, truth.on) == (Phase.FAILED, False)
    assert truth.problem is not None
    assert (truth.problem.kind, truth.problem.situation) == (row.kind, Situation.WRITING)
    why = row.title[0].lower() + row.title[1:]
    assert phase_line(truth, 0.0) == f"Still off: {why}"
    check_words(row, truth.problem)
    assert way.calls(READ) == []
    assert reply.exit == row.exit
    assert f"Still off: {why}" in reply.err
    assert row.step in reply.err


def _try_again(way: Way, ref: OutletRef, row: Row) -> None:
    """When the trouble is over, "Try again" does it; where the service told a time, nothing is spent before it."""
    row.heal(way)
    spent = way.cloud.calls.arrived
    way.controller.try_again(ref)
    if row.waits:
        way.wait(way.idle)
        assert way.truth(ref).phase is Phase.FAILED
        assert way.cloud.calls.arrived == spent
    else:
        way.wait(lambda: way.truth(ref).phase is Phase.CONFIRMED and way.truth(ref).on is True)


def ask(way: Way, *args: str) -> Reply:
    """A command of the command line, from its words to its exit code."""
    replies: list[Reply] = []
    with tempfile.TemporaryDirectory() as folder:
        commands = new_commands(way, Path(folder))
        commands.handle(list(args), replies.append)
        way.wait(lambda: bool(replies))
        commands.deleteLater()
    return replies[0]


def test_a_name_that_nobody_knows_fails_for_certain_and_spends_nothing(make: Make) -> None:
    way = make(api_url="https://api.invalid", sign_in=False)
    way.controller.start()
    way.controller.sign_in()
    way.wait(lambda: way.store.account.phase is AccountPhase.SIGNED_IN)
    way.wait(way.idle)
    ref = way.outlet("Console")
    assert way.truth(ref).phase is Phase.UNKNOWN
    reply = ask(way, "on", NAME)
    truth = way.truth(ref)
    assert truth.phase is Phase.FAILED
    assert phase_line(truth, 0.0) == "Not switched: the service cannot be reached"
    assert truth.problem is not None
    assert (truth.problem.kind, truth.problem.situation) == (Kind.OFFLINE, Situation.READING_FIRST)
    said = problem_words(truth.problem, 0.0)
    assert said.text == "The strip could not be read first, so nothing was sent."
    assert said.step == "Check the network, then try again."
    assert reply.exit == 1
    assert way.cloud.calls.arrived == 0


def test_a_redirect_is_never_followed_with_the_token(make: Make) -> None:
    with Listener(say_nothing) as elsewhere:
        way = make()
        way.cloud.knobs.redirect_to = f"https://localhost:{elsewhere.port}/"
        way.cloud.knobs.fail_next("redirect", on=WRITE)
        ref = way.outlet("Console")
        way.controller.switch(ref, True)
        way.wait(lambda: way.truth(ref).phase is Phase.CONFIRMED and way.idle())
        assert elsewhere.met == 0


def test_a_line_that_had_died_at_rest_is_replaced_and_the_command_sent_once_more(make: Make) -> None:
    way = make()
    ref = way.outlet("Console")
    way.cloud.knobs.fail_next("stale", on=WRITE)
    assert ask(way, "on", NAME).exit == 0
    assert way.calls(WRITE) == [None, 200]
    assert way.truth(ref).on is True


def test_a_reading_on_a_line_that_had_died_at_rest_is_repeated(make: Make) -> None:
    way = make()
    way.cloud.knobs.fail_next("stale", on=READ)
    way.controller.read_socket(way.outlet("Console").socket)
    way.wait(way.idle)
    assert way.calls(READ) == [None, 200]
    assert way.store.line.problem is None


def test_a_refusal_of_the_connection_and_then_it_works(make: Make) -> None:
    way = make()
    ref = way.outlet("Console")
    way.cloud.knobs.refused = {"api"}
    with way.qtbot.waitSignal(way.controller.strips.progressed):
        way.controller.switch(ref, True)
    way.cloud.knobs.refused = ()
    way.wait(lambda: way.truth(ref).phase is Phase.CONFIRMED)
    assert way.truth(ref).on is True
    assert way.calls(WRITE) == [200]
