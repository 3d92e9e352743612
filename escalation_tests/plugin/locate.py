"""Finds the configuration of a run without reading it."""

from pathlib import Path

import pytest

from escalation_tests.plugin.options import setting

NAMES = ("escalation.yaml", "escalation.yml")


def locate(config: pytest.Config) -> Path | None:
    """The configuration file: the option's, one named on the command line, or the nearest.

    Raises `pytest.UsageError` when the option names a file that does not exist.
    """
    named = setting(config, "config")
    if named:
        return _named(config, named)
    arguments = [_path(config, argument) for argument in config.args]
    for path in arguments:
        if path.name in NAMES and path.is_file():
            return path
    for folder in (*arguments, config.invocation_params.dir, config.rootpath):
        found = _in_or_above(folder if folder.is_dir() else folder.parent, config.rootpath)
        if found:
            return found
    return None


def _named(config: pytest.Config, named: str) -> Path:
    for base in (config.invocation_params.dir, config.rootpath):
        if (base / named).is_file():
            return (base / named).resolve()
    raise pytest.UsageError(f"--escalation-config: there is no file {named!r}")


def _path(config: pytest.Config, argument: str) -> Path:
    return (config.invocation_params.dir / argument.split("::", 1)[0]).resolve()


def _in_or_above(folder: Path, root: Path) -> Path | None:
    """The configuration in `folder` or between it and the rootdir."""
    for place in (folder, *folder.parents):
        for name in NAMES:
            if (place / name).is_file():
                return place / name
        if place == root or root not in place.parents:
            return None
    return None
