"""What a message says about reaching a human.

Each sentence is searched for *frames* (a transfer, a person arriving, nobody there …) and each
frame is judged by its *mood*: asserted, conditional or asked, impossible, denied, long past.
Then the message as a whole is weighed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from escalation_tests.checks.reading.finding import Found, Span
from escalation_tests.checks.reading.words import MARKS
from escalation_tests.model.reading import Reads


class Kind(Enum):
    """What one frame turned out to say."""

    LIVE = auto()
    """The customer is being handed over, or the person is here."""
    LATER = auto()
    """The case was handed over, or somebody will write or call."""
    OFFER = auto()
    ASKED = auto()
    """An offer put as a question."""
    ABSENT = auto()


@dataclass(frozen=True, slots=True)
class Event:
    """One frame of the message and where it stands."""

    kind: Kind
    sentence: int
    at: int


_MOODY = {
    "transfer": Kind.LIVE,
    "arrival": Kind.LIVE,
    "joined": Kind.LIVE,
    "casework": Kind.LATER,
    "callback": Kind.LATER,
}


def events(rows: Sequence[Found]) -> tuple[Event, ...]:
    """All that the sentences say about reaching a human, in order."""
    return tuple(
        Event(kind, number, at) for number, row in enumerate(rows) for at, kind in _said(row)
    )


def _said(row: Found) -> list[tuple[int, Kind]]:
    masks = list(row.longest("elsewhere"))
    advice = list(row.longest("advice"))
    supposed = row.question or row.has("if")
    absent = (
        []
        if supposed or row.has("past")
        else [*_open(row, "absent", masks), *_lacking(row, masks)]
    )
    said = [(at, kind) for at, kind in _stated(row, masks + advice + absent)]
    said += [(span[0], _wish(row)) for span in _open(row, "choice", masks)]
    said += [(at, Kind.ABSENT) for at, _ in absent]
    if supposed:
        wishes = _open(row, "wish", masks)
        said += [(at, _wish(row)) for at, _ in wishes if _wishes(row, at, advice)]
    return sorted(said or _loosely(row, masks + advice), key=lambda pair: pair[0])


def _loosely(row: Found, masks: Sequence[Span]) -> list[tuple[int, Kind]]:
    """What the sentence says by the mere company of its words, whatever their order: a person,
    the customer and a verb of passing on or helping. Not if a frame was found and judged.
    """
    people = [span for span in row.longest("human") if not _masked(span, masks)]
    if not people or row.has("if") or not row.has("customer"):
        return []
    if row.question and row.has("ask_issue"):
        return []
    if any(True for name in _MOODY for _ in _open(row, name, masks)):
        return []
    judged = [
        (span[0], _judged(row, span, Kind.LATER, "does")) for span in _open(row, "does", masks)
    ]
    return [(at, kind) for at, kind in judged if kind is not None][:1]


def _lacking(row: Found, masks: Sequence[Span]) -> Iterator[Span]:
    """The places in whose clauses a person, or the transfer, is busy, gone, or not free."""
    for start, end in _clauses(row):
        if not row.has("someone", start, end) and not row.has("handover", start, end):
            continue
        spans = [span for span in row.spans("busy") if start <= span[0] < end]
        if row.has("not", start, end):
            spans += [span for span in row.spans("free") if start <= span[0] < end]
        yield from (span for span in spans if not _masked(span, masks))


def _clauses(row: Found) -> Iterator[Span]:
    marks = {at for at, token in enumerate(row.tokens) if token in MARKS}
    cuts = sorted(marks | {at for at, _ in row.spans("breaks")})
    yield from zip(cuts, [*cuts[1:], len(row.tokens)], strict=True)


def _wish(row: Found) -> Kind:
    return Kind.ASKED if row.question else Kind.OFFER


def _wishes(row: Found, at: int, advice: Sequence[Span]) -> bool:
    """Whether the wish is the customer's own and not mere advice whom to ask."""
    if row.question:
        return not row.has("asked_before")
    return not any(begin <= at < stop for begin, stop in advice)


def _stated(row: Found, masks: Sequence[Span]) -> Iterator[tuple[int, Kind]]:
    for name, kind in _MOODY.items():
        for span in _open(row, name, masks):
            judged = _judged(row, span, kind, name)
            if judged is not None:
                yield span[0], judged


def _open(row: Found, name: str, masks: Sequence[Span]) -> Iterator[Span]:
    """The frames of that name that do not speak of something else."""
    yield from (span for span in row.spans(name) if not _masked(span, masks))


def _masked(span: Span, masks: Sequence[Span]) -> bool:
    return any(span[0] < stop and begin <= span[1] for begin, stop in masks)


def _judged(row: Found, span: Span, kind: Kind, name: str) -> Kind | None:
    """What a frame says in its mood; None if it denies it or tells an old story."""
    start, end = row.clause(span)
    if row.has("past"):
        return None
    if row.has("cannot", start, end):
        return Kind.ABSENT if name == "transfer" else None
    if row.has("not", start, end):
        return None
    if row.question:
        return None if row.has("asked_before") else Kind.ASKED
    return Kind.OFFER if row.has("if") or row.has("can", start, end) else kind


def weigh(said: Sequence[Event], consent: bool) -> Reads:
    """The one thing that the message as a whole says; `consent`: it asks for a yes first."""
    last = {event.kind: (event.sentence, event.at) for event in said}
    live = last.get(Kind.LIVE)
    absent = last.get(Kind.ABSENT)
    if absent is not None:
        return Reads.ANNOUNCES if live is not None and live > absent else Reads.UNAVAILABLE
    asked = Kind.ASKED in last
    if live is not None and not consent:
        return Reads.ANNOUNCES
    if Kind.LATER in last and not (consent or asked):
        return Reads.ANNOUNCES
    return Reads.OFFERS if last else Reads.NONE
