#!/usr/bin/env python3
"""Copies a journal that is being written, as a power cut would find it, and holds each copy against the truth.

    copies.py take FOLDER COPIES SEED       until FOLDER/stop exists; FOLDER/desk is the desk, FOLDER/*.lines what was said
    copies.py check FOLDER COPIES PROGRAM

The files are copied one after the other, the write-ahead log first or last. A copy during which the database itself
changed is a mixture that no disk ever held, and is taken again.
"""

import glob
import json
import pathlib
import random
import subprocess
import sys
import time

NAME = "journal.sqlite"
UNDER_WAY = ("open", "uncertain")


def content(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def said(folder):
    """What the desk had said by now, a list of [job, event, attempt]. A line that is half there was not said yet."""
    found = []
    for file in sorted(glob.glob(f"{folder}/*.lines")):
        for line in pathlib.Path(file).read_text(encoding="utf-8").splitlines(keepends=True):
            if line.endswith("\n"):
                event = json.loads(line)
                found.append([event["job_id"], event["event"], event.get("action_attempt_id")])
    return found


def take(folder, copies, seed):
    desk, chance, number, mixed = folder / "desk", random.Random(seed), 0, 0
    while not (folder / "stop").exists():
        time.sleep(chance.uniform(0, 0.03))
        heard, files = said(folder), {}
        order = ["-wal", "-shm", ""] if chance.random() < 0.5 else ["", "-wal", "-shm"]
        before = content(desk / NAME)
        for suffix in order:
            files[suffix] = content(desk / (NAME + suffix))
        if before != files[""] or before != content(desk / NAME):
            mixed += 1
            continue
        copy = copies / f"{number:04}"
        copy.mkdir()
        for suffix, whole in files.items():
            if whole is not None:
                (copy / (NAME + suffix)).write_bytes(whole)
        (copy / "said.json").write_text(json.dumps(heard), encoding="utf-8")
        number += 1
    print(f"{number} copies taken, {mixed} mixtures thrown away")


def attempts(program, folder):
    ran = subprocess.run([program, "--data-dir", folder, "attempts", "--json", "--limit", "10000"], capture_output=True, text=True)
    if ran.returncode != 0:
        return None, ran.stderr
    return {row["job_id"]: row for row in map(json.loads, ran.stdout.splitlines())}, ""


def complaints(rows, truth, heard):
    """A row must be a beginning of the true one, and what was said before the copy must be in it."""
    for job, row in rows.items():
        if job not in truth:
            yield f"{job} never was"
            continue
        for key, value in row.items():
            is_begun = key == "outcome" and value in UNDER_WAY
            if value is not None and value != truth[job][key] and not is_begun:
                yield f"{job}: {key} is {value}, in truth {truth[job][key]}"
    for job, event, attempt in heard:
        row = rows.get(job)
        if row is None:
            yield f"{job} was said to be {event}, and is lost"
        elif event in ("succeeded", "failed") and row["outcome"] in UNDER_WAY:
            yield f"{job} was said to have {event}, and is {row['outcome']}"
        elif attempt is not None and row["action_attempt_id"] is None:
            yield f"{job} was said to be {event} as {attempt}, which is lost"


def check(folder, copies, program):
    truth, trouble = attempts(program, folder / "desk")
    if not truth:
        sys.exit(f"the desk's own journal cannot be read: {trouble}")
    found, whole, begun = [], 0, 0
    for copy in sorted(copies.iterdir()):
        heard = json.loads((copy / "said.json").read_text(encoding="utf-8"))
        rows, trouble = attempts(program, copy)
        wrong = [f"it does not open: {trouble}"] if rows is None else list(complaints(rows, truth, heard))
        found += [f"{copy.name}: {what}" for what in wrong]
        outcomes = [row["outcome"] for row in (rows or {}).values()]
        begun += any(outcome in UNDER_WAY for outcome in outcomes)
        whole += len(outcomes)
    print(f"{len(truth)} attempts in truth; {whole} rows in the copies, {begun} copies with an attempt under way")
    if not begun:
        found.append("no copy was taken in the middle of an attempt")
    if self_test := seen_through(truth):
        found.append(self_test)
    for complaint in found:
        print(complaint, file=sys.stderr)
    sys.exit(1 if found else 0)


def seen_through(truth):
    """Whether the check can fail: wrong rows have to be complained about."""
    job, row = next(iter(truth.items()))
    ended = [[job, "succeeded", row["action_attempt_id"]]]
    wrong = {
        "a row of nobody": ({"another": row}, []),
        "another card": ({job: {**row, "card_number": "other"}}, []),
        "another outcome": ({job: {**row, "outcome": "not-executed"}}, []),
        "a lost row": ({}, ended),
        "a lost end": ({job: {**row, "outcome": "open"}}, ended),
        "a lost attempt": ({job: {**row, "action_attempt_id": None}}, ended),
    }
    passed = [what for what, (rows, heard) in wrong.items() if not list(complaints(rows, truth, heard))]
    return f"the check lets pass: {passed}" if passed else None


if __name__ == "__main__":
    verb, place, kept, last = sys.argv[1:]
    {"take": take, "check": check}[verb](pathlib.Path(place), pathlib.Path(kept), last)
