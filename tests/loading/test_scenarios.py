"""Every kind of mistake in a scenario, with the sentence it gets."""

import pytest

SCRIPT = """\
scenario: angry
personas: [plain]
topic: refund
conversation:
  - customer: "I want my money for {order_id}!"
    trigger: frustration
  - customer: "Useless!"
    trigger: frustration
expect:
  handoff: true
"""
LAST = "  handoff: true\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("topic: refund", "topic: refnd",
         "3: topic: unknown topic 'refnd'; did you mean 'refund'? (allowed: legal_threat, "
         "refund)"),
        ("scenario: angry", "scenario: very angry",
         "1: scenario: expected a name of letters, digits, `_`, `-` and `.` (at most 100), found "
         "'very angry'"),
        ("scenario: angry\n", "",
         "1: scenario: is missing; expected a name of letters, digits, `_`, `-` and `.` (at most "
         "100). The name, unique in its file."),
        ("topic: refund", "topik: refund",
         "3: topik: unknown key; did you mean 'topic'? (allowed: about, afterwards, again, "
         "chaos, conversation, expect, facts, language, personas, require, scenario, severity, "
         "tags, then, topic, trials, voice)"),
        ("[plain]", "[plain, plain]", "2: personas[2]: plain is named twice"),
        ("[plain]", "[]", "2: personas: names nobody; expected at least one persona"),
        ("topic: refund", "severity: high",
         "3: severity: 'high' is not known here (allowed: critical, minor, normal)"),
        ('  - customer: "Useless!"\n    trigger', '  - silence: 1s\n    trigger',
         "7: conversation[2]: is silent and cannot count for anything; give it words under "
         "`customer:`"),
        ('  - customer: "Useless!"\n    trigger: frustration\n', "  - tried: []\n",
         "7: conversation[2]: says nothing; expected `customer:` with words, or `silence:` with a "
         "duration"),
        ('"Useless!"', '["Useless!", " "]',
         "7: conversation[2].customer[2]: is empty; for silence write `silence: 5s`"),
        ('"Useless!"\n', '"Useless!"\n    label: decoys\n',
         "8: conversation[2].label: decoys says that the turn is harmless, trigger that it is "
         "not"),
        ('"Useless!"\n', '"Useless!"\n    corrects: {amount: "{amount}"}\n',
         "8: conversation[2].corrects.amount: amount is corrected but was never given before"),
        ('"Useless!"\n', '"Useless!"\n    bot: {not: answer}\n',
         "8: conversation[2].bot.not: 'answer' is not known here (allowed: handoff)"),
        ('"Useless!"\n', '"Useless!"\n    language: xx\n', None),
        (LAST, "  handoff: {by_turn: 5}\n",
         "10: expect.handoff.by_turn: turn 5 is never played: the script ends with turn 2 and the "
         "policy gives the bot 1 more"),
        (LAST, "  handoff: {by_turn: 1}\n",
         "10: expect.handoff.by_turn: turn 1 comes before frustration is due in turn 2"),
        (LAST, "  handoff: {trigger: low_confidence}\n",
         "10: expect.handoff.trigger: unknown promised trigger 'low_confidence' (allowed: "
         "explicit_request, frustration, out_of_scope)"),
        (LAST, "  handoff: false\n",
         "10: expect.handoff: no handoff is expected, but frustration makes one due in turn 2"),
        (LAST, "  queue: bilng\n",
         "10: expect.queue: unknown queue 'bilng'; did you mean 'billing'? (allowed: billing, "
         "complaints, general)"),
        (LAST, "  priority: '>> high'\n",
         "10: expect.priority: expected low, normal, high or urgent, alone or behind >=, >, <= or "
         "<, found '>> high'"),
        (LAST, "  context: {attempted: [waited]}\n",
         "10: expect.context.attempted[1]: no turn claims the step 'waited'; write `tried: "
         "waited` where it is claimed"),
        (LAST, "  notice: {says: [destinaton]}\n",
         "10: expect.notice.says[1]: 'destinaton' is not known here; did you mean 'destination'? "
         "(allowed: destination, next_step, wait)"),
        (LAST, LAST + "trials: 2\nrequire: 3\n",
         "12: require: 3 of 2 trials can never pass"),
        (LAST, LAST + "trials: 0\n",
         "11: trials: expected a whole number from 1 to 1000, found the number 0"),
        (LAST, LAST + "chaos: [{desk: gone}]\n",
         "11: chaos[1].desk: 'gone' is not known here (allowed: hangs, refuses, slow, "
         "unavailable)"),
        (LAST, LAST + "chaos: [{times: 2}]\n",
         "11: chaos[1]: disturbs nothing; expected `desk:` or `bot:`"),
    ],
)  # fmt: skip
def test_a_mistake_gets_its_line_its_key_and_a_next_step(shop, old, new, said):
    assert SCRIPT.count(old) == 1
    lines = shop.refused_script(SCRIPT.replace(old, new))
    if said is None:
        assert "there are no wordings in 'xx' (allowed: " in lines[0]
    else:
        assert lines == [f"own.yaml:{said}"]


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("[plain]", "[plane]", "2: personas[1]", "unknown persona 'plane'; did you mean 'plain'?"),
        ("{order_id}", "{ordr_id}", "5: conversation[1].customer[1]",
         "{ordr_id} is used but never given: unknown fact 'ordr_id'; did you mean 'order_id'?"),
        ('"Useless!"\n', '"Useless!"\n    tried: waitd\n', "8: conversation[2].tried[1]",
         "unknown step 'waitd'; did you mean 'waited'?"),
        ('"Useless!"\n', '"Useless!"\n    gives: {ordr_id: "1"}\n',
         "8: conversation[2].gives.ordr_id", "unknown fact 'ordr_id'; did you mean 'order_id'?"),
        ("topic: refund", "topic: refund\nfacts: {x: '{ordr_id}'}", "4: facts.x",
         "{ordr_id} is used but never given: unknown fact 'ordr_id'; did you mean 'order_id'?"),
        (LAST, LAST + "afterwards: '{ordr_id}'\n", "11: afterwards[1]",
         "{ordr_id} is used but never given: unknown fact 'ordr_id'; did you mean 'order_id'?"),
        (LAST, "  context: {facts: [ordr_id]}\n", "10: expect.context.facts[1]",
         "unknown fact 'ordr_id'; did you mean 'order_id'?"),
        (LAST, "  context: {must_not_ask: [ordr_id]}\n", "10: expect.context.must_not_ask[1]",
         "unknown fact 'ordr_id'; did you mean 'order_id'?"),
        ("trigger: frustration\n  - ", "trigger: frustated\n  - ", "6: conversation[1].trigger",
         "'frustated' is not known here; did you mean 'frustration'?"),
        ("topic: refund", "topic: refund\nlanguage: xx", "4: language",
         "there are no wordings in 'xx' (allowed: "),
    ],
)  # fmt: skip
def test_unknown_names_are_met_with_the_nearest_known_one(shop, old, new, place, said):
    assert SCRIPT.count(old) == 1
    line = shop.refused_script(SCRIPT.replace(old, new))[0]
    assert line.startswith(f"own.yaml:{place}: {said}")


