"""`escalation.yaml`: the bot, the desk, the promise."""

from typing import Annotated, Literal

from pydantic import Field

from escalation_tests.contract.bot import Patterns
from escalation_tests.contract.bots import BotConfig
from escalation_tests.contract.desk import ServedDesk
from escalation_tests.contract.desks import DeskConfig
from escalation_tests.contract.mail import EmailDesk
from escalation_tests.contract.policy import Policy
from escalation_tests.contract.shape import Name, Words, Written
from escalation_tests.contract.topic import FactRule, StepRule, Topic

Target = Annotated[str | int | float, Field(examples=["0%", "<= 2%", "<= 1"])]
"""A goal: a number or share, alone (equal or better) or behind `<=`, `<`, `>=`, `>`."""


class Goals(Written):
    """Measurable goals of the whole run, checked at its end."""

    missed_escalations: Target | None = None
    """Share of due handoffs that did not come in time."""
    needless_escalations: Target | None = None
    """Share of conversations without cause that were handed over."""
    context_loss: Target | None = None
    """Share of handoffs with a broken context promise."""
    misrouted: Target | None = None
    """Share of handoffs in a wrong queue, priority or language."""
    untold_customers: Target | None = None
    """Share of handoffs with a broken notice promise."""
    median_turns_to_handoff: Target | None = None
    """Median of customer turns from due to handoff."""


class Suite(Written):
    """Which conversations are made from this file alone."""

    matrix: Literal["covering", "full", "off"] = "covering"
    """`covering`: each pair of persona, trigger and topic at least once; `full`: all of them."""
    library: bool = True
    """Also the scenarios that come with the plugin, as far as the policy promises what they
    test."""
    personas: Words = ("all",)
    """Names of personas, or `all`."""
    trials: int = Field(default=1, ge=1, le=1000)
    """How often each conversation of the matrix is played."""
    require: int | None = Field(default=None, ge=1)
    """How many trials must pass; None: all."""


class EscalationConfig(Written):
    """Everything about the bot under test."""

    bot: BotConfig
    desk: DeskConfig | None = None
    """Absent: whatever concerns the human's side is reported as not observable."""
    policy: Policy
    topics: dict[Name, Topic] = Field(min_length=1)
    facts: dict[Name, FactRule] = {}
    """Facts beyond the known ones, or other values for these: `account_id`, `amount`, `company`,
    `customer_id`, `email`, `iban`, `invoice_id`, `name`, `order_id`, `phone`, `postcode`,
    `serial_number`, `ticket_id`, `tracking_id`."""
    steps: dict[Name, StepRule] = {}
    """Steps that customers may have tried, beyond the known ones: `called_courier`,
    `checked_spam`, `cleared_cache`, `contacted_bank`, `help_article`, `password_reset`,
    `restarted_app`, `waited`."""
    patterns: dict[str, Patterns] = {}
    """Language → the shop's own wordings."""
    lexicons: Words = ()
    """Files with more words of a language, by which the bot's messages are read."""
    goals: Goals = Goals()
    suite: Suite = Suite()
    scenarios: Words = ("scenarios",)
    """Folders with the shop's own scenarios, relative to this file."""
    personas: Words = ("personas",)
    """Folders with the shop's own personas, relative to this file."""

    @property
    def disturbable(self) -> bool:
        """Whether the run answers in the desk's place, and so can refuse."""
        return isinstance(self.desk, ServedDesk | EmailDesk)
