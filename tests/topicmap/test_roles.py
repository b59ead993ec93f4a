"""Who may do what: by e-mail, domain and group, for so many hours, and for nobody by mistake."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from topicmap.errors import BadSettings
from topicmap.roles import Role, read_roles

NOW = 1_800_000_000
FILE = """
curator = ["Ada@Lab.example", "group:map-makers"]
builder = ["boss@lab.example", "k@lab.example", "group:admins", "group:makers@lab.example"]
"""
OPEN = 'viewer = ["*"]\n' + FILE
MEMBERS = 'viewer = ["@lab.example", "guest@else.example"]\n' + FILE


def roles(folder, text=OPEN):
    (folder / "roles.toml").write_text(text, "utf-8")
    return read_roles(folder / "roles.toml")


def somebody(email="ada@lab.example", **more):
    told = {"is_logged_in": True, "email": email, "email_verified": True, "iat": NOW - 60}
    return {**told, **more}


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({}, Role.VIEWER),
        (somebody(), Role.CURATOR),
        (somebody("ADA@lab.EXAMPLE "), Role.CURATOR),
        (somebody("boss@lab.example"), Role.BUILDER),
        (somebody("eve@lab.example"), Role.VIEWER),
        (somebody("eve@lab.example", groups=["admins"]), Role.BUILDER),
        (somebody("", groups=["map-makers", "others"]), Role.CURATOR),
        (somebody("eve@lab.example", groups="admins"), Role.VIEWER),
        (somebody("eve@lab.example", groups=["group:admins"]), Role.VIEWER),
        (somebody("group:admins"), Role.VIEWER),
        (somebody("group:makers@lab.example"), Role.VIEWER),
        (somebody("", groups=["makers@lab.example"]), Role.BUILDER),
        (somebody("boſs@lab.example"), Role.VIEWER),
        (somebody("\u212a@lab.example"), Role.VIEWER),
        (somebody("boss@lab.example", email_verified=False), Role.VIEWER),
        (somebody("boss@lab.example", email_verified="true"), Role.VIEWER),
        (somebody("boss@lab.example", is_logged_in=False), Role.VIEWER),
        (somebody("boss@lab.example", is_logged_in="yes"), Role.VIEWER),
        (somebody("boss@lab.example@else.example"), Role.VIEWER),
        (somebody("boss@lab.example", iat=NOW - 12 * 3600 - 1), Role.VIEWER),
        (somebody("boss@lab.example", iat=NOW - 12 * 3600 + 1), Role.BUILDER),
        (somebody("boss@lab.example", iat=NOW + 200), Role.BUILDER),
        (somebody("boss@lab.example", iat=NOW + 4000), Role.VIEWER),
        (somebody("boss@lab.example", iat=None), Role.VIEWER),
        (somebody("boss@lab.example", iat=str(NOW)), Role.VIEWER),
    ],
)
def test_what_somebody_may_do(tmp_path, claims, role):
    assert roles(tmp_path).role_of(claims, NOW) is role


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({}, Role.NOBODY),
        (somebody("eve@lab.example"), Role.VIEWER),
        (somebody("eve@sub.lab.example"), Role.NOBODY),
        (somebody("guest@else.example"), Role.VIEWER),
        (somebody("other@else.example"), Role.NOBODY),
        (somebody("boss@lab.example", iat=NOW - 13 * 3600), Role.NOBODY),
    ],
)
def test_where_viewers_are_named_others_see_nothing(tmp_path, claims, role):
    assert roles(tmp_path, MEMBERS).role_of(claims, NOW) is role


def test_the_provider_may_be_one_that_never_says_verified(tmp_path):
    claims = somebody("boss@lab.example")
    del claims["email_verified"]
    assert roles(tmp_path).role_of(claims, NOW) is Role.VIEWER
    assert roles(tmp_path, "trust_email = true\n" + OPEN).role_of(claims, NOW) is Role.BUILDER


def test_groups_may_have_another_name_and_a_sign_in_last_longer(tmp_path):
    text = 'groups_claim = "roles"\nhours = 24\n' + OPEN
    claims = somebody("eve@lab.example", roles=["admins"], iat=NOW - 20 * 3600)
    assert roles(tmp_path, text).role_of(claims, NOW) is Role.BUILDER


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("builders = []", "has 'builders'; it may have viewer, curator, builder"),
        ('builder = "boss@lab.example"', "builder is 'boss@lab.example'; it must be a list"),
        ('builder = ["boss"]', "must be a list of e-mail addresses"),
        ("builder = [1]", "must be a list of e-mail addresses"),
        ('builder = ["boß@lab.example"]', "e-mail addresses without accents"),
        ('builder = ["*"]', "name those who may"),
        ('curator = ["*"]', "name those who may"),
        ("trust_email = 1", "trust_email true or false"),
        ("hours = 0", "hours is 0; it must be a number from 1 to 720"),
        ("hours = 0.5", "hours is 0.5; it must be"),
        ("hours = true", "hours is True"),
        ("builder = [", "cannot be read"),
        ("", "names no viewer"),
        ("# cut short", "names no viewer"),
        ("hours = 12", "names no viewer"),
        ('curator = ["ada@lab.example"]', "names no viewer"),
        ("viewer = " + "[" * 5000, "cannot be read"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, text, told):
    viewer = "" if "viewer" in told + text else 'viewer = ["*"]\n'
    with pytest.raises(BadSettings, match=told):
        roles(tmp_path, viewer + text)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadSettings, match="cannot be read: No such file"):
        read_roles(tmp_path / "roles.toml")


VALUES = some.none() | some.booleans() | some.integers() | some.text() | some.lists(some.text())
CLAIMS = ("is_logged_in", "email", "email_verified", "iat", "groups", "roles", "sub")


@given(some.dictionaries(some.sampled_from(CLAIMS), VALUES))
def test_no_claims_make_a_builder_of_a_stranger(tmp_path_factory, claims):
    given_roles = roles(tmp_path_factory.getbasetemp(), MEMBERS)
    assert given_roles.role_of({**claims, "email": "eve@else.example"}, NOW) <= Role.CURATOR
    assert given_roles.role_of({**claims, "is_logged_in": False}, NOW) is Role.NOBODY
