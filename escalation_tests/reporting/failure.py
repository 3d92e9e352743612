"""The text that a broken, unplayable or unseen conversation leaves in the terminal."""

from collections.abc import Iterator, Mapping
from typing import Any

from escalation_tests.model.record import Trouble
from escalation_tests.model.secrets import Secrets
from escalation_tests.reporting import told
from escalation_tests.reporting.evidence import findings
from escalation_tests.reporting.keeping import Keeper
from escalation_tests.reporting.paint import Paint, padded
from escalation_tests.reporting.scroll import scroll
from escalation_tests.reporting.text import cut, one_line, wrapped
from escalation_tests.reporting.wording import LEGS, NEXT_STEPS, NOW, headline

__all__ = ["failure_text", "headline", "trouble_text"]

RECEIVED = 1_200
"""Characters of what did arrive."""


def failure_text(entry: Mapping[str, Any], color: bool = False, width: int = 100) -> str:
    """What a person needs to see of this conversation, without a trailing line break.

    Nothing in it can steer a terminal: control characters are shown as escapes.

    Args:
        entry: the conversation object.
        color: whether to use terminal colours.
        width: columns of the terminal.
    """
    paint = Paint(color)
    sections = (
        _head(entry, paint, width),
        _trouble(entry, paint, width),
        scroll(entry, paint, width),
        _witnesses(entry, paint),
        findings(entry, paint, width),
        _unseen(entry, paint, width),
        _foot(entry, paint),
    )
    blocks = ("\n".join(lines) for section in sections if (lines := list(section)))
    return "\n\n".join(blocks)


def trouble_text(trouble: Trouble, secrets: Secrets, width: int = 100) -> str:
    """What a person needs to see of a bot or desk that could not be used."""
    error = told.trouble(trouble, Keeper(secrets))
    entry = {"verdict": "error", "error": error}
    head = wrapped(headline(entry), width)
    return "\n".join((*head, "", *_trouble(entry, Paint(False), width)))


def _head(entry: Mapping[str, Any], paint: Paint, width: int) -> Iterator[str]:
    style = {"failed": "red", "error": "magenta", "skipped": "yellow"}.get(
        entry["verdict"], "green"
    )
    for line in wrapped(headline(entry), width):
        yield paint(line, "bold", style)
    yield one_line(entry["id"], 1_000)
    if entry["about"]:
        yield from (f"  {line}" for line in wrapped(one_line(entry["about"], 400), width - 2))
    yield paint(f"  {_who(entry)}", "dim")
    if then := entry["then"]:
        told = f"frozen for {then['check']}: {one_line(then['message'], 300)}"
        yield from (f"  {line}" for line in wrapped(f"{told} Now: {NOW[then['now']]}.", width - 2))


def _who(entry: Mapping[str, Any]) -> str:
    parts = [f"persona {entry['persona']}"]
    parts += [f"topic {entry['topic']}"] if entry["topic"] else []
    trigger = entry["trigger"]["expected"]
    parts.append(f"trigger {trigger}" if trigger else "nothing in it calls for a handoff")
    parts += [f"language {entry['language']}", f"seed {entry['seed']}"]
    parts += [f"fault {fault['leg']} {fault['name']}" for fault in entry["faults"]]
    return one_line(", ".join(parts), 400)


def _trouble(entry: Mapping[str, Any], paint: Paint, width: int) -> Iterator[str]:
    error = entry["error"]
    if not error:
        return
    when = f"turn {error['turn']}" if error["turn"] else "before the first turn"
    yield paint(f"{LEGS[error['leg']]}, {when}: {error['kind']}", "bold")
    yield from (f"  {line}" for line in wrapped(error["message"], width - 2))
    if error["leg"] != "suite":
        arrived = cut(error["received"], RECEIVED) or "nothing"
        yield "  what did arrive:"
        yield from (f"  | {line}" for line in wrapped(arrived, width - 4)[:20])
    step = NEXT_STEPS.get(error["kind"])
    if step:
        yield f"  next step: {step}"


def _witnesses(entry: Mapping[str, Any], paint: Paint) -> Iterator[str]:
    yield paint("who says that a handoff took place", "bold")
    for name, said, turn in witness_rows(entry):
        style = {"yes": "green", "no": "red"}.get(said.split(",")[0], "yellow")
        yield f"  {padded(name, 24)}{paint(padded(said, 16), style)}{turn}".rstrip()


def witness_rows(entry: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Witness, what it says, and at which turn; three rows."""
    said = entry["witnesses"]
    desk, refused = said["desk"], said["refused"]
    held = "not observable" if desk is None else f"yes, {desk} times" if desk > 1 else _yes(desk)
    if refused:
        held += f", {refused} refused"
    return [
        ("the bot's signal", _yes(said["signal"]), _at(said["signal_turn"])),
        ("words to the customer", _yes(said["notice"]), _at(said["notice_turn"])),
        ("the desk", held, "" if desk is None else _at(said["desk_turn"])),
    ]


def _yes(said: bool | int | None) -> str:
    return "not observable" if said is None else "yes" if said else "no"


def _at(turn: int | None) -> str:
    return "" if turn is None else f"turn {turn}"


def _unseen(entry: Mapping[str, Any], paint: Paint, width: int) -> Iterator[str]:
    """What could not be observed or was never exercised."""
    words = {"not-observable": "not observable", "not-exercised": "never exercised"}
    for status, title in words.items():
        found = [judged for judged in entry["judged"] if judged["status"] == status]
        if found:
            yield paint(title, "bold")
        for judged in found:
            reason = f": {judged['reason']}" if judged["reason"] else ""
            text = one_line(f"{judged['check']}{reason}", 300)
            yield from (f"  {line}" for line in wrapped(text, width - 2))


def _foot(entry: Mapping[str, Any], paint: Paint) -> Iterator[str]:
    trials = entry["trials"]
    if trials["run"] > 1:
        counts = f"{trials['passed']} of {trials['run']} passed, {trials['required']} required"
        yield f"trials: {counts}; trial {trials['shown']} is shown"
    for screen in entry["screens"]:
        hint = " (playwright show-trace opens it)" if screen["name"] == "trace" else ""
        yield f"{screen['name']}: {one_line(screen['path'], 1_000)}{hint}"
    yield paint(f"reproduce: {one_line(entry['reproduce'], 2_000)}", "bold")
