"""`python -m workshop backup FILE` and `restore FILE`: copies of what the data folder keeps."""

from collections.abc import Callable
from pathlib import Path

import click

from workshop.config import Config, FaultyConfig
from workshop.store.copies import UnusableCopy, back_up, restore
from workshop.store.engine import lock_folder

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False, resolve_path=True))


@click.group()
def commands() -> None:
    """Keep and bring back what the sessions keep. Ballots are never in a copy."""


@commands.command("backup")
@FILE
def backup_command(file: Path) -> None:
    """Copy the database to FILE, also while the server runs."""
    _do(lambda: back_up(_database(), file))
    click.echo(f"Copied to {file}. It holds sessions, plans, results and agreements, but no ballot and no key:")
    click.echo("a question that is open now will be void where this copy is restored.")


@commands.command("restore")
@FILE
def restore_command(file: Path) -> None:
    """Make FILE the database of a data folder that has none yet."""
    database = _database()
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        lock_folder(database.parent)
    except BlockingIOError:
        raise click.ClickException(f"A server is using {database.parent}. Stop it first.") from None
    _do(lambda: restore(file, database))
    click.echo(f"Restored to {database}. Start the server to go on.")


def _do(work: Callable[[], None]) -> None:
    try:
        work()
    except UnusableCopy as problem:
        raise click.ClickException(str(problem)) from None


def _database() -> Path:
    try:
        config = Config.from_environment()
    except FaultyConfig as faulty:
        raise click.ClickException("These settings cannot be used:\n" + "\n".join(faulty.faults)) from None
    if config.database_url:
        raise click.ClickException("WORKSHOP_DATABASE_URL is set: copy that database with its own tools (pg_dump).")
    return config.database_file


if __name__ == "__main__":
    commands(prog_name="python -m workshop")
