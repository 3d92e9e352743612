"""Every kind of mistake in a configuration, with the sentence it gets."""

import pytest
from pydantic import TypeAdapter

from escalation_tests.contract.bots import BotConfig

CHANNELS = ", ".join(sorted(TypeAdapter(BotConfig).json_schema()["discriminator"]["mapping"]))

ASK = 'ask: "I want a refund for {order_id}."'


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("channel: http", "channel: htpp",
         "2: bot.channel: 'htpp' is not known here; did you mean 'http'? (allowed: " + CHANNELS + ")"),
        ("  channel: http\n", "",
         "1: bot.channel: is missing; expected one of " + CHANNELS),
        ("  url: http://127.0.0.1:1/chat\n", "",
         "1: bot.url: is missing; expected text. The endpoint that takes a customer's message."),
        ("http://127.0.0.1:1/chat", "127.0.0.1:1/chat",
         "3: bot.url: expected an address such as https://shop.example/bot"),
        ("http://127.0.0.1:1/chat", "http://127.0.0.1:1/{conversation}",
         "3: bot.url: unknown placeholder {conversation}; did you mean 'conversation_id'? "
         "(allowed: conversation_id, conversation_number, customer_email, customer_id, "
         "customer_name, language, message_id, message_number, text, token, turn)"),
        ("  url: http://127.0.0.1:1/chat\n", "  url: http://127.0.0.1:1\n  send: {json: {a: b}}\n",
         "4: bot.send: carries no {text}, so the bot would never hear the customer"),
        ("  url: http://127.0.0.1:1/chat\n",
         "  url: http://127.0.0.1:1\n  headers: {x y: z}\n",
         "4: bot.headers.x y: is no name of an HTTP header"),
        ("channel: http", "channel: sse\n  receive: {assemble: final}",
         "3: bot.receive.assemble: final needs `whole`, which says where the text is"),
        ("channel: http", "channel: sse\n  stream: {lasts: conversation, keep: {a: b}}",
         "3: bot.stream.keep: a stream that lasts is opened before anything has been sent"),
        ("channel: http", "channel: sse\n  stream: {url: '/{sent.b}', keep: {a: b}}",
         "3: bot.stream.url: unknown placeholder {sent.b}; did you mean 'sent.a'? (allowed: "
         "conversation_id, conversation_number, cursor, customer_email, customer_id, "
         "customer_name, language, message_id, message_number, sent.a, text, token, turn)"),
        ("channel: http\n  url: http://127.0.0.1:1/chat", "channel: websocket\n  url: http://here/chat",
         "3: bot.url: expected an address such as wss://shop.example/chat"),
        ("channel: http\n  url: http:", "channel: websocket\n  cursor: data.n\n  url: ws:",
         "3: bot.cursor: is sent nowhere: `query`, `url` or `connect` holds {cursor}"),
        ("channel: http\n  url: http:", "channel: websocket\n  receive: {part: data.t, whole: ~}\n  url: ws:",
         "3: bot.receive.part: nothing says when a message is complete: set `ends`, `whole` or `done`"),
        ("channel: http\n  url: http:", "channel: websocket\n  send: {text: hello}\n  url: ws:",
         "3: bot.send: carries no {text}, so the bot would never hear the customer"),
        ("channel: http\n  url: http:",
         "channel: websocket\n  answers: [{when: data.n, keep: {seq: data.n}, json: {ack: '{event.sec}'}}]\n  url: ws:",
         "3: bot.answers[1].json.ack: unknown placeholder {event.sec}; did you mean 'event.seq'? "
         "(allowed: conversation_id, conversation_number, cursor, customer_email, customer_id, "
         "customer_name, event.seq, language, message_id, message_number, text, token, turn)"),
        ("channel: http", "channel: openai\n  model: m\n  body: {stream: yes}",
         "4: bot.body.stream: is sent anyway; `bot.stream` says what, if it can be said"),
        ("channel: http", "channel: openai\n  model: m\n  tools: [{name: t, handoff: yes}]\n  receive: {signal: a}",
         "5: bot.receive.signal: a call of a tool is the handoff signal already (`handoff: true`)"),
        ("channel: http", "channel: openai\n  model: m\n  tools: [{name: t}, {name: t}]",
         "4: bot.tools[2].name: there is another tool 't'"),
        ("channel: http", "channel: openai\n  model: m\n  tools: [{name: t, result: '{arguments.x}'}]",
         "4: bot.tools[1].result: unknown placeholder {arguments.x} (allowed: call_id, conversation_id, "
         "conversation_number, customer_email, customer_id, customer_name, language, message_id, "
         "message_number, text, token, turn)"),
        ("channel: http\n  url: http://127.0.0.1:1/chat", "channel: asgi\n  app: shop",
         "3: bot.app: 'shop' is not understood; expected module:application"),
        ("channel: http\n  url: http://127.0.0.1:1/chat", "channel: asgi\n  app: shop:app\n  url: chat",
         "4: bot.url: expected an address such as https://shop.example/bot or a path such as /chat"),
        ("channel: http\n  url: http://127.0.0.1:1/chat", "channel: python\n  call: shop.bot",
         "3: bot.call: 'shop.bot' is not understood; expected module:function"),
        ("kind: webhook", "kind: webhook\n  human:\n    accepts: {}",
         "7: desk.human.accepts: expected `url`, or `call`, and not both"),
        ("kind: webhook", "kind: webhook\n  human:\n    accepts: {call: taken}",
         "7: desk.human.accepts.call: 'taken' is not understood; expected module:function"),
        ("kind: webhook", "kind: webhook\n  human:\n    says: {url: /says}",
         "7: desk.human.says.url: expected an http:// or https:// address"),
        ("kind: webhook", "kind: emulator\n  routes: [{method: PUT, path: '/tickets/{id}', does: change}]\n"
         "  human:\n    accepts: {url: '{desk_url}/tickets/{handoff_id}'}",
         "8: desk.human.accepts.url: the emulated desk knows no such POST; desk.routes has "
         "PUT /tickets/{id}"),
        ("kind: webhook", "kind: emulator\n  routes: [{method: POST, path: '/tickets/{id}/notes', does: add, to: notes}]\n"
         "  human:\n    says: {url: '{desk_url}/tickets/{handoff_id}/note'}",
         "8: desk.human.says.url: the emulated desk knows no such POST; desk.routes has "
         "POST /tickets/{id}/notes"),
        ("kind: webhook", "kind: reply\n  human:\n    says: {url: '{desk_url}/says'}",
         "7: desk.human.says.url: a desk of kind reply has no address of its own"),
        ("kind: webhook", "kind: webhook\n  human:\n    says: {url: '{desk_url}/', json: [{a: '{txet}'}]}",
         "7: desk.human.says.json[1].a: unknown placeholder {txet}; did you mean 'text'? (allowed: "
         "conversation_id, handoff_id, queue, text, token)"),
        ("kind: webhook", "kind: webhook\n  listen: here",
         "6: desk.listen: 'here' is not understood; expected host:port, as 127.0.0.1:8766"),
        ("kind: webhook", "kind: webhook\n  listen: 127.0.0.1:70000",
         "6: desk.listen: '127.0.0.1:70000' is not understood; expected host:port, as "
         "127.0.0.1:8766"),
        ("kind: webhook", "kind: webhook\n  listen: 0.0.0.0:8766",
         "6: desk.listen: other machines can reach 0.0.0.0; use 127.0.0.1, or permit it with "
         "desk.allow_remote: true"),
        ("kind: webhook", "kind: webhook\n  queues: {Q7: bilng}",
         "6: desk.queues.Q7: unknown queue 'bilng'; did you mean 'billing'? (allowed: ai, "
         "assistant, billing, bot, chatbot, complaints, general, virtual-agent)"),
        ("policy:\n", "polcy: {}\npolicy:\n",
         "6: polcy: unknown key; did you mean 'policy'? (allowed: bot, desk, facts, goals, "
         "lexicons, patterns, personas, policy, scenarios, steps, suite, topics)"),
        ("explicit_request:", "explicit_reqest:",
         "9: policy.triggers.explicit_reqest: unknown key; did you mean 'explicit_request'? "
         "(allowed: explicit_request, frustration, low_confidence, out_of_scope, "
         "unsupported_language)"),
        ("after: 2", "after: 0",
         "10: policy.triggers.frustration.after: expected a whole number from 1 to 20, found the "
         "number 0"),
        ("after: 2", "after: yes",
         "10: policy.triggers.frustration.after: expected a whole number from 1 to 20, found yes, "
         "which YAML reads as true"),
        ("topics:\n", "  routing: {by_topic: {refnd: money}}\ntopics:\n",
         "12: policy.routing.by_topic.refnd: unknown topic 'refnd'; did you mean 'refund'? "
         "(allowed: legal_threat, refund)"),
        ("topics:\n", "  routing: {priority: {lawyer: urgent}}\ntopics:\n",
         "12: policy.routing.priority.lawyer: unknown topic or trigger 'lawyer' (allowed: "
         "explicit_request, frustration, legal_threat, low_confidence, out_of_scope, refund, "
         "unsupported_language)"),
        ("topics:\n", "  routing: {priority: {refund: hihg}}\ntopics:\n",
         "12: policy.routing.priority.refund: 'hihg' is not known here; did you mean 'high'? "
         "(allowed: high, low, normal, urgent)"),
        ("topics:\n", "  routing: {also: {bilng: [spare]}}\ntopics:\n",
         "12: policy.routing.also.bilng: unknown queue 'bilng'; did you mean 'billing'? (allowed: "
         "billing, complaints, general, spare)"),
        ("topics:\n", "  context: {transcript: ful}\ntopics:\n",
         "12: policy.context.transcript: 'ful' is not known here; did you mean 'full'? (allowed: "
         "full, none, shared), or a whole number, 1 or more or a mapping"),
        ("topics:\n", "  after: {bot_silent: 5 hours}\ntopics:\n",
         "12: policy.after.bot_silent: '5 hours' is no duration; expected one such as 300ms, 5s "
         "or 2m"),
        ("queue: billing", "queue: bot",
         "13: topics.refund.queue: 'bot' leads back to the bot (policy.routing.bot_queues)"),
        ("queue: billing", "queue: 8766",
         "13: topics.refund.queue: expected text, found the number 8766; put it in quotes"),
        ("scope: out", "scope: off",
         "14: topics.legal_threat.scope: expected one of in, out, found off, which YAML reads as "
         "false; put it in quotes"),
        (ASK, 'ask: {English: ["Money!"]}',
         "13: topics.refund.ask.English: expected a language code such as en or pt-BR"),
        ("topics:\n", "steps: [waited]\ntopics:\n",
         "12: steps: expected a mapping, found a list"),
        ("topics:\n", "facts: {club_card: {say: \"It is {value}.\"}}\ntopics:\n",
         "12: facts.club_card: nothing says how its values are made; give a pattern, faker or "
         "choices"),
        ("topics:\n", "facts: {club_card: {pattern: \"##\", choices: [a]}}\ntopics:\n",
         "12: facts.club_card: is made in 2 ways (pattern, choices); expected one of them"),
        ("topics:\n", "facts: {club_card: {pattern: \"##\", say: It is mine.}}\ntopics:\n",
         "12: facts.club_card.say[1]: does not say the fact; put {value} where it stands"),
        ("topics:\n", "patterns: {en: {offers: \"/(/\"}}\ntopics:\n",
         "12: patterns.en.offers[1]: is no regular expression: missing ), unterminated "
         "subpattern at position 0"),
        ("topics:\n", "goals: {misrouted: none}\ntopics:\n",
         "12: goals.misrouted: 'none' is no goal; expected one such as 0%, <= 2% or 1.5"),
        ("[en]", "[]",
         "7: policy.languages: expected a list with at least one entry, found an empty list"),
        ("topics:\n", "suite: {personas: []}\ntopics:\n",
         "12: suite.personas: names nobody; expected names of personas, or all"),
        ("topics:\n", "suite: {trials: 2, require: 3}\ntopics:\n",
         "12: suite.require: 3 of 2 trials can never pass"),
        ("topics:\n", "scenarios: nowhere\ntopics:\n",
         "12: scenarios[1]: there is no folder nowhere"),
    ],
)  # fmt: skip
def test_a_mistake_gets_its_line_its_key_and_a_next_step(shop, old, new, said):
    assert shop.spoilt(old, new) == [f"escalation.yaml:{said}"]


