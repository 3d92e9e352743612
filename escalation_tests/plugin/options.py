"""The command-line options and ini keys, each with its meaning and default."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class Option:
    """One setting that may stand on the command line or in the ini file."""

    name: str
    """Without the leading dashes and the prefix `escalation-`."""
    help: str
    default: str = ""
    metavar: str = "VALUE"
    choices: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """As written on the command line."""
        return f"--escalation-{self.name}"

    @property
    def key(self) -> str:
        """As written in the ini file."""
        return f"escalation_{self.name.replace('-', '_')}"


EXAMPLES = 5
"""Made-up conversations for each property and family of personas, where nobody says how many."""
MATRIX = ("covering", "full", "off")

OPTIONS = (
    Option("config", "the configuration file; default: the nearest escalation.yaml", "", "FILE"),
    Option("seed", "drives personas, wording, facts and faults; `random` draws one", "0", "N"),
    Option("concurrency", "conversations held at once", "32", "N"),
    Option("rate", "conversations started per second at most; 0: no limit", "0", "N"),
    Option("trials", "play each conversation so often, instead of what files say", "", "N"),
    Option("require", "how many of the trials must pass; default: all", "", "N"),
    Option("listen", "address of the webhook desk, instead of desk.listen", "", "HOST:PORT"),
    Option("matrix", "which conversations to derive from the policy", choices=MATRIX),
    Option("library", "play the scenarios that come with the plugin", choices=("yes", "no")),
    Option("personas", "play only these personas, separated by commas", "", "NAMES"),
    Option(
        "generated",
        "made-up conversations per property and family; 0: none; default: "
        f"{EXAMPLES}, or 0 where the matrix is off",
        "",
        "N",
    ),
    Option(
        "hostile",
        "made-up customers also write what breaks bots (markup, code, odd alphabets, 20,000 "
        "characters), and the desk refuses some of them, where it can be told to",
        "no",
        choices=("yes", "no"),
    ),
    Option("freeze", "write each failing conversation into this folder, as a scenario", "", "DIR"),
    Option("json", "write the results in the versioned JSON format", "", "PATH"),
    Option("screens", "folder for how failed pages looked", "escalation-screens", "DIR"),
    Option("html", "write a report that opens in any browser", "", "PATH"),
)


def add_options(parser: pytest.Parser) -> None:
    """Register every option in one group, and each as an ini key too."""
    group = parser.getgroup("escalation", "escalation-tests: does the bot hand over as promised?")
    for option in OPTIONS:
        extra: dict[str, Any] = {"choices": option.choices} if option.choices else {}
        if not option.choices:
            extra["metavar"] = option.metavar
        default = f" (default: {option.default})" if option.default else ""
        group.addoption(
            option.flag, dest=option.key, default=None, help=option.help + default, **extra
        )
        parser.addini(option.key, option.help + default, default=option.default)


def setting(config: pytest.Config, name: str) -> str:
    """The value of a setting: the command line's, else the ini file's, else the default."""
    option = next(option for option in OPTIONS if option.name == name)
    given = config.getoption(option.key)
    return str(given if given is not None else config.getini(option.key))


def number(config: pytest.Config, name: str, least: float = 0) -> float | None:
    """A setting as a number; None when it is not set. Raises `pytest.UsageError`."""
    text = setting(config, name).strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if value < least:
        raise pytest.UsageError(
            f"--escalation-{name}: expected a number from {least:g}, got {text!r}"
        )
    return value


def seed(config: pytest.Config) -> int:
    """The run's seed; `random` is drawn once and stays for all workers."""
    if setting(config, "seed") == "random":
        config.option.escalation_seed = str(secrets.randbelow(2**31))
    return int(number(config, "seed") or 0)


def shown(path: Path, config: pytest.Config) -> str:
    """A path as people type it: relative to where they are, where that is shorter."""
    base = config.invocation_params.dir
    return os.path.relpath(path, base) if path.is_relative_to(config.rootpath) else str(path)
