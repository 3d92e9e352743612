"""Ways out where nobody is there, in the words of five languages and the phrases of `phrase.py`.

Each language says what offers a `callback`, makes a case of it (`ticket`), asks the customer to
write (`message`), tells the opening `hours`, or `until` when nobody is there; what speaks of
parcels, banks or couriers (`elsewhere`); what denies (`not`), and where a clause begins
(`breaks`). The other lists are used by these.
"""

from escalation_tests.checks.ways.de import LISTS as _DE
from escalation_tests.checks.ways.en import LISTS as _EN
from escalation_tests.checks.ways.es import LISTS as _ES
from escalation_tests.checks.ways.fr import LISTS as _FR
from escalation_tests.checks.ways.pt import LISTS as _PT

WAYS = {"de": _DE, "en": _EN, "es": _ES, "fr": _FR, "pt": _PT}
"""Language code → list → its phrases."""