@pytest.mark.parametrize(
    ("old", "new", "place", "said"),
    [
        ("[en]", "[en, xx]", "7: policy.languages[2]",
         "there are no wordings in 'xx' (allowed: "),
        ("facts: [order_id]", "facts: [ordr_id]", "13: topics.refund.facts[1]",
         "unknown fact 'ordr_id'; did you mean 'order_id'?"),
        (ASK, 'ask: "Refund for {ordr_id}!"', "13: topics.refund.ask[1]",
         "{ordr_id} is used but never given: unknown fact 'ordr_id'; did you mean 'order_id'?"),
        ("facts: [order_id]", "steps: [waitd]", "13: topics.refund.steps[1]",
         "unknown step 'waitd'; did you mean 'waited'?"),
        ("topics:\n", "  context: {masked: {amout: all}}\ntopics:\n",
         "12: policy.context.masked.amout", "unknown fact 'amout'; did you mean 'amount'?"),
        ("topics:\n", "suite: {personas: [furius]}\ntopics:\n", "12: suite.personas[1]",
         "unknown persona 'furius'; did you mean 'furious'?"),
        ("topics:\n", "patterns: {en: {asks_for: {ordr_id: [number?]}}}\ntopics:\n",
         "12: patterns.en.asks_for.ordr_id", "unknown fact 'ordr_id'; did you mean 'order_id'?"),
    ],
)  # fmt: skip
def test_unknown_names_are_met_with_the_nearest_known_one(shop, old, new, place, said):
    (line,) = shop.spoilt(old, new)
    assert line.startswith(f"escalation.yaml:{place}: {said}")


