"""A conversation in the order of its times: what was said, signalled and delivered."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from escalation_tests.model.deed import Does
from escalation_tests.model.handoff import Source
from escalation_tests.reporting.wording import queue_named


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the chronicle; texts are as they came."""

    at: float
    turn: int
    who: str
    """customer, bot, human, system, signal or desk."""
    text: str
    mark: str = ""
    """`trigger`, `handoff`, `refused`, or empty."""
    note: str = ""
    """What a reader must know about it."""


def chronicle(entry: Mapping[str, Any]) -> list[Happening]:
    """Everything that happened, by time; at equal times by turn, words before deliveries."""
    said = [_said(message, entry) for message in entry["transcript"]]
    signalled = [_signalled(signal) for signal in entry["signals"]]
    held = [_held(handoff) for handoff in entry["handoffs"]]
    relayed = [
        Happening(message["at"], 0, "desk", message["text"], "", "the customer's message arrived")
        for message in entry["relayed"]
    ]
    acted = [_acted(deed) for deed in entry["deeds"]]
    return sorted(acted + said + signalled + held + relayed, key=_place)


def _place(happening: Happening) -> tuple[float, float]:
    """Time and turn; what reached the desk without a turn comes after what was said."""
    unknown = happening.who == "desk" and happening.turn == 0
    return happening.at, inf if unknown else happening.turn


def _said(message: Mapping[str, Any], entry: Mapping[str, Any]) -> Happening:
    mark = "trigger" if message.get("trigger_turn") else ""
    note = _due_note(entry) if mark else _turn_note(message, entry)
    if message.get("reads", "none") != "none":
        says = f" ({', '.join(message['says'])})" if message["says"] else ""
        note = f"reads: {message['reads']}{says}"
    return Happening(
        message["at"], message["turn"], message["speaker"], message["text"], mark, note
    )


def _due_note(entry: Mapping[str, Any]) -> str:
    trigger = entry["trigger"]
    by_turn = f"by turn {trigger['by_turn']} at the latest"
    return f"{trigger['expected']} comes due: handoff {by_turn}"


def _turn_note(message: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    if message["speaker"] != "customer":
        return ""
    turn = next((turn for turn in entry["turns"] if turn["number"] == message["turn"]), None)
    if turn is None:
        return ""
    if turn["after"]:
        return "after the handoff"
    return "pressing on" if turn["pressed"] else ""


def _signalled(signal: Mapping[str, Any]) -> Happening:
    text = f"handoff signal, queue {queue_named(signal['queue'])}"
    return Happening(signal["at"], signal["turn"], "signal", text, "handoff")


def _acted(deed: Mapping[str, Any]) -> Happening:
    """A person's deed; what they say is told once more where the customer reads it."""
    words = {
        Does.ACCEPTS: "a person takes the conversation",
        Does.SAYS: f"a person writes: {deed['text']}",
        Does.TRANSFERS: f"a person passes it on to {queue_named(deed['queue'])}",
        Does.GIVES_BACK: "a person gives it back to the bot",
    }
    mark = note = ""
    if deed["refused"] is not None:
        mark, note = "refused", f"refused with {deed['refused']}"
    text = words[Does(deed["does"])]
    return Happening(deed["at"], deed["turn"], "desk", text, mark, note)


def _held(handoff: Mapping[str, Any]) -> Happening:
    parts = [f"handoff {_done(handoff)}, queue {queue_named(handoff['queue'])}"]
    if handoff["priority"]:
        parts.append(f"priority {handoff['priority']}")
    mark = "handoff" if handoff["accepted"] else "refused"
    return Happening(handoff["at"], handoff["turn"], "desk", ", ".join(parts), mark)


def _done(handoff: Mapping[str, Any]) -> str:
    """What became of a delivery; one that was only seen in the bot's reply proves nothing."""
    if handoff["source"] == Source.REPLY:
        return "asked for in the bot's reply"
    done = "accepted" if handoff["accepted"] else "refused"
    return f"{done} with {handoff['status']}" if handoff["status"] else done
