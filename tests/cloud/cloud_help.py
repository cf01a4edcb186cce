"""The client as the tests of this room use it."""

from __future__ import annotations

from multisocket_gui.cloud.api import Heard, MultisocketApi
from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.home.model import Selector, SelectorKey
from multisocket_gui.settings import Patience, Service, Wire

HASTE = Patience(connect=1.0, read=0.5, whole=1.0)


class Client:
    """The API with the demo user's token, and how many calls left."""

    def __init__(
        self,
        cloud: EmbeddedCloud,
        key: str | None = None,
        wire: Wire | None = None,
        api_url: str = "",
        heard: Heard | None = None,
    ) -> None:
        demo = cloud.service
        self.cloud = cloud
        self.plant = cloud.home.plants[0]
        self.strip = max(self.plant.sockets, key=lambda found: len(found.initial))
        self.selector = Selector(SelectorKey.ID, self.strip.id)
        self.left = 0
        self.token = cloud.id_token()
        service = Service(api_url or demo.api_url, demo.authority, demo.client_id)
        wire = wire or Wire(demo.ca_file, trust_env=False)
        self.api = MultisocketApi(service, wire, lambda: demo.subscription_key if key is None else key, heard)

    def _leave(self) -> None:
        self.left += 1

    def read(self) -> tuple[bool, ...]:
        (plug,) = self.api.get_plug_status(self.token, self.plant.id, self.selector, self._leave)
        return plug.status

    def write(self, status: tuple[bool, ...] = ()) -> None:
        wanted = status or tuple(not on for on in self.relays())
        self.api.set_plug_status(self.token, self.plant.id, self.selector, wanted, self._leave)

    def relays(self) -> tuple[bool, ...]:
        """What the strip really is."""
        return tuple(self.cloud.house.state(self.plant.id, self.strip.id))
