"""The composition root: names and options become a run that can be played.

Nothing below it knows more than one room. Rooms are loaded where they are used, so that a command
or a run which does not need one does not pay for it.
"""

from escalation_tests.wiring.doctor import Examination, examine
from escalation_tests.wiring.hosting import DeskHost, host_desk
from escalation_tests.wiring.material import (
    cases_of,
    cases_of_file,
    check_reference,
    describe,
    file_schemas,
    left_out_of,
    load,
    preset_reference,
    reach_of,
    reader,
    reader_of,
    scripts_of_file,
    write_schemas,
)
from escalation_tests.wiring.run import Run, guest
from escalation_tests.wiring.settings import Relay, Settings

__all__ = [
    "DeskHost",
    "Examination",
    "Relay",
    "Run",
    "Settings",
    "cases_of",
    "cases_of_file",
    "check_reference",
    "describe",
    "examine",
    "file_schemas",
    "guest",
    "host_desk",
    "left_out_of",
    "load",
    "preset_reference",
    "reach_of",
    "reader",
    "reader_of",
    "scripts_of_file",
    "write_schemas",
]
