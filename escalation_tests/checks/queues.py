"""Queue names as the policy, desks and customers write them."""

import re

from escalation_tests.checks.texts import folded, spoken, words
from escalation_tests.contract.policy import Routing

_TEAM = (
    r"(?:team|department|desk|queue|specialist|specialists|agent|agents|colleague|colleagues|"
    r"support|experts?|abteilung|kollegen|spezialisten|equipe|equipo|departamento|service|"
    r"departement|cola|fila|especialistas?|setor|area)"
)
_LINK = r"(?:\s(?:de|del|da|do|des|du|la|el|le|les|fur|the|our|of|for|d|l))*"


def same_queue(one: str, other: str) -> bool:
    """Whether two names are one queue, whatever their case and separators."""
    return spoken(one) == spoken(other)


def known_queues(routing: Routing) -> list[str]:
    """Every queue that the policy names, sorted."""
    also = {queue for queues in routing.also.values() for queue in queues}
    return sorted(queue for queue in routing.promised | set(routing.also) | also if queue)


def leads_to_bot(routing: Routing, queue: str) -> bool:
    """Whether the queue is one of the bot's own."""
    return any(same_queue(queue, name) for name in routing.bot_queues)


def names_queue(text: str, queue: str) -> bool:
    """Whether the text names the queue as words."""
    name = folded(spoken(queue)).strip()
    return bool(name) and f" {name} " in folded(text)


def names_team(text: str, queue: str) -> bool:
    """Whether the text names the queue as a team: `the billing team`, `equipo de billing`."""
    name = re.escape(folded(spoken(queue)).strip())
    pattern = rf"\s{name}\s{_TEAM}\s|\s{_TEAM}{_LINK}\s{name}\s"
    return bool(name) and re.search(pattern, folded(text)) is not None


def hints_at(text: str, stand_in: str, instead_of: str) -> bool:
    """Whether the text names what sets the stand-in apart from the queue it stands in for."""
    own = [word for word in words(spoken(stand_in)) if word not in words(spoken(instead_of))]
    said = folded(text)
    return any(f" {folded(word).strip()} " in said for word in own)
