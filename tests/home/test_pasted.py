"""Whatever is pasted: the plant is found in it, nothing else is taken for one, and no secret is kept or shown."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multisocket_gui.home.model import Selector, SelectorKey
from multisocket_gui.home.pasted import MASK, look_for, masked

PLANT = "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b01"
SECOND = "7d1f4c52-3b0e-4a86-9c57-2f6d8e1a0b02"
CLIENT = "3f2b8a10-5c6d-4e7f-8a9b-0c1d2e3f4a5b"
TENANT = "0d8816d5-3e7f-4c86-8229-645137e0f222"
KEY = "0123456789abcdef0123456789abcdef"
TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiI0NzExIn0.c2lnbmF0dXJlLXRoYXQtaXMtbG9uZw"
API = "https://api.developer.legrand.com/multioutlet/plug/energy/addressLocation"
AUTHORITY = f"https://login.eliotbylegrand.com/{TENANT}/B2C_1_Eliot-SignUpOrSignIn"
CURL = f"""@ECHO OFF

curl -v -X POST "{API}/plants/{PLANT}/parameter/id/value/S-1"
-H "Content-Type: application/json"
-H "Ocp-Apim-Subscription-Key: {KEY}"
-H "Authorization: {TOKEN}"

--data-ascii "{{body}}"
"""


def by_id(value: str) -> Selector:
    return Selector(SelectorKey.ID, value)


SURE = {
    "as the service writes it": PLANT,
    "in capitals": PLANT.upper(),
    "in braces": f"{{{PLANT}}}",
    "as a URN": f"urn:uuid:{PLANT}",
    "with a printer's hyphens": PLANT.replace("-", "\u2011"),
    "an address of the API": f"{API}/plants/{PLANT}/parameter/id/value/S-1",
    "an address without hyphens in it": f"{API}/plants/{PLANT.replace('-', '')}/parameter/id/value/S-1",
    "an encoded address": f"https://portal.example/try?url=https%3A%2F%2Fapi%2Fplants%2F{PLANT}%2Fparameter",
    "in a query": f"https://portal.example/try?plantId={PLANT}&parameterKey=id",
    "the portal's line": CURL,
    "the portal's line as Windows wants it": f'curl ^"{API}/plants/{PLANT}/parameter/id/value/S-1^" ^\n-H ^"x: y^"',
    "an answer that names it": json.dumps({"plantId": PLANT, "modules": [{"id": TENANT}]}),
    "an answer in quotes": json.dumps(json.dumps({"plantId": PLANT})),
    "a list of plants": json.dumps({"plants": [{"id": PLANT, "name": "Home", "modules": [{"id": CLIENT}]}]}),
    "a bare list": json.dumps({"plants": [PLANT]}),
    "a plant with its id": json.dumps({"id": PLANT, "name": "Home", "rooms": [{"id": TENANT}]}),
    "settings.json": json.dumps(
        {
            "version": 1,
            "service": {"client_id": CLIENT, "authority": AUTHORITY},
            "plants": [{"id": PLANT, "name": "Home", "sockets": [{"key": "id", "value": "S-1", "name": "Desk"}]}],
        }
    ),
    "a piece of settings.json": f'"client_id": "{CLIENT}"}},\n "plants": [{{"id": "{PLANT}",\n "name": "Ho',
    "in words": f"Plant id: {PLANT}, client id: {CLIENT}",
}


@pytest.mark.parametrize("text", SURE.values(), ids=SURE.keys())
def test_the_plant_is_found(text: str) -> None:
    found = look_for(text)
    assert (found.plants, found.sure) == ((PLANT,), True)


NONE = {
    "nothing": "",
    "an authority": AUTHORITY,
    "an authority without its beginning": AUTHORITY.removeprefix("https://"),
    "a discovery document": f"https://login.example/{TENANT}/v2.0/.well-known/openid-configuration?p=B2C_1_x",
    "a sign-in's link": f"{AUTHORITY}/oauth2/v2.0/authorize?client_id={CLIENT}&nonce={PLANT}",
    "a client id that is called so": f'"client_id": "{CLIENT}"',
    "an application id in words": f"Application ID: {CLIENT}",
    "a tenant": f"tenantId={TENANT}",
    "a socket whose id is a UUID": json.dumps({"plugs": [{"id": PLANT, "name": "Desk", "status": [True]}]}),
    "a socket in an address": f"{API}/plants/{{plantId}}/parameter/id/value/{PLANT}",
    "a longer number": f"a{PLANT}",
    "a chain of numbers": f"{PLANT}-0001",
    "the subscription key of a header": f"Ocp-Apim-Subscription-Key: {KEY}",
    "a token that holds one": f"Authorization: Bearer {PLANT}",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_nothing_else_is_taken_for_a_plant(text: str) -> None:
    assert look_for(text).plants == ()


def test_what_is_known_to_be_something_else_is_told_as_that() -> None:
    found = look_for(CLIENT.upper(), known=(CLIENT, TENANT))
    assert (found.plants, found.others) == ((), (CLIENT,))


def test_digits_without_hyphens_may_be_a_subscription_key() -> None:
    found = look_for(KEY)
    assert (len(found.plants), found.sure) == (1, False)


def test_several_plants_are_for_the_person_to_choose() -> None:
    found = look_for(f"{PLANT} or {SECOND} or {PLANT}")
    assert (found.plants, found.sure) == ((PLANT, SECOND), False)


def test_what_the_text_calls_a_plant_comes_before_a_number_without_a_name() -> None:
    assert look_for(f"{SECOND} {API}/plants/{PLANT}").plants == (PLANT,)


SELECTORS = {
    f"{API}/plants/{PLANT}/parameter/id/value/S-1": by_id("S-1"),
    f"see ({API}/plants/{PLANT}/parameter/name/value/Salon%20%2F%20TV).": Selector(SelectorKey.NAME, "Salon / TV"),
    f'"{API}/plants/{PLANT}/parameter/type/value/strip?x=y"': Selector(SelectorKey.TYPE, "strip"),
    f"{API}/plants/{PLANT}/parameter/name/value/Desk%20(left)": Selector(SelectorKey.NAME, "Desk (left)"),
    json.dumps({"plugs": [{"id": "S-1", "name": "Desk", "status": [True, False]}]}): by_id("S-1"),
    json.dumps({"sockets": [{"key": "name", "value": "Desk"}]}): Selector(SelectorKey.NAME, "Desk"),
    json.dumps({"sockets": [{"value": "S-1"}]}): by_id("S-1"),
}


@pytest.mark.parametrize("text", SELECTORS)
def test_the_socket_is_found(text: str) -> None:
    assert look_for(text).selectors == (SELECTORS[text],)


@pytest.mark.parametrize("value", ["{parameterValue}", "%7BparameterValue%7D", "", "%20"])
def test_a_place_to_fill_in_is_no_socket(value: str) -> None:
    assert look_for(f"{API}/plants/{PLANT}/parameter/id/value/{value}").selectors == ()


KEYS = {
    CURL: KEY,
    f"'Ocp-Apim-Subscription-Key': '{KEY}',": KEY,
    f'client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", "{KEY}");': KEY,
    f"https://api.example/plants/{PLANT}?subscription-key={KEY}": KEY,
    'client.DefaultRequestHeaders.Add("Ocp-Apim-Subscription-Key", "{subscription key}");': "",
    "Access denied due to missing subscription key. Make sure to include it": "",
    PLANT: "",
}


@pytest.mark.parametrize("text", KEYS)
def test_a_subscription_key_is_found_and_stays_out_of_sight(text: str) -> None:
    found = look_for(text)
    assert found.subscription_key == KEYS[text]
    assert KEY not in repr(found)


def test_what_is_shown_holds_no_secret_and_the_rest_as_it_was() -> None:
    shown = masked(CURL)
    assert KEY not in shown
    assert not any(part in shown for part in TOKEN.split("."))
    assert shown == CURL.replace(KEY, MASK).replace(TOKEN, MASK)


SECRET_LINES = (
    "Authorization: {}",
    "Authorization: Bearer {}",
    '-H "authorization:{}"',
    "'Authorization': '{}'",
    'request.setHeader("Authorization", "{}");',
    "Ocp-Apim-Subscription-Key: {}",
    '"subscription_key": "{}"',
    "MULTISOCKET_SUBSCRIPTION_KEY={}",
    "https://x/?subscription-key={}",
    "http://localhost/?code={}&state=1",
    "id_token={}",
    '"refresh_token":"{}"',
    "client_secret={}",
    "password={}",
    "Cookie: a=1; session={}",
)
JUNK = st.text(st.characters(codec="utf-8", exclude_characters=string.ascii_letters + string.digits + "-"), max_size=40)
WORDS = st.text(alphabet=string.printable, max_size=60)


@given(line=st.sampled_from(SECRET_LINES), secret=st.from_regex(r"[0-9][a-z0-9]{15,60}", fullmatch=True), junk=WORDS)
def test_no_secret_is_ever_shown(line: str, secret: str, junk: str) -> None:
    assert secret not in masked(f"{junk}\n{line.format(secret)}\n{junk}")


@given(
    st.one_of(st.text(), st.binary().map(lambda raw: raw.decode("latin-1")), st.text(alphabet='{}[]":,\\ plantsid=/%'))
)
def test_it_never_raises(text: str) -> None:
    look_for(text, known=(CLIENT,))
    masked(text)


KEYS_OF_JSON = st.sampled_from(["plants", "plantId", "id", "plugs", "status", "sockets", "key", "value", "modules"])


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(KEYS_OF_JSON, inner),
    )
)
def test_json_of_any_shape_does_not_upset_it(document: object) -> None:
    look_for(json.dumps(document))


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 50_000, "token=" * 40_000, "plants" * 40_000, "-" * 300_000])
def test_what_is_made_to_be_hard_is_over_soon(text: str) -> None:
    assert look_for(text).plants == ()


SHAPES = (
    "{}",
    "{{{}}}",
    "x/plants/{}/parameter/id/value/S-1",
    '{{"plantId": "{}"}}',
    '{{"plants":[{{"id":"{}"}}]}}',
)


@given(plant=st.uuids(), shape=st.sampled_from(SHAPES), before=JUNK, after=JUNK, capitals=st.booleans())
def test_the_plant_is_found_with_anything_round_it(
    plant: object, shape: str, before: str, after: str, capitals: bool
) -> None:
    written = str(plant).upper() if capitals else str(plant)
    assert look_for(f"{before} {shape.format(written)} {after}").plants == (str(plant),)


@given(tenant=st.uuids(), client=st.uuids(), before=JUNK, after=JUNK)
def test_a_tenant_or_a_client_id_is_never_taken(tenant: object, client: object, before: str, after: str) -> None:
    text = f'{before} "client_id": "{client}", "authority": "https://login.example.org/{tenant}/B2C_1_x" {after}'
    assert look_for(text).plants == ()
