"""Reports for a browser: self-contained, without any outside resource, safe for any text."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from escalation_tests.model.exercise import DIMENSIONS
from escalation_tests.reporting.misread import advice
from escalation_tests.reporting.tallies import EXERCISED
from escalation_tests.reporting.text import visible
from escalation_tests.reporting.values import number, told
from escalation_tests.reporting.views import View, view
from escalation_tests.reporting.wording import LEGS, NEXT_STEPS, NOW, PROMISES, VERDICTS
from escalation_tests.reporting.writing import write_whole

if TYPE_CHECKING:
    from jinja2 import Environment

_TILES = {
    "passed": "kept every promise",
    "failed": "broke a promise",
    "error": "could not be judged",
    "skipped": "not observable",
}
_KINDS = {
    "same": "=",
    "speaker": "other speaker",
    "changed": "changed",
    "missing": "missing",
    "later": "with it or later",
    "added": "never said",
}
_MARKS = {"handoff": "\u21c4", "refused": "\u2716", "relayed": "\u2192"}
_PARTS = {"held": "held", "partly": "partly", "broken": "broken", "not-observable": "hidden-part"}


def report_html(results: Mapping[str, Any]) -> str:
    """The whole run as one HTML page; conversations are folded."""
    views = [view(entry) for entry in _worst_first(results["conversations"])]
    anchors = {one.entry["id"]: f"c{number}" for number, one in enumerate(views, 1)}
    template = _environment().get_template("report.html.j2")
    return template.render(
        **results,
        csp=_policy("report.css", "report.js"),
        css=_asset("report.css"),
        js=_asset("report.js"),
        total=len(views),
        tiles=_TILES,
        dimensions=DIMENSIONS,
        promises=_promise_rows(results["summary"]["promises"]),
        filters=_filters(views),
        views=views,
        anchors=anchors,
    )


def write(path: Path, results: Mapping[str, Any]) -> None:
    """Write the report; a reader never sees half of it."""
    write_whole(path, report_html(results))


def transcript_html(entry: Mapping[str, Any]) -> str:
    """One conversation as a page of its own."""
    return _standalone("transcript.html.j2", entry)


def context_diff_html(entry: Mapping[str, Any]) -> str:
    """What was said beside what the desk holds, as a page of its own."""
    return _standalone("difference.html.j2", entry)


def _standalone(template: str, entry: Mapping[str, Any]) -> str:
    return (
        _environment()
        .get_template(template)
        .render(entry=entry, view=view(entry), csp=_policy("report.css"), css=_asset("report.css"))
    )


@cache
def _environment() -> "Environment":
    """The templates, compiled once; everything they are given is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("escalation_tests.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters.update(visible=_visible, shown=_shown, percent=_percent, number=number)
    environment.globals.update(
        verdicts=VERDICTS,
        legs=LEGS,
        next_steps=NEXT_STEPS,
        advice=advice,
        now=NOW,
        kinds=_KINDS,
        marks=_MARKS,
    )
    return environment


def _visible(text: object) -> str:
    return visible(str(text))


def _shown(value: object) -> str:
    """A piece of evidence or a field of the desk's record."""
    return "\n".join(told(value))


def _percent(share: float | None) -> str:
    return "\u2013" if share is None else f"{100 * share:.0f} %"


def _asset(name: str) -> str:
    """A file of ours, to be put into the page unchanged."""
    from markupsafe import Markup

    text = files("escalation_tests.reporting").joinpath("templates", name).read_text("utf-8")
    return Markup(text)  # noqa: S704 # comes with the package


def _policy(style: str, script: str | None = None) -> str:
    """A content security policy under which only our own style and script count."""
    rules = ["default-src 'none'", "img-src data:", f"style-src {_hash(style)}", "base-uri 'none'"]
    rules += [f"script-src {_hash(script)}"] if script else []
    return "; ".join([*rules, "form-action 'none'"])


def _hash(name: str) -> str:
    digest = sha256(_asset(name).encode("utf-8")).digest()
    return f"'sha256-{b64encode(digest).decode('ascii')}'"


def _worst_first(entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    order = ("failed", "error", "skipped", "passed")
    return sorted(entries, key=lambda entry: order.index(entry["verdict"]))


def _filters(views: Sequence[View]) -> dict[str, list[str]]:
    """What can be chosen from, by the name of the filter."""
    entries = [one.entry for one in views]
    choices = {
        "verdict": {entry["verdict"] for entry in entries},
        "promise": {promise for one in views for promise in one.broken},
        "trigger": {entry["trigger"]["expected"] or "none" for entry in entries},
        "persona": {entry["persona"] for entry in entries},
        "queue": {entry["queue"]["actual"] or "none" for entry in entries},
    }
    return {name: sorted(values) for name, values in choices.items()}


def _promise_rows(promises: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "words": PROMISES[name],
            "held": states["held"],
            "broken": states["broken"],
            "partly": states["partly"],
            "hidden": states["not-observable"],
            "unseen": not any(states[state] for state in EXERCISED),
            "look": "broken" if states["broken"] else "",
            "bar": _bar(states),
        }
        for name, states in promises.items()
    ]


def _bar(states: Mapping[str, int]) -> list[dict[str, Any]]:
    """The parts of a bar of 100 units."""
    total = sum(states[state] for state in _PARTS) or 1
    parts, x = [], 0.0
    for state, look in _PARTS.items():
        width = 100 * states[state] / total
        parts.append({"look": look, "x": round(x, 3), "width": round(width, 3)})
        x += width
    return parts
