"""How the dashboard is served: safe by default, and what is wrong is said before it starts."""

import contextlib
import os
import re

import pytest

from topicmap.errors import BadSettings, MissingExtra
from topicmap.hosting import Hosting

AUTH = """
[auth]
redirect_uri = "https://maps.lab.example/maps/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "topicmap"
client_secret = "of the provider"
server_metadata_url = "https://id.lab.example/.well-known/openid-configuration"
"""


def value_of(options, name):
    return [options[at + 1] for at, option in enumerate(options) if option == f"--{name}"]


@pytest.fixture
def files(tmp_path):
    (tmp_path / "roles.toml").write_text('viewer = ["*"]\nbuilder = ["boss@lab.example"]')
    (tmp_path / "secrets.toml").write_text(AUTH)
    (tmp_path / "secrets.toml").chmod(0o600)
    return {"roles": tmp_path / "roles.toml", "secrets": tmp_path / "secrets.toml"}


@pytest.mark.parametrize("hosting", [Hosting(), Hosting(hosted=True)])
def test_what_holds_for_all(hosting):
    options = hosting.options(8501, headless=False)
    for name, value in {
        "server.address": "127.0.0.1",
        "server.port": "8501",
        "server.enableCORS": "true",
        "server.enableXsrfProtection": "true",
        "server.enableAgentApi": "false",
        "server.fileWatcherType": "none",
        "server.maxMessageSize": "10",
        "server.maxUploadSize": "0",
        "server.maxWidgetStateSize": "1",
        "server.trustedUserHeaders": "{}",
        "browser.gatherUsageStats": "false",
        "client.showErrorDetails": "none",
        "client.toolbarMode": "viewer",
    }.items():
        assert value_of(options, name) == [value], name
    assert "*" not in value_of(options, "server.allowedHosts")
    assert value_of(options, "server.headless") == [str(hosting.hosted).lower()]


def test_a_labs_address_path_and_names():
    hosting = Hosting(True, "0.0.0.0", "maps/all/", ("maps.lab.example",))
    options = hosting.options(8501, headless=False)
    assert value_of(options, "server.address") == ["0.0.0.0"]
    assert value_of(options, "server.baseUrlPath") == ["maps/all"]
    names = value_of(options, "server.allowedHosts")
    assert {"localhost", "127.0.0.1", "maps.lab.example"} <= set(names)
    assert "0.0.0.0" not in names
    told = hosting.environment()
    assert (told["TOPICMAP_LOCAL"], told["TOPICMAP_ROLES"]) == ("", "")
    assert told["MALLOC_ARENA_MAX"] == "2"
    assert Hosting().environment()["TOPICMAP_LOCAL"] == "1"


def test_visitors_sign_in(files):
    hosting = Hosting(True, base_path="/maps", **files)
    options = hosting.options(8501, headless=True)
    assert value_of(options, "secrets.files") == [str(files["secrets"])]
    assert hosting.environment()["TOPICMAP_ROLES"] == str(files["roles"])
    assert "of the provider" not in " ".join(options)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"address": "0.0.0.0"}, "add --hosted, or leave them out"),
        ({"hosts": ("a",)}, "add --hosted"),
        ({"hosted": True, "base_path": "/../x"}, "The base path is '/../x'"),
        ({"hosted": True, "base_path": "/a b"}, "The base path is '/a b'"),
        ({"hosted": True, "base_path": "/a//b"}, "The base path is"),
        ({"hosted": True, "hosts": ("https://maps.lab.example",)}, "without http://"),
        ({"hosted": True, "hosts": ("maps.lab.example:8443",)}, "without http://"),
        ({"hosted": True, "hosts": ("a/b",)}, "The host is 'a/b'"),
        ({"hosted": True, "hosts": ("",)}, "The host is ''"),
    ],
)
def test_what_cannot_be_is_said(chosen, told):
    with pytest.raises(BadSettings, match=told):
        Hosting(**chosen)


def test_roles_and_secrets_go_together(files):
    for name in files:
        with pytest.raises(BadSettings, match="where there are both"):
            Hosting(True, **{name: files[name]})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("cookie_secret", "cookie_sekret"), r"lacks cookie_secret in its table \[auth\]"),
        (("[auth]", "[other]"), "lacks redirect_uri, cookie_secret"),
        (("0123456789abcdef0123456789abcdef", "short"), "is shorter than 32 letters"),
        (("/maps/oauth2callback", "/oauth2callback"), "must end in /maps/oauth2callback"),
        (("[auth]", "[auth"), "it is no TOML"),
    ],
)
def test_what_is_wrong_with_the_secrets(files, change, told):
    files["secrets"].write_text(AUTH.replace(*change))
    with pytest.raises(BadSettings, match=told) as failed:
        Hosting(True, base_path="maps", **files)
    for secret in re.findall(r'secret = "(.+)"', AUTH):
        assert secret not in str(failed.value)


@pytest.mark.parametrize("mode", [0o640, 0o644, 0o660, 0o604])
def test_secrets_that_others_can_read(files, mode):
    files["secrets"].chmod(mode)
    if getattr(os, "geteuid", lambda: 1)() == 0:
        os.chown(files["secrets"], 65534, 65534)
    with pytest.raises(BadSettings, match=r"can read it; let it belong to the user .* chmod 600"):
        Hosting(True, base_path="maps", **files)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root can own them")
@pytest.mark.parametrize(("mode", "refused"), [(0o640, False), (0o660, True), (0o644, True)])
def test_secrets_of_root_may_be_read_by_the_group_of_the_server(files, mode, refused):
    os.chown(files["secrets"], 0, 65534)
    files["secrets"].chmod(mode)
    with pytest.raises(BadSettings) if refused else contextlib.nullcontext():
        Hosting(True, base_path="maps", **files)


def test_without_the_extra(files, monkeypatch):
    monkeypatch.setattr("topicmap.hosting.find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"pip install topicmap\[auth\]"):
        Hosting(True, base_path="maps", **files)


@pytest.mark.parametrize("address", ["", " "])
def test_no_address_is_not_taken_for_all(address):
    with pytest.raises(BadSettings, match="empty"):
        Hosting(True, address)


def test_an_address_of_ipv6_is_a_name():
    assert "fd00::1" in Hosting(True, hosts=("fd00::1",)).names