def test_a_step_may_be_declared_and_then_used(shop):
    config = shop.config.replace("facts: [order_id]", "steps: [prayed]")
    assert shop.refused(config)[0].endswith("; declare it under steps: prayed: {}")
    assert shop.load(f"{config}steps: {{prayed: {{}}}}\n").config.topics["refund"].steps


def test_a_fact_may_be_declared_and_then_used(shop):
    config = shop.config.replace("[order_id]", "[club_card]")
    hint = "; say how it is made under facts: club_card: {pattern: …}"
    assert shop.refused(config)[0].endswith(hint)
    material = shop.load(config + "facts: {club_card: {pattern: '###'}}\n")
    assert material.config.topics["refund"].facts == ("club_card",)


def test_all_mistakes_are_told_at_once_in_the_order_of_lines(shop):
    lines = shop.refused(
        shop.config.replace("after: 2", "after: two")
        .replace("kind: webhook", "kind: webhook\n  listen: anywhere:1")
        .replace("facts: [order_id]", "facts: [ordr_id], colour: red")
    )
    assert [line.split(": ")[:2] for line in lines] == [
        ["escalation.yaml:6", "desk.listen"],
        ["escalation.yaml:11", "policy.triggers.frustration.after"],
        ["escalation.yaml:14", "topics.refund.colour"],
        ["escalation.yaml:14", "topics.refund.facts[1]"],
    ]


