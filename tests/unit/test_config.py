"""The ways of opening each have settings of their own; what is missing or too much is said, all of
it at once.
"""

import pytest

from workshop import config
from workshop.config import Config, FaultyConfig

PASSWORD = "correct horse battery"
OIDC = {
    "WORKSHOP_OPENING": "oidc",
    "WORKSHOP_PUBLIC_URL": "https://workshop.example.org",
    "WORKSHOP_OIDC_ISSUER": "https://id.example.org/realm/",
    "WORKSHOP_OIDC_CLIENT_ID": "workshop",
    "WORKSHOP_OIDC_CLIENT_SECRET": "hush",
}


def faults(**environment: str) -> list[str]:
    with pytest.raises(FaultyConfig) as raised:
        Config.from_environment(environment)
    assert PASSWORD not in str(raised.value)
    return raised.value.faults


def test_a_password_opens_where_it_is_the_way_to_open() -> None:
    read = Config.from_environment(
        {"WORKSHOP_OPENING": "password", "WORKSHOP_OPENING_PASSWORD": f" {PASSWORD} "}
    )
    assert (read.opening, read.opening_password) == ("password", PASSWORD)


def test_a_password_is_missed_too_short_or_of_no_use() -> None:
    assert faults(WORKSHOP_OPENING="password") == [
        "WORKSHOP_OPENING_PASSWORD: WORKSHOP_OPENING=password needs it"
    ]
    short = faults(WORKSHOP_OPENING="password", WORKSHOP_OPENING_PASSWORD="123456789")
    assert ["at least 10 characters" in fault for fault in short] == [True]
    useless = faults(WORKSHOP_OPENING_PASSWORD=PASSWORD)
    assert useless == ["WORKSHOP_OPENING_PASSWORD: this is for WORKSHOP_OPENING=password only"]


def test_an_issuer_and_who_may_open() -> None:
    read = Config.from_environment(
        {**OIDC, "WORKSHOP_OIDC_ALLOWED": "Amina@Example.org, @partner.example"}
    )
    assert read.oidc_issuer == "https://id.example.org/realm"
    assert read.oidc_allowed == ("amina@example.org", "@partner.example")


@pytest.mark.parametrize("missing", [name for name in OIDC if name != "WORKSHOP_OPENING"])
def test_signing_in_needs_all_of_its_settings(missing: str) -> None:
    given = {name: value for name, value in OIDC.items() if name != missing}
    assert faults(**given) == [f"{missing}: WORKSHOP_OPENING=oidc needs it"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKSHOP_OIDC_ISSUER", "http://id.example.org"),
        ("WORKSHOP_OIDC_ISSUER", "id.example.org"),
        ("WORKSHOP_OIDC_ALLOWED", "amina"),
        ("WORKSHOP_OIDC_ALLOWED", "a@example.org,,"),
    ],
)
def test_a_faulty_issuer_or_list_is_told(name: str, value: str) -> None:
    assert [fault.split(":")[0] for fault in faults(**{**OIDC, name: value})] == [name]


def test_several_workers_need_a_database_of_their_own_and_one_address() -> None:
    url = "redis://127.0.0.1/0"
    assert [fault.split(":")[0] for fault in faults(WORKSHOP_REDIS_URL=url)][
        -1
    ] == "WORKSHOP_REDIS_URL"
    alone = faults(WORKSHOP_REDIS_URL=url, WORKSHOP_DATABASE_URL="sqlite:///somewhere")
    assert (
        "WORKSHOP_PUBLIC_URL: WORKSHOP_REDIS_URL needs it: the one address in front of all workers"
        in alone
    )
    assert any(
        "several workers need WORKSHOP_DATABASE_URL=postgresql://" in fault for fault in alone
    )
    assert any(
        "give a redis:// or rediss:// address" in fault
        for fault in faults(WORKSHOP_REDIS_URL="localhost")
    )


def test_every_fault_is_told_at_once() -> None:
    found = faults(WORKSHOP_OPENING="pasword", WORKSHOP_OIDC_ISSUER="x", WORKSHOP_POTR="1")
    assert {fault.split(":")[0].split(" ")[0] for fault in found} == {
        "WORKSHOP_OPENING",
        "WORKSHOP_OIDC_ISSUER",
        "WORKSHOP_POTR",
    }


def test_signing_in_is_refused_where_its_packages_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(config, "find_spec", lambda _: None)
    assert "requirements/oidc.txt" in faults(**OIDC)[0]
