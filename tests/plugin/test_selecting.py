"""Which conversations a run plays: as a pytest user expects."""

from tests.plugin.conftest import BOT

FURIOUS = "scenarios/orders.yaml::asks-for-a-human[[]furious[]]"
PLAIN = "scenarios/orders.yaml::asks-for-a-human[[]plain[]]"
ONLY = "scenarios/orders.yaml::only-asks[[]plain[]]"


def test_each_scenario_and_persona_is_one_test(shop) -> None:
    result = shop.run("--co", "-q")
    result.stdout.fnmatch_lines([PLAIN, FURIOUS, ONLY, "3 tests collected*"])


def test_collecting_plays_nothing(shop) -> None:
    shop.run("--co")
    assert shop.calls() == []


def test_a_healthy_bot_passes(shop) -> None:
    shop.run().assert_outcomes(passed=3)


def test_k_selects_by_persona(shop) -> None:
    shop.run("-k", "furious").assert_outcomes(passed=1, deselected=2)
    assert {text for _, text in shop.calls() if "talk" in text} == {"Let me talk to a human"}
    assert len({conversation for conversation, _ in shop.calls()}) == 1


def test_m_selects_by_tag(shop) -> None:
    shop.run("-m", "smoke").assert_outcomes(passed=2, deselected=1)


def test_m_escalation_selects_all_of_ours(shop) -> None:
    shop.pytester.makepyfile(test_other="def test_other():\n    pass\n")
    shop.run("-m", "escalation").assert_outcomes(passed=3, deselected=1)


def test_strict_markers_know_the_tags(shop) -> None:
    shop.run("--strict-markers", "-m", "smoke").assert_outcomes(passed=2, deselected=1)


def test_one_test_can_be_named(shop) -> None:
    shop.run("scenarios/orders.yaml::only-asks[plain]").assert_outcomes(passed=1)


def test_lf_plays_only_what_failed(shop) -> None:
    shop.bot(queue="billing")
    shop.run().assert_outcomes(passed=1, failed=2)
    shop.forget()
    shop.run("--lf").assert_outcomes(failed=2)
    assert len({conversation for conversation, _ in shop.calls()}) == 2


def test_x_starts_nothing_more(shop) -> None:
    slowly = (
        "\n_quick = reply\nasync def reply(conversation, text):\n"
        "    import asyncio\n"
        "    await asyncio.sleep(0.5)\n"
        "    return _quick(conversation, text)\n"
    )
    shop.bot(queue="billing", source=BOT + slowly)
    shop.run("-x", "--escalation-concurrency=1").assert_outcomes(failed=1)
    assert len({conversation for conversation, _ in shop.calls()}) < 3


def test_personas_can_be_chosen(shop) -> None:
    result = shop.run("--escalation-personas=furious", "--co", "-q")
    result.stdout.fnmatch_lines([FURIOUS, "1 test collected*"])


def test_an_unknown_persona_is_refused_with_the_nearest(shop) -> None:
    result = shop.run("--escalation-personas=furius")
    result.stdout.fnmatch_lines(["*unknown persona 'furius'; did you mean 'furious'?*"])
    result.assert_outcomes(errors=1)


def test_the_matrix_follows_from_the_policy_alone(shop) -> None:
    result = shop.run("--escalation-matrix=covering", "--co", "-q", "escalation.yaml")
    assert len([line for line in result.outlines if "::matrix::" in line]) > 50
    result.stdout.fnmatch_lines(
        ["escalation.yaml::matrix::explicit_request-order_status[[]plain[]]"]
    )


def test_other_yaml_files_are_left_alone(shop) -> None:
    (shop.path / "compose.yaml").write_text("services: {}\n")
    shop.run().assert_outcomes(passed=3)


def test_the_configuration_can_be_named(shop) -> None:
    (shop.path / "elsewhere").mkdir()
    (shop.path / "escalation.yaml").rename(shop.path / "elsewhere" / "promise.yaml")
    (shop.path / "scenarios").rename(shop.path / "elsewhere" / "scenarios")
    (shop.path / "shopbot.py").rename(shop.path / "elsewhere" / "shopbot.py")
    shop.run("--escalation-config=elsewhere/promise.yaml").assert_outcomes(passed=3)


def test_a_named_configuration_must_exist(shop) -> None:
    result = shop.run("--escalation-config=nowhere.yaml")
    result.stderr.fnmatch_lines(["*--escalation-config: there is no file 'nowhere.yaml'*"])


def test_who_does_not_fit_is_left_out_and_told_with_the_reason(shop) -> None:
    result = shop.run("--escalation-matrix=covering", "-v", "-k", "only-asks")
    result.stdout.fnmatch_lines(
        [
            "* scenarios and personas do not fit this policy",
            "  persona language-switcher: switches language, but the bot serves only 'en': add*",
        ]
    )


def test_who_is_named_and_does_not_fit_is_told_with_the_remedy(shop) -> None:
    result = shop.run("--escalation-matrix=covering", "--escalation-personas=language-switcher")
    result.stdout.fnmatch_lines(
        ["*escalation.yaml: suite.personas: persona 'language-switcher' switches language, *"]
    )
