"""Tells what happened: failure text, summary, results, page, Allure. Reporters only read."""
