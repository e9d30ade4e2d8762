"""No table that holds a ballot can say who, when, or in which order; also after a column is
added.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from sqlalchemy.pool import StaticPool

from tests.support.servers import ROOT
from workshop.store.engine import open_engine
from workshop.store.tables import (
    OF_PEOPLE,
    ballot,
    marked_off,
    metadata,
    newcomer,
    participant,
    slip,
)

ABOUT_PEOPLE = (participant, newcomer, slip, marked_off, ballot)
PUBLIC = {"server", "session", "facilitator_key", "asking", "agreement", "written", "release"}
"""What everyone may be told, or only facilitators are in.

A new table is put into one of the two.
"""
ALLOWED = {
    "participant": {"session", "token_hash", "group"},
    "newcomer": {"session", "mark"},
    "slip": {"session", "code", "hat", "is_used"},
    "marked_off": {"asking", "mark", "group", "last_number", "locked"},
    "ballot": {"asking", "seal_id", "group", "sealed"},
}


def migrated() -> sa.Engine:
    return open_engine("sqlite://")


def test_the_migrations_make_exactly_the_tables_of_the_code() -> None:
    engine = migrated()
    found = sa.inspect(engine)
    names = set(found.get_table_names()) - {"alembic_version"}
    assert names == set(metadata.tables)
    for name in names:
        in_database = {
            (column["name"], str(column["type"]), column["nullable"])
            for column in found.get_columns(name)
        }
        in_code = {
            (column.name, str(column.type), column.nullable)
            for column in metadata.tables[name].columns
        }
        assert in_database == in_code
        assert found.get_pk_constraint(name)["constrained_columns"] == [
            column.name for column in metadata.tables[name].primary_key
        ]
    engine.dispose()


def test_a_database_of_the_first_version_gets_the_tables_that_came_later(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    old = sa.create_engine(address)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "workshop" / "store" / "migrations"))
    with old.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    assert "agreement" not in sa.inspect(old).get_table_names()
    old.dispose()
    engine = open_engine(address)
    assert set(sa.inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    engine.dispose()


def test_every_table_is_about_people_or_holds_what_may_be_told() -> None:
    assert {table.name for table in ABOUT_PEOPLE} | PUBLIC == set(metadata.tables)
    assert set(OF_PEOPLE) == set(ABOUT_PEOPLE)
    assert all(list(table.primary_key.columns) == list(table.columns)[:2] for table in OF_PEOPLE)
    for name in PUBLIC:
        names = set(metadata.tables[name].columns.keys())
        assert not names & {"token_hash", "mark", "seal_id", "sealed", "slip"}


def test_tables_about_people_have_no_column_that_could_order_or_link_them() -> None:
    for table in ABOUT_PEOPLE:
        assert {column.name for column in table.columns} == ALLOWED[table.name]
        assert not table.foreign_keys
        assert not any(
            isinstance(column.type, sa.Date | sa.DateTime | sa.Time) for column in table.columns
        )


def test_tables_about_people_have_no_rowid() -> None:
    engine = migrated()
    assert isinstance(engine.pool, StaticPool)
    with engine.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        )
        made = {name: sql for name, sql in rows}
    for table in ABOUT_PEOPLE:
        assert made[table.name].rstrip().endswith("WITHOUT ROWID")
    assert not made["session"].rstrip().endswith("WITHOUT ROWID")
    engine.dispose()


def test_the_database_flushes_every_commit_and_overwrites_what_it_deletes(tmp_path: object) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/a.sqlite3")
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}
    engine.dispose()
