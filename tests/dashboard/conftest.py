"""The dashboard of one visitor on this computer, unless a test says otherwise."""

import pytest

from topicmap.hosting import LOCAL


@pytest.fixture(autouse=True)
def local(monkeypatch):
    monkeypatch.setenv(LOCAL, "1")
