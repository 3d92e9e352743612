"""Which facts a message asks the customer to give.

A fact is asked for when its name stands in the reach of a request ("could you give me …", "I'll
need …", "what is …"), or alone with a question mark or a please. Reading a value back for a yes
or no is not asking, and neither is naming a fact in passing ("so that I can find your order
number").
"""

from collections.abc import Iterator, Sequence

from escalation_tests.checks.reading.finding import Found, Span
from escalation_tests.checks.reading.words import MARKS

PASSING = "_"
"""Name of the list of namings that mean something else, such as "the name of the hotel"."""

BRIEF = 9
"""Words of a sentence that may ask by a mere name and a question mark."""


def asked(rows: Sequence[Found], facts: Sequence[str]) -> set[str]:
    """Names of the facts that the sentences ask for."""
    found: set[str] = set()
    listing = False
    for number, row in enumerate(rows):
        whole = {fact for fact in facts if row.has(f"ask_{fact}")}
        named = _named(row, facts)
        if listing and named and not row.has("request") and len(row.tokens) <= 25:
            found |= {fact for fact, _ in named}
        elif named:
            found |= set(_requested(row, named, number, rows))
        found |= whole
        listing = (row.opens and _requests(row)) or (listing and _continues(row, named))
    return found - {"zip", PASSING} if "address" in found else found - {PASSING}


def _continues(row: Found, named: Sequence[tuple[str, Span]]) -> bool:
    """The list goes on: another name, a heading, or the bare number of an item."""
    return bool(named) or row.opens or len(row.tokens) <= 2


def _requests(row: Found) -> bool:
    return row.has("request") or row.has("wanted")


def _named(row: Found, facts: Sequence[str]) -> list[tuple[str, Span]]:
    """The facts named in the sentence; of overlapping names only the longest."""
    every: list[tuple[str, Span]] = [
        (fact, span) for fact in facts for span in row.longest(f"fact_{fact}")
    ]
    return [
        (fact, (start, end))
        for fact, (start, end) in every
        if fact != PASSING
        and not any(
            begin <= start and end <= stop and stop - begin > end - start
            for _, (begin, stop) in every
        )
    ]


def _requested(
    row: Found, named: Sequence[tuple[str, Span]], number: int, rows: Sequence[Found]
) -> Iterator[str]:
    valued = _shows_value(row) or (number > 0 and _shows_value(rows[number - 1]))
    for fact, span in named:
        told = row.question and row.has("given", span[1], span[1] + 3)
        if (valued or told) and row.has("read_back"):
            continue
        if _in_reach(row, span) or _bare(row, span):
            yield fact


def _shows_value(row: Found) -> bool:
    """The sentence holds something that looks like a value: a number, a code, an address."""
    return any("@" in token or sum(map(str.isdigit, token)) > 1 for token in row.tokens)


def _in_reach(row: Found, span: Span) -> bool:
    """A request stands before the name with no purpose in between, or in the same clause."""
    stops = [at for at, _ in row.spans("stop")]
    denials = list(row.longest("not_asked"))
    for begin, end in [*row.spans("request"), *row.spans("wanted")]:
        if begin <= span[0]:
            denied = any(at <= span[0] and _rules(row, close, begin) for at, close in denials)
            if not denied and not any(end <= at <= span[0] for at in stops):
                return True
        elif span[1] <= begin and not denials and not _parted(row, span[1], begin, stops):
            return True
    return False


def _rules(row: Found, close: int, begin: int) -> bool:
    """A denial that ends at `close` still rules a request that begins at `begin`."""
    return begin - close <= 2 and not any(token in MARKS for token in row.tokens[close:begin])


def _parted(row: Found, start: int, end: int, stops: Sequence[int]) -> bool:
    between = range(start, end)
    return any(row.tokens[at] in MARKS for at in between) or any(at in between for at in stops)


def _bare(row: Found, span: Span) -> bool:
    """The name is all there is, with a question mark or a please."""
    if len(row.tokens) > BRIEF or _shows_value(row) or row.has("not_asked"):
        return False
    return row.has("politely") or (row.question and span[1] >= len(row.tokens) - 1)
