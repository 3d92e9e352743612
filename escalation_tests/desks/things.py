"""From what a desk lists to deliveries: what is new or has changed since the last look."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from escalation_tests.contract.polling import Listing, PollDesk
from escalation_tests.desks.asking import Asker
from escalation_tests.desks.expressions import Expression
from escalation_tests.desks.mapping import HandoffMapper
from escalation_tests.desks.pages import Pages
from escalation_tests.desks.payload import text_of
from escalation_tests.desks.templates import Values, refuse_unknown, slots
from escalation_tests.errors import DeskError

Deliver = Callable[[Any, str], None]
"""Takes a payload and the desk's name of the thing that it shows, empty for a message."""

SINCE = {"since", "since_epoch"}
CONVERSATION = {"conversation_id", "token"}


@dataclass(slots=True)
class _Known:
    """What has been seen of one thing."""

    essence: str
    entries: set[str]


class Shelf:
    """What lies at a desk, as its configuration says where to look."""

    def __init__(self, desk: PollDesk, asker: Asker, mapper: HandoffMapper) -> None:
        """Raises `DeskError` for expressions and placeholders of no use."""
        where, listing = "desk.list", desk.list_
        self._listing = Pages(listing, asker, where)
        self._items = Expression(listing.items, f"{where}.items")
        self._id = Expression(listing.id, f"{where}.id")
        self._order = Expression(listing.order, f"{where}.order") if listing.order else None
        self._entries = Expression(desk.entries, "desk.entries") if desk.entries else None
        self._by_page = listing.paging is not None and listing.paging.page is not None
        self._mapper = mapper
        refuse_unknown(_written(listing), SINCE | CONVERSATION, where)
        self._details = [
            (detail.as_, Pages(detail, asker, at), Expression(detail.pick, f"{at}.pick"))
            for number, detail in enumerate(desk.details)
            for at in [f"desk.details.{number}"]
        ]
        for number, detail in enumerate(desk.details):
            known = SINCE | CONVERSATION | {"id", "item."}
            refuse_unknown(_written(detail), known, f"desk.details.{number}")

    async def everything(self, values: Values) -> dict[str, Any]:
        """Id → thing of all that is listed, in the order in which they were made.

        A thing that stands on two pages counts once, as the first of them shows it.
        """
        found: dict[str, Any] = {}
        async for reply in self._listing.replies(values):
            fresh = [pair for pair in self._page(reply) if pair[0] not in found]
            found |= dict(reversed(fresh))
            if self._by_page and not fresh:
                break
        return dict(sorted(found.items(), key=self._made)) if self._order else found

    async def with_details(self, identity: str, item: Any, values: Values) -> Any:
        """The thing with the answers to the further questions about it."""
        if not self._details:
            return item
        whole = dict(item) if isinstance(item, dict) else {"item": item}
        for name, pages, pick in self._details:
            asked = {**values, "id": identity, "item": item}
            whole[name] = _joined([pick.find(each) async for each in pages.replies(asked)])
        return whole

    def entries(self, thing: Any) -> Iterator[tuple[str, Any]]:
        """Name and payload of each later customer message within a thing."""
        found = self._entries.find(thing) if self._entries else None
        for number, entry in enumerate(found if isinstance(found, list) else ()):
            base = thing if isinstance(thing, dict) else {"item": thing}
            payload = {**base, "entry": entry}
            if self._mapper.is_message(payload):
                named = entry.get("id") if isinstance(entry, dict) else None
                yield str(named) if named is not None else f"#{number}", payload

    def _page(self, reply: Any) -> Iterator[tuple[str, Any]]:
        found = self._items.find(reply)
        if found is None:
            raise DeskError(
                "no-match",
                f"`{self._items.text}` (desk.list.items) matches nothing in the desk's answer",
                text_of(reply)[:500],
            )
        for item in found if isinstance(found, list) else [found]:
            identity = self._id.find(item)
            if identity is None or isinstance(identity, bool | dict | list):
                raise DeskError(
                    "no-match",
                    f"`{self._id.text}` (desk.list.id) finds no id in what the desk lists",
                    text_of(item)[:500],
                )
            yield str(identity), item

    def _made(self, pair: tuple[str, Any]) -> tuple[int, float, str]:
        """By time where it is a number, else by its text; ISO 8601 sorts by its text."""
        assert self._order is not None, "only things with an order are sorted"
        made = self._order.find(pair[1])
        if isinstance(made, int | float) and not isinstance(made, bool):
            return 0, float(made), ""
        return 1, 0.0, str(made)


class News:
    """Remembers what was delivered, and delivers what is not as it was."""

    def __init__(self, shelf: Shelf, deliver: Deliver) -> None:
        self._shelf, self._deliver = shelf, deliver
        self._known: dict[str, _Known] = {}
        self._before: frozenset[str] = frozenset()

    async def skip_what_is_there(self, values: Values) -> None:
        """What lies there now belongs to earlier runs and is never delivered."""
        self._before = frozenset(await self._shelf.everything(values))

    async def look(self, values: Values) -> bool:
        """Deliver what is new; returns whether anything was."""
        news = False
        for identity, item in (await self._shelf.everything(values)).items():
            essence = hashlib.sha256(text_of(item).encode("utf-8", "replace")).hexdigest()
            known = self._known.get(identity)
            if identity in self._before or (known and known.essence == essence):
                continue
            whole = await self._shelf.with_details(identity, item, values)
            told = known.entries if known else set()
            self._known[identity] = _Known(essence, told)
            self._deliver(whole, identity)
            for name, payload in self._shelf.entries(whole):
                if name not in told:
                    told.add(name)
                    self._deliver(payload, "")
            news = True
        return news


def _joined(found: list[Any]) -> Any:
    """What the pages of a further question come to."""
    if all(isinstance(each, list) for each in found):
        return [item for each in found for item in each]
    return found[0] if found else None


def _written(ask: Any) -> list[Any]:
    headers = [value.get_secret_value() for value in ask.headers.values()]
    return [ask.url, ask.query, ask.json_, headers]


def asks_for_conversation(listing: Listing) -> bool:
    """Whether each conversation is asked for by itself."""
    return bool(slots(_written(listing)) & CONVERSATION)
