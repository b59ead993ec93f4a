"""What is no page of papers, although it is text: markup, data, the source of a program."""

import re

from topicmap.readers.page import Page

DATA = re.compile(r"\s*(?:[\[{]\s*[\[{\"\]}]|<[!?a-zA-Z]|#!|%!|\\documentclass)")
CODE = re.compile(
    r"(?:import|from \S+ import|def|class|return|if|for|while|else|func|fn|public|#include)\b"
    r"(?:.*[:;{}()]|[^.]*)|.*[;{}]|[\w.]+ \+?= .*[^.]|(?://|#|/\*).*|[\"'(\[].*,|[)\]}]+"
)
MOST_LINES = 400


def is_code(page: Page) -> bool:
    """Whether a page begins as markup or data do, or half of its lines are those of a program."""
    if DATA.match(page.text or ""):
        return True
    lines = page.lines[:MOST_LINES]
    code = sum(CODE.fullmatch(line.text) is not None for line in lines)
    return len(lines) > 5 and code > 0.5 * len(lines)