def test_mistakes_of_personas_are_told_together_with_those_of_the_configuration(shop):
    shop.write("personas/mine.yaml", "persona: mine\nabout: x\nlanguage: xx\nowns: [ordr_id]\n")
    files = [line.split(":")[0] for line in shop.spoilt("scope: out", "scope: outer")]
    assert files == ["escalation.yaml", "personas/mine.yaml", "personas/mine.yaml"]


def test_values_that_depend_on_each_other_are_not_complained_about_twice(shop):
    assert len(shop.spoilt("scope: out", "scope: outer, facts: {}")) == 2


def test_expressions_are_proved_by_whoever_may_evaluate_them(shop):
    from escalation_tests.errors import AuthoringError
    from escalation_tests.loading import load

    config = shop.config.replace("kind: webhook", "kind: webhook\n  handoff: {queue: 'a['}")
    file = shop.write("escalation.yaml", config)
    with pytest.raises(AuthoringError) as refusal:
        load(file, {}, lambda text: "ends too early" if text == "a[" else None)
    assert str(refusal.value) == "escalation.yaml:6: desk.handoff.queue: ends too early"
    assert load(file, {}).config.desk.handoff.queue == "a["


def test_faker_methods_are_proved_as_well(shop):
    from escalation_tests.errors import AuthoringError
    from escalation_tests.loading import load

    config = shop.config + "facts: {club_card: {faker: nonsense}}\n"
    file = shop.write("escalation.yaml", config)
    with pytest.raises(AuthoringError) as refusal:
        load(file, {}, check_faker=lambda name: f"Faker has no method {name}")
    assert "15: facts.club_card.faker: Faker has no method nonsense" in str(refusal.value)


