"""Every error becomes one clear sentence on stderr and an exit code; a traceback only on request."""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from collections.abc import Sequence
from difflib import get_close_matches

from stationkeep.cli.output import NobodyReadsError, lost_output, say
from stationkeep.errors import StationkeepError

INTERRUPTED = 130
ISSUES = "the project's issue list"
DEBUG = "STATIONKEEP_DEBUG"
_NO_ROOM = (errno.ENOSPC, errno.EPIPE, errno.EIO, errno.EFBIG, errno.EDQUOT, errno.EBADF)


def guarded(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    from stationkeep.cli.app import command

    given = list(sys.argv[1:] if arguments is None else arguments)
    _open_streams()
    try:
        code = command().main(given, prog_name="stationkeep", standalone_mode=False)
        sys.stdout.flush()
        code = code if isinstance(code, int) else 0
    except StationkeepError as error:
        say(f"stationkeep: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        code = INTERRUPTED
    except (NobodyReadsError, SystemExit):  # the parser of options leaves by itself where nobody reads its help
        return 0
    except OSError as error:
        return _unwritten(error, given)
    except Exception as error:
        return _other(error, given)
    if code == INTERRUPTED:
        kept = ""
        if given[:1] == ["run"]:
            kept = "; with --out it could be resumed"
            if "--out" in given:
                kept = "; what --out holds can be taken up with --resume"
        say(f"stationkeep: interrupted before the answer was complete{kept}")
    return code


def _open_streams() -> None:
    """Give the program streams to write to where it was started without."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 -- open to the end


def _unwritten(error: OSError, given: Sequence[str]) -> int:
    """Say that something could not be written; of a file, its name says which, of standard output there is none."""
    if error.filename is not None or error.errno not in _NO_ROOM:
        return _other(error, given)
    lost = lost_output(error)
    if isinstance(lost, NobodyReadsError):
        return 0
    say(
        f"stationkeep: what was being written could not be ({(error.strerror or str(error)).lower()}); make room for it"
    )
    return 1


def _other(error: Exception, given: Sequence[str]) -> int:
    """Say what the parser of options refused; anything else is a defect, and says how to report it."""
    written = getattr(error, "format_message", None)
    if callable(written):
        say(f"stationkeep: {_usage(error, str(written()))}")
        return int(getattr(error, "exit_code", 2))
    if os.environ.get(DEBUG) == "1":
        traceback.print_exc()
    where = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    say(
        f"stationkeep: this should not have happened ({where}); please report it on {ISSUES} with the command "
        f"'stationkeep {' '.join(given)[:200]}' and what {DEBUG}=1 prints"
    )
    return 1


def _usage(error: Exception, message: str) -> str:
    """Put a complaint of the parser into one sentence, with the nearest names."""
    text = " ".join(message.split()).rstrip(".")
    option = getattr(error, "option_name", "")
    context = getattr(error, "ctx", None)
    inside = getattr(context, "command_path", "stationkeep")
    if option and "No such option" in text:
        known = [name for one in getattr(context.command, "params", []) for name in one.opts] if context else []
        near = get_close_matches(option, known, n=3, cutoff=0.5)
        advice = f"nearest: {', '.join(near)}" if near else f"see {inside} --help"
        return f"there is no option '{option}' of {inside}; {advice}"
    missing = re.match(r"No such command '([^']*)'", text)
    if missing:
        commands = sorted(getattr(getattr(context, "command", None), "commands", {}))
        near = get_close_matches(missing[1], commands, n=3, cutoff=0.5)
        advice = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(commands)}"
        return f"there is no command '{missing[1]}'; {advice}"
    first = text[:1].lower() + text[1:]
    return f"{first}; see {inside} --help" if "--help" not in text else first
