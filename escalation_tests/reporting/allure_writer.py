"""Turns a conversation into an Allure result, by allure-commons' own hooks and model.

allure-pytest finishes a result only after the item's teardown. So what we know is kept until
the finished result is reported, and laid over it then, before anything is written.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol
from uuid import uuid4

import allure_commons
from allure_commons.model2 import (
    ATTACHMENT_PATTERN,
    Attachment,
    Label,
    Parameter,
    StatusDetails,
    TestResult,
    TestStepResult,
)

from escalation_tests.reporting.allure_result import (
    Attached,
    StepOf,
    attachments,
    description,
    digest,
    labels,
    message,
    milliseconds,
    parameters,
    status,
    steps,
    times,
)
from escalation_tests.reporting.failure import failure_text


class AllureReporter(Protocol):
    """What we need of allure-pytest's reporter."""

    def get_test(self, uuid: str | None) -> Any | None:
        """The test result of this id; without one, of the item that runs now."""


class AllureWriter:
    """Holds what is known of unfinished items, by the id of their Allure result."""

    def __init__(self, reporter: AllureReporter) -> None:
        self._reporter = reporter
        self._told: dict[str, tuple[str, Mapping[str, Any]]] = {}

    def enlist(self) -> Callable[[], None]:
        """Ask allure-commons to be called; returns what ends it."""
        allure_commons.plugin_manager.register(self)
        return lambda: allure_commons.plugin_manager.unregister(self)

    def tell(self, item_id: str, entry: Mapping[str, Any]) -> None:
        """Keep a conversation for the result of the item that runs now."""
        result = self._reporter.get_test(None)
        if result is not None:
            self._told[result.uuid] = item_id, entry

    @allure_commons.hookimpl(tryfirst=True)
    def report_result(self, result: TestResult) -> None:
        """Complete a finished result, before allure-pytest writes it."""
        told = self._told.pop(result.uuid, None)
        if told is not None:
            _complete(result, *told)


def _complete(result: TestResult, item_id: str, entry: Mapping[str, Any]) -> None:
    result.fullName = item_id
    result.testCaseId = digest("case", item_id)
    result.historyId = digest("history", item_id)
    result.start, result.stop = times(entry)
    result.description = description(entry)
    result.labels = _labels(result.labels, labels(entry))
    result.parameters = [
        Parameter(name=name, value=value, excluded=True) for name, value in parameters(entry)
    ]
    if result.status == status(entry) and entry["verdict"] != "passed":
        result.statusDetails = StatusDetails(message=message(entry), trace=failure_text(entry))
    result.steps = [*result.steps, *(_step(step) for step in steps(entry))]
    result.attachments = [*result.attachments, *(_attach(part) for part in attachments(entry))]


def _labels(given: list[Label], ours: list[tuple[str, str]]) -> list[Label]:
    """Labels without repeats; where a test may have only one of a kind, ours."""
    single = {"severity"} & {name for name, _ in ours}
    pairs = [(label.name, label.value) for label in given if label.name not in single]
    return [Label(name=name, value=value) for name, value in dict.fromkeys([*pairs, *ours])]


def _step(step: StepOf) -> TestStepResult:
    return TestStepResult(
        name=step.name,
        status=step.status,
        start=milliseconds(step.start),
        stop=milliseconds(step.stop),
        steps=[_step(inner) for inner in step.steps],
        parameters=[Parameter(name=name, value=value) for name, value in step.parameters],
    )


def _attach(part: Attached) -> Attachment:
    """Write an attachment and return what names it in the result."""
    file_name = ATTACHMENT_PATTERN.format(prefix=uuid4(), ext=part.extension)
    allure_commons.plugin_manager.hook.report_attached_data(body=part.body, file_name=file_name)
    return Attachment(name=part.name, source=file_name, type=part.mime)
