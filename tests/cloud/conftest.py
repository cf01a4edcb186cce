"""A client of an embedded cloud."""

from __future__ import annotations

import pytest
from cloud_help import Client

from multisocket_gui.demo.cloud import EmbeddedCloud


@pytest.fixture
def client(cloud: EmbeddedCloud) -> Client:
    return Client(cloud)
