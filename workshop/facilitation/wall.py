"""The use cases of wall, phones and joining: one short method per verb."""

from workshop.domain.insight.picture import ChartType
from workshop.domain.voting.session import Session, Theme
from workshop.facilitation.changes import Changes
from workshop.facilitation.ports import Clock


class WallControls:
    """Sets who may join, and what the wall shows beside the question."""

    def __init__(self, changes: Changes, clock: Clock) -> None:
        self._change = changes.change
        self._clock = clock

    def lock_door(self, code: str, version: int | None = None) -> Session:
        """Stop new people joining."""
        return self._change(
            "lock_door", code, version, lambda session, _: session.lock_door(locked=True)
        )

    def unlock_door(self, code: str, version: int | None = None) -> Session:
        """Let people join again."""
        return self._change(
            "unlock_door", code, version, lambda session, _: session.lock_door(locked=False)
        )

    def blank_screen(self, code: str, version: int | None = None) -> Session:
        """Blank the wall."""
        return self._change(
            "blank_screen", code, version, lambda session, _: session.set_wall(blank=True)
        )

    def unblank_screen(self, code: str, version: int | None = None) -> Session:
        """Bring the wall back."""
        return self._change(
            "unblank_screen", code, version, lambda session, _: session.set_wall(blank=False)
        )

    def show_code(self, code: str, version: int | None = None) -> Session:
        """Fill the wall with the join code."""
        return self._change(
            "show_code", code, version, lambda session, _: session.set_wall(code_shown=True)
        )

    def hide_code(self, code: str, version: int | None = None) -> Session:
        """Put the join code back into its corner."""
        return self._change(
            "hide_code", code, version, lambda session, _: session.set_wall(code_shown=False)
        )

    def pause_phones(self, code: str, version: int | None = None) -> Session:
        """Ask people to look up from their phones."""
        return self._change(
            "pause_phones", code, version, lambda session, _: session.pause_phones(paused=True)
        )

    def resume_phones(self, code: str, version: int | None = None) -> Session:
        """Show phones what they showed before."""
        return self._change(
            "resume_phones", code, version, lambda session, _: session.pause_phones(paused=False)
        )

    def darken_screen(self, code: str, version: int | None = None) -> Session:
        """Show light letters on dark ground, for a dark room."""
        return self._change(
            "darken_screen", code, version, lambda session, _: session.set_theme(Theme.DARK)
        )

    def lighten_screen(self, code: str, version: int | None = None) -> Session:
        """Show dark letters on light ground, for a bright room."""
        return self._change(
            "lighten_screen", code, version, lambda session, _: session.set_theme(Theme.LIGHT)
        )

    def choose_form(self, code: str, form: ChartType, version: int | None = None) -> Session:
        """Choose the chart type on the wall: the same release, drawn anew."""
        return self._change("choose_form", code, version, lambda session, _: session.draw_as(form))

    def choose_text_size(self, code: str, size: int, version: int | None = None) -> Session:
        """Choose the text size on the wall."""
        return self._change(
            "choose_text_size", code, version, lambda session, _: session.set_text_size(size)
        )

    def start_timer(self, code: str, seconds: int, version: int | None = None) -> Session:
        """Start a timer on wall and desk. It advises, and never closes anything."""
        ends = self._clock.seconds() + seconds
        return self._change(
            "start_timer", code, version, lambda session, _: session.set_timer(ends)
        )

    def stop_timer(self, code: str, version: int | None = None) -> Session:
        """Remove the timer."""
        return self._change("stop_timer", code, version, lambda session, _: session.set_timer(None))

    def choose_address(self, code: str, address: str, version: int | None = None) -> Session:
        """Choose the address of this server for QR code and links; see `Session.address`."""
        return self._change(
            "choose_address", code, version, lambda session, _: session.reached_at(address)
        )

    def show_map(self, code: str, version: int | None = None) -> Session:
        """Fill the wall with the power map; after the end, too."""
        return self._change(
            "show_map", code, version, lambda session, _: session.show_beside(map_shown=True)
        )

    def hide_map(self, code: str, version: int | None = None) -> Session:
        """Take the power map off the wall."""
        return self._change("hide_map", code, version, lambda session, _: session.show_beside())

    def show_agreements(self, code: str, version: int | None = None) -> Session:
        """Fill the wall with the agreements; after the end, too."""
        return self._change(
            "show_agreements",
            code,
            version,
            lambda session, _: session.show_beside(agreements_shown=True),
        )

    def hide_agreements(self, code: str, version: int | None = None) -> Session:
        """Take the agreements off the wall."""
        return self._change(
            "hide_agreements", code, version, lambda session, _: session.show_beside()
        )
