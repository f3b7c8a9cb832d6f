#!/usr/bin/env python3
"""Reads a sheet that Keydesk wrote with Python's own reader and holds it against the same attempts as JSON lines.

    read_csv.py SHEET JSON_LINES

What may differ is told here once more, from the rules alone: an apostrophe in front of whatever a spreadsheet could take for
a formula, pictures for control characters, and an end for each turn of the writing direction. Anything else fails.
"""

import csv
import json
import sys
import unicodedata

SIGNS = set("=+-@") | {unicodedata.lookup(name) for name in (
    "FULLWIDTH EQUALS SIGN", "FULLWIDTH PLUS SIGN", "FULLWIDTH HYPHEN-MINUS", "FULLWIDTH COMMERCIAL AT",
    "SMALL EQUALS SIGN", "SMALL PLUS SIGN", "SMALL HYPHEN-MINUS", "SMALL COMMERCIAL AT", "MINUS SIGN")}


def is_skipped(letter):
    """Blanks, controls and what is not drawn: programs look behind them."""
    return letter.isspace() or unicodedata.category(letter) in ("Cc", "Cf", "Zs") or 0xFE00 <= ord(letter) <= 0xFE0F


def picture(letter):
    if unicodedata.category(letter) != "Cc" or letter in "\t\r\n":
        return letter
    if letter == "\x7f":
        return "\u2421"
    return chr(0x2400 + ord(letter)) if ord(letter) < 0x20 else "\ufffd"


def closers(text):
    ends = {"LRE": "\u202c", "RLE": "\u202c", "LRO": "\u202c", "RLO": "\u202c", "LRI": "\u2069", "RLI": "\u2069", "FSI": "\u2069"}
    waiting = []
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        if kind in ends:
            waiting.append(ends[kind])
        elif kind == "PDF" and waiting and waiting[-1] == letter:
            waiting.pop()
        elif kind == "PDI" and letter in waiting:
            while waiting.pop() != letter:
                pass
    return "".join(reversed(waiting))


def cell(value):
    if value is None:
        return ""
    if isinstance(value, list):
        value = "; ".join(value)
    if not isinstance(value, str):
        return str(value)
    seen = next((letter for letter in value if not is_skipped(letter)), "")
    guard = "'" if seen in SIGNS and seen or value.startswith(("\t", "\r", "\n")) else ""
    return guard + "".join(map(picture, value)) + closers(value)


def main(sheet, json_lines):
    with open(json_lines, encoding="utf-8") as lines:
        attempts = [json.loads(line) for line in lines.read().split("\n") if line]
    with open(sheet, encoding="utf-8", newline="") as file:
        assert file.read(1) == "\ufeff", "the sheet begins without the mark that Excel needs"
        rows = list(csv.DictReader(file, strict=True))
    assert len(rows) == len(attempts) > 0, f"{len(rows)} rows for {len(attempts)} attempts"
    cells = 0
    for number, (row, attempt) in enumerate(zip(rows, attempts)):
        assert list(row) and set(row) == set(attempt), f"row {number} has other columns"
        for name, value in attempt.items():
            assert row[name] == cell(value), f"row {number}, {name}: {row[name]!r} for {value!r}"
            assert not row[name].lstrip()[:1] in SIGNS or not row[name].strip(), f"row {number}, {name} is a formula"
            cells += 1
    print(f"{len(rows)} rows, {cells} cells are what they should be")


main(*sys.argv[1:])
