"""The words by which bots are understood: the packaged YAML file per language, and users' own."""

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from escalation_tests.errors import AuthoringError, Problem

PACKAGED = ("de", "en", "es", "fr", "pt")
"""Languages that come with the package."""

_SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick safe loader where PyYAML was built with it."""

_QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_lexicon_data(extra: Sequence[Path] = ()) -> dict[str, Mapping[str, Any]]:
    """Language code → what its files say, the packaged ones first, extra ones merged into them.

    An extra file names its language by `language:` or by its file name (`en.yaml`,
    `en-shop.yaml`). Its lists are appended to those of the same name.

    Raises:
        AuthoringError: files that are missing, no YAML or no mapping; all of them at once.
    """
    data: dict[str, dict[str, Any]] = {code: _packaged(code) for code in PACKAGED}
    problems: list[Problem] = []
    for path in extra:
        try:
            own = _read(path)
        except AuthoringError as error:
            problems += error.problems
            continue
        code = str(own.get("language") or path.stem.split("-")[0].split(".")[0])
        data[code] = _merged(data.get(code, {}), own) | {"language": code}
    if problems:
        raise AuthoringError(problems)
    return dict(data)


def _packaged(code: str) -> dict[str, Any]:
    home = files("escalation_tests").joinpath("checks", "reading", "languages")
    text = home.joinpath(f"{code}.yaml").read_text(encoding="utf-8")
    loaded = yaml.load(text, Loader=_QUICK)  # noqa: S506 # a safe loader, and our own file
    assert isinstance(loaded, dict)
    return loaded


def _read(path: Path) -> dict[str, Any]:
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise AuthoringError([Problem(str(path), 0, "", f"cannot be read: {problem}")]) from None
    except yaml.YAMLError as problem:
        line = getattr(getattr(problem, "problem_mark", None), "line", -1) + 1
        raise AuthoringError([Problem(str(path), line, "", f"is no YAML: {problem}")]) from None
    if not isinstance(loaded, dict):
        raise AuthoringError([Problem(str(path), 1, "", "expected a mapping of lists")])
    return loaded


def _merged(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in own.items():
        merged[key] = _joined(merged.get(key), value)
    return merged


def _joined(old: Any, new: Any) -> Any:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return _merged(old, new)
    if isinstance(old, list) and isinstance(new, Iterable) and not isinstance(new, str | Mapping):
        return [*old, *new]
    return new