def test_a_desk_that_others_reach_is_allowed_when_it_is_asked_for(shop):
    remote = "kind: webhook\n  listen: 0.0.0.0:8766\n  allow_remote: true"
    assert shop.load(shop.config.replace("kind: webhook", remote)).config.desk.allow_remote


@pytest.mark.parametrize("listen", ["localhost:0", "127.0.0.7:1", "'[::1]:8766'"])
def test_loopback_has_many_names(shop, listen):
    shop.load(shop.config.replace("kind: webhook", f"kind: webhook\n  listen: {listen}"))


def test_opened_values_are_placeholders_once_they_are_kept(shop):
    bot = "  url: http://127.0.0.1:1/{{opened.ticket}}\n  open: {{keep: {{{kept}: id}}}}\n"
    url = "  url: http://127.0.0.1:1/chat\n"
    send = "  send: {json: '{text} {opened.ticket}'}\n"
    shop.load(shop.config.replace(url, bot.format(kept="ticket") + send))
    lines = shop.refused(shop.config.replace(url, bot.format(kept="tiket") + send))
    assert [line.split(": ")[1] for line in lines] == ["bot.url", "bot.send.json"]
    assert lines[1].startswith(
        "escalation.yaml:5: bot.send.json: unknown placeholder {opened.ticket}; did you mean "
        "'opened.tiket'?"
    )


def test_impatient_library_personas_are_left_out_and_cannot_be_named(shop):
    config = shop.config.replace("after: 2, within: 1", "after: 2, within: 12")
    material = shop.load(config)
    assert material.left_out["persona plain"].endswith(
        "but the policy allows the bot 12 for frustration"
    )
    assert "plain" not in material.personas
    (line,) = shop.refused(f"{config}suite: {{personas: [plain]}}\n")
    assert "plain bears" in line


def test_an_impatient_persona_of_the_shop_is_a_mistake(shop):
    shop.write("personas/hasty.yaml", "persona: hasty-one\nabout: Bears little.\npatience: 1\n")
    config = shop.config.replace("after: 2, within: 1", "after: 2, within: 2")
    assert shop.refused(config) == [
        "personas/hasty.yaml:3: patience: hasty-one bears 1 turns, but the policy allows the bot "
        "2 for frustration"
    ]


def test_a_persona_of_the_shop_wins_over_one_of_the_library(shop):
    shop.write("personas/plain.yaml", "persona: plain\nabout: Ours.\n")
    assert shop.load().personas["plain"].about == "Ours."


def test_two_personas_of_one_name_are_a_mistake(shop):
    shop.write("personas/a.yaml", "persona: twin\nabout: x\n")
    shop.write("personas/b.yaml", "persona: twin\nabout: x\n")
    said = "personas/b.yaml:1: persona: twin is in personas/a.yaml already"
    assert shop.refused(shop.config) == [said]


@pytest.mark.parametrize("written", ["10", "{last: 10}", "'last: 10'", "last 10"])
def test_the_last_messages_of_a_transcript_have_several_spellings(shop, written):
    promise = f"  context: {{transcript: {written}}}\ntopics:\n"
    material = shop.load(shop.config.replace("topics:\n", promise))
    assert material.config.policy.context.transcript == 10


def test_what_is_skipped_must_be_askable_before_the_conversation(shop):
    poll = "  open: {keep: {box: id}}\n  poll: {url: '/{opened.box}', skip_earlier: true}\ndesk:\n"
    assert shop.spoilt("desk:\n", poll) == [
        "escalation.yaml:5: bot.poll.skip_earlier: cannot be asked before the conversation is "
        "open: it needs what opening gives"
    ]