LATER = """\
  human:
    accepts: {url: "http://desk.test/accept"}
    says: {url: "http://desk.test/say", json: "{text}"}
    gives_back: {url: "http://desk.test/back"}
"""


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("human: accept", "afterwards[1].human: 'accept' is not known here; did you mean 'accepts'?"),
        ("human: {}", "afterwards[1].human: expected one of accepts, says, transfers, gives_back, "
         "found nothing"),
        ("human: {accepts: true, says: Hi}",
         "afterwards[1].human: expected one of accepts, says, transfers, gives_back, found "
         "accepts and says"),
        ("human: {says: ' '}", "afterwards[1].human.says: is empty; expected what the person "
         "writes"),
        ("human: {says: 'It is {ordr_id}'}", "afterwards[1].human.says: {ordr_id} is used but "
         "never given: unknown fact 'ordr_id'; did you mean 'order_id'?"),
        ("human: {transfers: bilings}", "afterwards[1].human.transfers: unknown queue 'bilings'; "
         "did you mean "),
        ("human: accepts\n    customer: Hi", "afterwards[1]: is the customer's and the person's at "
         "once; make two steps of it"),
        ("topic: refund", "afterwards[1]: says nothing; expected a text, `customer:` with words, "
         "or `human:`"),
        ("customer: Hi\n    topic: refund", "afterwards[1].topic: counts for nothing while a person "
         "has the customer; see `human: gives_back`"),
        ("human: gives_back\n  - customer: Hi\n    topic: legal_threat", "afterwards[2].topic: "
         "legal_threat is out of scope; expected one that the bot can settle by itself"),
        ("human: gives_back\n  - human: accepts", "afterwards[2].human: step 1 has given the "
         "conversation back already"),
    ],
)  # fmt: skip
def test_what_a_person_cannot_do_is_told(shop, step, said):
    config = shop.config.replace("kind: webhook\n", f"kind: webhook\n{LATER}")
    told = shop.refused_script(SCRIPT + f"afterwards:\n  - {step}\n", config=config)
    assert any(said in line for line in told), told


