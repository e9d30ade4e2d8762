"""`python -m workshop backup FILE`, `restore FILE`, `adopt`: copies of what the data folder keeps,
and whose it is.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from workshop.config import Config, FaultyConfig
from workshop.server.secret import fingerprint, server_secret
from workshop.store.backups import UnusableBackup, back_up, restore
from workshop.store.engine import UnusableDatabase, lock_folder, make_folder, open_engine
from workshop.store.identity import adopt, serve_alone
from workshop.store.retention import reset_day

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False, resolve_path=True))


@click.group()
def commands() -> None:
    """Keep and bring back what the sessions keep. Ballots are never in a copy."""


@commands.command("backup")
@FILE
def backup_command(file: Path) -> None:
    """Copy the database to FILE, also while the server runs."""
    _do(lambda: back_up(_database(), file))
    click.echo(
        f"Copied to {file}. It holds sessions, plans, results and agreements, but no ballot and no"
        " key:"
    )
    click.echo("a question that is open now will be void where this copy is restored.")


@commands.command("restore")
@FILE
def restore_command(file: Path) -> None:
    """Make FILE the database of a data folder that has none yet."""
    database = _database()
    config = _held()
    _do(lambda: restore(file, database))
    _do(lambda: _adopt(config))
    click.echo(f"Restored to {database}. Start the server to go on.")
    click.echo(
        "A question that was open when the copy was made is void: its answers were never in a copy."
    )


@commands.command("adopt")
def adopt_command() -> None:
    """Make database and data folder belong together, where one of them is lost for good.

    Also takes today's date for true, where this computer once had a later one.
    """
    config = _held()
    _do(lambda: _adopt(config))
    click.echo(f"The database and {config.data} belong together now. Start the server to go on.")
    click.echo("A question that is open and whose key is not in this folder will be void.")


def _adopt(config: Config) -> None:
    engine = open_engine(config.database)
    try:
        serve_alone(engine)
        adopt(engine, config.data, fingerprint(server_secret(config.data, config.secret_key)))
        with engine.begin() as connection:
            reset_day(connection, datetime.now(UTC).date())
    finally:
        engine.dispose()


def _held() -> Config:
    """The settings, with the data folder made and held: no server uses it meanwhile."""
    config = _config()
    make_folder(config.data)
    try:
        lock_folder(config.data)
    except BlockingIOError:
        raise click.ClickException(f"A server is using {config.data}. Stop it first.") from None
    return config


def _do(work: Callable[[], None]) -> None:
    try:
        work()
    except (UnusableBackup, UnusableDatabase) as problem:
        raise click.ClickException(str(problem)) from None


def _config() -> Config:
    try:
        return Config.from_environment()
    except FaultyConfig as faulty:
        raise click.ClickException(
            "These settings cannot be used:\n" + "\n".join(faulty.faults)
        ) from None


def _database() -> Path:
    config = _config()
    if config.database_url:
        raise click.ClickException(
            "WORKSHOP_DATABASE_URL is set: copy that database with its own tools (pg_dump)."
        )
    return config.database_file


if __name__ == "__main__":
    commands(prog_name="python -m workshop")
