"""What the desk holds."""

from collections import OrderedDict
from dataclasses import dataclass, field

from escalation_tests.demo.wire import sendable

KEPT = 2_000
"""Conversations; the oldest is dropped first."""
HELD = 256_000_000
"""Bytes of all of them."""


@dataclass(slots=True)
class Case:
    """What arrived about one conversation, each delivery as JSON."""

    conversation: str
    deliveries: list[bytes] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return sum(len(delivery) for delivery in self.deliveries)

    def as_json(self) -> bytes:
        """The conversation's id and its deliveries."""
        name, deliveries = sendable(self.conversation), b",".join(self.deliveries)
        return b'{"conversation_id":%b,"deliveries":[%b]}' % (name, deliveries)


class Cases:
    """The conversations that the desk holds."""

    def __init__(self, kept: int = KEPT, held: int = HELD) -> None:
        self._kept, self._held = kept, held
        self._cases: OrderedDict[str, Case] = OrderedDict()
        self._ids: set[str] = set()
        self._size = 0
        self.changes = 0
        """Deliveries kept so far: whoever saw this number before has seen all."""

    def has(self, id_: str) -> bool:
        """Whether a delivery of this id is held."""
        return id_ in self._ids

    def keep(self, conversation: str, id_: str, delivery: bytes) -> None:
        """Hold a delivery; an empty id is none."""
        case = self._cases.setdefault(conversation, Case(conversation))
        case.deliveries.append(delivery)
        self._size += len(delivery)
        self.changes += 1
        if id_:
            case.ids.add(id_)
            self._ids.add(id_)
        while len(self._cases) > self._kept or self._size > self._held:
            _, dropped = self._cases.popitem(last=False)
            self._ids -= dropped.ids
            self._size -= dropped.size

    def latest(self, number: int | None = None) -> bytes:
        """The newest cases, or all, the newest first, as a JSON list."""
        newest = list(reversed(self._cases.values()))[:number]
        return b"[%b]" % b",".join(case.as_json() for case in newest)

    def of(self, conversation: str) -> bytes | None:
        """The deliveries of one conversation as a JSON list; None for an unknown one."""
        case = self._cases.get(conversation)
        return None if case is None else b"[%b]" % b",".join(case.deliveries)