def test_a_desk_at_which_nobody_acts_is_told(shop):
    text = SCRIPT + "afterwards:\n  - Hello?\n  - human: accepts\n"
    assert shop.refused_script(text) == [
        "own.yaml:13: afterwards[2].human: nobody at the desk can do this: the configuration has "
        "no desk.human.accepts"
    ]


def test_nobody_acts_without_a_handoff(shop):
    text = "scenario: a\nconversation: [{customer: hello}]\nafterwards: [{human: accepts}]\n"
    config = shop.config.replace("kind: webhook\n", f"kind: webhook\n{LATER}")
    assert shop.refused_script(text, config=config) == [
        "own.yaml:3: afterwards[1].human: is never played: nothing in this conversation calls for "
        "a handoff"
    ]


def test_a_scenario_without_a_cause_cannot_expect_a_handoff(shop):
    text = "scenario: a\nconversation: [{customer: hello}]\nexpect: {handoff: true}\n"
    assert shop.refused_script(text) == [
        "own.yaml:3: expect.handoff: a handoff is expected, but no turn calls for one; label the "
        "turn that does, as `trigger: frustration`"
    ]


@pytest.mark.parametrize(
    "expectation", ["queue: billing", "priority: high", "notice: {before: transfer}"]
)
def test_what_would_never_be_looked_at_cannot_be_expected(shop, expectation):
    text = f"scenario: a\nconversation: [{{customer: hello}}]\nexpect: {{{expectation}}}\n"
    key = expectation.partition(":")[0]
    assert shop.refused_script(text) == [
        f"own.yaml:3: expect.{key}: is never looked at: nothing in this conversation calls for a "
        "handoff"
    ]


def test_a_handoff_cannot_be_due_and_forbidden_at_once(shop):
    turn = "{customer: a human!, trigger: explicit_request, bot: {not: handoff}}"
    assert shop.refused_script(f"scenario: a\nconversation:\n  - {turn}\n") == [
        "own.yaml:3: conversation[1].bot.not: handoff is forbidden here, but explicit_request "
        "demands a handoff by turn 1"
    ]


def test_a_handoff_may_be_forbidden_while_the_budget_lasts(shop):
    turn = '  - customer: "Useless!"\n    trigger: frustration\n'
    assert shop.scripts(SCRIPT.replace(turn, f"{turn}    bot: {{not: handoff}}\n"))


def test_an_out_of_scope_topic_is_a_cause_by_itself(shop):
    text = "scenario: a\nconversation: [{customer: I sue you, topic: legal_threat}]\n"
    assert shop.scripts(f"{text}expect: {{handoff: true, queue: complaints}}\n")
    (line,) = shop.refused_script(f"{text}expect: {{handoff: false}}\n")
    assert line.endswith("but out_of_scope makes one due in turn 1")


def test_an_out_of_scope_topic_needs_words_in_the_customers_language(shop):
    config = shop.config.replace("[en]", "[en, es]")
    text = (
        "scenario: a\nlanguage: es\nconversation: [{customer: ¡demando!, topic: legal_threat}]\n"
    )
    assert shop.refused_script(text, config=config) == [
        "own.yaml:3: conversation[1].topic: topics.legal_threat.ask has no wording in 'es' to press on with"
    ]


