"""Where the command `hearsight` begins: Ctrl-C while the rest is still imported ends it without a traceback."""

from __future__ import annotations


def main() -> None:
    """Entry point; see `assistant.cli.main`."""
    try:
        from assistant.cli import main as carry_out
    except KeyboardInterrupt:
        from assistant.errors import STOPPED

        raise SystemExit(STOPPED) from None
    carry_out()


if __name__ == "__main__":
    main()
