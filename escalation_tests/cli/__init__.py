"""The command `escalation-tests`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 # argparse has no public name for it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; the exit status is 0 when it did what was asked, 2 when misused."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="escalation-tests",
        description="Find out whether a support bot hands over to humans as it promised. "
        "The tests themselves run with `pytest`; these commands stand beside it.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_init(commands)
    _add_doctor(commands)
    _add_read(commands)
    _add_reference(commands)
    _add_demo(commands)
    return parser


def _add_init(commands: Commands) -> None:
    command = commands.add_parser("init", help="write an escalation.yaml to start from")
    command.add_argument("--url", default="http://127.0.0.1:8765/chat", help="the bot's endpoint")
    command.add_argument("--into", type=Path, default=Path(), metavar="DIR", help="where to")
    command.set_defaults(run=_init)


def _add_doctor(commands: Commands) -> None:
    command = commands.add_parser(
        "doctor", help="hold one conversation and show what is seen of bot and desk, and what not"
    )
    command.add_argument("--config", type=Path, default=Path("escalation.yaml"), metavar="FILE")
    command.add_argument("--listen", metavar="HOST:PORT", help="instead of `desk.listen`")
    command.set_defaults(run=_doctor)


def _add_read(commands: Commands) -> None:
    command = commands.add_parser(
        "read", help="show how the tool reads lines of a bot: announces, offers, asks for …"
    )
    command.add_argument(
        "file", nargs="?", type=Path, help="text lines; `-`, or none: standard input"
    )
    command.add_argument("--lang", help="language of the lines; default: guessed line by line")
    words = command.add_mutually_exclusive_group()
    words.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="read with the `patterns` and `lexicons` of this configuration too;"
        " default: escalation.yaml, where there is one",
    )
    words.add_argument(
        "--no-config", action="store_true", help="read by the words of the tool alone"
    )
    command.set_defaults(run=_read)


def _add_reference(commands: Commands) -> None:
    command = commands.add_parser("checks", help="list every check and the promise it guards")
    command.set_defaults(run=_checks)
    command = commands.add_parser("reference", help="every key and every check, as Markdown")
    command.set_defaults(run=_reference)
    command = commands.add_parser("schemas", help="write the JSON Schemas of the YAML files")
    command.add_argument("--into", type=Path, default=Path("schemas"), metavar="DIR")
    command.set_defaults(run=_schemas)


def _add_demo(commands: Commands) -> None:
    command = commands.add_parser(
        "demo", help="test the embedded bot, once healthy and once with planted faults"
    )
    command.add_argument("--into", type=Path, default=Path("build/demo"), metavar="DIR")
    command.add_argument("--fault", action="append", help="plant this fault; repeatable")
    command.add_argument("--concurrency", type=int, default=32, metavar="N")
    command.set_defaults(run=_demo)


def _init(chosen: argparse.Namespace) -> int:
    from escalation_tests.cli.start import write_start

    return write_start(chosen.into, chosen.url)


def _doctor(chosen: argparse.Namespace) -> int:
    from escalation_tests.cli.doctor import see

    return see(chosen.config, chosen.listen)


def _read(chosen: argparse.Namespace) -> int:
    from escalation_tests.cli.read import read_lines

    file = None if chosen.file in {None, Path("-")} else chosen.file
    if file is not None and not file.is_file():
        print(f"escalation-tests read: there is no file {str(file)!r}", file=sys.stderr)
        return 2
    return read_lines(file, chosen.lang, chosen.config, chosen.no_config)


def _checks(_: argparse.Namespace) -> int:
    from escalation_tests.wiring import check_reference

    for name, promise, severity, text in check_reference():
        print(f"{name}  ({promise}, {severity})\n    {text}\n")
    return 0


def _reference(_: argparse.Namespace) -> int:
    from escalation_tests.cli.reference import reference

    print(reference(), end="")
    return 0


def _schemas(chosen: argparse.Namespace) -> int:
    from escalation_tests.wiring import write_schemas

    for path in write_schemas(chosen.into):
        print(path)
    return 0


def _demo(chosen: argparse.Namespace) -> int:
    from escalation_tests.cli.demo import show

    return show(chosen.into, chosen.fault, chosen.concurrency)