def test_a_shop_that_promises_no_handoff_can_be_tested_for_having_none(shop):
    head, _, tail = shop.config.partition("  triggers:\n")
    config = f"{head}  triggers: {{}}\n{tail[tail.index('topics:') :]}"
    text = "scenario: a\nconversation: [{customer: a human!, trigger: explicit_request}]\n"
    assert shop.scripts(f"{text}expect: {{handoff: false}}\n", config=config)
    (line,) = shop.refused_script(f"{text}expect: {{handoff: {{by_turn: 9}}}}\n", config=config)
    assert line.endswith("the script ends with turn 1 and the policy gives the bot 0 more")


def test_a_foreign_language_is_a_cause_where_it_is_promised(shop):
    text = (
        "scenario: a\nconversation: [{customer: ¿qué?, language: es}]\nexpect: {handoff: true}\n"
    )
    assert shop.scripts(text)


def test_a_served_language_is_not_foreign(shop):
    text = "scenario: a\nconversation: [{customer: hello, trigger: unsupported_language}]\n"
    assert shop.refused_script(text) == [
        "own.yaml:2: conversation[1].trigger: unsupported_language does not hold: the bot serves "
        "'en' (policy.languages: en)"
    ]


def test_a_desk_that_nobody_runs_cannot_be_disturbed(shop):
    config = shop.config.replace("desk:\n  kind: webhook\n", "")
    assert shop.refused_script(f"{SCRIPT}chaos: [{{desk: refuses}}]\n", config=config) == [
        "own.yaml:11: chaos[1].desk: only a desk of kind webhook, emulator or email can be disturbed; see `desk:` in "
        "the configuration"
    ]


def test_a_persona_must_outlast_the_bots_budget(shop):
    config = shop.config.replace("after: 2, within: 1", "after: 2, within: 15")
    (line,) = shop.refused_script(SCRIPT, config=config)
    assert line.endswith("turns, but the policy allows the bot 15 for frustration")


def test_names_are_unique_within_a_file(shop):
    assert shop.refused_script(f"{SCRIPT}---\n{SCRIPT}") == [
        "own.yaml:12: scenario: angry is in line 1 already"
    ]


def test_a_file_holds_one_scenario_or_several_or_a_list(shop):
    listed = "- scenario: {}\n  conversation: [{{customer: hello}}]\n"
    documents = "scenario: {}\nconversation: [{{customer: hello}}]\n---\n"
    for text in (listed, documents):
        scripts = shop.scripts(text.format("one") + text.format("two"))
        assert [(s.scenario.scenario, s.file) for s in scripts] == [
            ("one", "own.yaml"), ("two", "own.yaml"),
        ]  # fmt: skip
    assert [s.line for s in scripts] == [1, 4]


def test_all_mistakes_of_all_scenarios_are_told_at_once(shop):
    spoilt = SCRIPT.replace("topic: refund", "topic: refnd").replace("true", "maybe")
    lines = shop.refused_script(f"{spoilt}---\n{spoilt.replace('angry', 'angrier')}")
    assert [line.split(": ")[0] for line in lines] == [
        "own.yaml:3", "own.yaml:10", "own.yaml:14", "own.yaml:21",
    ]  # fmt: skip


def test_the_example_of_the_contract_is_understood(shop):
    (script,) = shop.scripts(
        'scenario: charged-twice\nfacts: {order_id: "{order_id}", amount: "49.90 EUR"}\n'
        "personas: [furious, polite-but-desperate]\nconversation:\n"
        '  - customer: "I was charged twice for order {order_id}."\n    bot: {not: handoff}\n'
        '  - customer: "I read that article already."\n    tried: help_article\n'
        '  - customer: "This is useless!"\n    trigger: frustration\n'
        "expect:\n  handoff: {by_turn: 3, once: true}\n  queue: billing\n  priority: '>= high'\n"
        "  context: {facts: [order_id, amount], attempted: [help_article]}\n"
        "  notice: {before: transfer, says: [destination]}\n  after: {bot_silent: 3s}\n"
        "chaos: [{desk: unavailable, times: 2}]\n"
    )
    assert script.scenario.expect.after.bot_silent == 3.0
    assert script.scenario.conversation[1].tried == ("help_article",)
