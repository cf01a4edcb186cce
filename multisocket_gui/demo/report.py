"""What a person, a script or another process must be told about a running embedded cloud."""

from __future__ import annotations

import json
import os
import shlex
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import quote

from multisocket_gui.demo.cloud import EmbeddedCloud
from multisocket_gui.demo.control import CONTROL_HEADER, plants_json
from multisocket_gui.demo.faults import SUBSCRIPTION_HEADER


def as_json_line(cloud: EmbeddedCloud) -> str:
    """Everything on one line of JSON: the fields of DemoService, `id_token`, `curl`, `plants`, `control_url`,
    `control_token`."""
    service = asdict(cloud.service) | {"ca_file": str(cloud.service.ca_file)}
    content = {**service, "id_token": cloud.id_token(), "curl": curl(cloud)}
    content["plants"] = plants_json(cloud.house, cloud.knobs)
    if cloud.control:
        content |= {"control_url": cloud.control.url, "control_token": cloud.control.token}
    return json.dumps(content, ensure_ascii=False)


def as_text(cloud: EmbeddedCloud, settings_folder: Path | None) -> str:
    """The same for a person to read."""
    service = cloud.service
    rows = [
        ("API URL", service.api_url),
        ("Authority", service.authority),
        ("Client id", service.client_id),
        ("Subscription key", service.subscription_key),
        ("CA file", str(service.ca_file)),
        ("Demo user", service.user),
        ("Password", service.password),
        ("ID token", cloud.id_token()),
    ]
    if cloud.control:
        rows.append(("Control URL", cloud.control.url))
        rows.append(("Control header", f"{CONTROL_HEADER}: {cloud.control.token}"))
    lines = ["The embedded cloud is running. Stop it with Ctrl+C.", ""]
    lines += [f"{label + ':':<18}{value}" for label, value in rows]
    lines += ["", *_plant_lines(cloud), "", "Read a strip:", curl(cloud)]
    if settings_folder:
        lines += ["", "Use it from the application:", _start_line(cloud, settings_folder)]
    return "\n".join(lines)


def curl(cloud: EmbeddedCloud) -> str:
    """A command line that reads the first socket of the demo user."""
    plant = cloud.home.plants_of(cloud.home.demo_user)[0]
    value = quote(plant.sockets[0].id, safe="")
    path = f"/multioutlet/plug/energy/addressLocation/plants/{plant.id}/parameter/id/value/{value}"
    service = cloud.service
    words = ["curl", "-sS", "-i", "--noproxy", "localhost", "--cacert", str(service.ca_file)]
    words += ["-H", f"Authorization: {cloud.id_token()}"]
    words += ["-H", f"{SUBSCRIPTION_HEADER}: {service.subscription_key}", service.api_url + path]
    return shlex.join(words)


def settings(cloud: EmbeddedCloud) -> dict[str, Any]:
    """A `settings.json`, version 1, that points an application at this cloud and lists the demo user's plants."""
    service = cloud.service
    return {
        "version": 1,
        "service": {
            "api_url": service.api_url,
            "authority": service.authority,
            "client_id": service.client_id,
            "scopes": list(service.scopes),
            "redirect_port": 0,
            "authorization_prefix": "",
            "reset_policy": service.reset_policy,
        },
        "plants": cloud.home.settings_plants(),
    }


def write_settings(cloud: EmbeddedCloud, folder: Path, *, force: bool = False) -> Path:
    """Write `settings(cloud)` to `folder/settings.json` at one go; FileExistsError if there is one and not `force`."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "settings.json"
    if path.exists() and not force:
        raise FileExistsError(f"{path} exists; --force replaces it")
    descriptor, name = tempfile.mkstemp(prefix=".settings-", dir=folder)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(settings(cloud), file, ensure_ascii=False, indent=2)
        file.write("\n")
    return Path(name).replace(path)


def _plant_lines(cloud: EmbeddedCloud) -> list[str]:
    lines = []
    for plant in plants_json(cloud.house, cloud.knobs):
        lines.append(f"{plant['name']}  {plant['id']}  (owner: {plant['owner']})")
        for socket in plant["sockets"]:
            outlets = ", ".join(f"{outlet['name']} {'on' if outlet['on'] else 'off'}" for outlet in socket["outlets"])
            lines.append(f"  {socket['id']}  {socket['name']}  [{socket['type']}]: {outlets}")
    return lines


def _start_line(cloud: EmbeddedCloud, folder: Path) -> str:
    service = cloud.service
    variables = f"REQUESTS_CA_BUNDLE={shlex.quote(str(service.ca_file))}"
    variables += f" MULTISOCKET_SUBSCRIPTION_KEY={service.subscription_key}"
    return f"{variables} multisocket-gui --config-dir {shlex.quote(str(folder))}"
