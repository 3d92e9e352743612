"""Every way of seeing the human's side."""

from typing import Annotated

from pydantic import Field

from escalation_tests.contract.desk import ReplyDesk, WebhookDesk
from escalation_tests.contract.emulator import EmulatorDesk
from escalation_tests.contract.inprocess import PythonDesk
from escalation_tests.contract.mail import EmailDesk
from escalation_tests.contract.polling import PollDesk

DeskConfig = Annotated[
    WebhookDesk | ReplyDesk | PollDesk | EmailDesk | PythonDesk | EmulatorDesk,
    Field(discriminator="kind"),
]
"""How the human's side is seen; `kind` says by which observer."""
