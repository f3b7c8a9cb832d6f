#!/usr/bin/env python3
"""Reads what strace saw of one `keydesk encode … --json`, and holds the order of durable writes and requests against it.

    trace.py TRACE              says what was found; ends with 1 when the order does not hold
    trace.py --self-test TRACE  doctors a good trace in every way that matters; ends with 1 when one passes

The trace is one of `strace -f -ttt -yy -s 5000`: whole pages of the journal are in it, so that a write is known by the
ids that it holds. Only a sync that began after a write ended, and that succeeded, makes it durable.
"""

import re
import sys

CALL = re.compile(r"^(\d+)\s+([\d.]+) (\w+)\((.*)$")
RESUMED = re.compile(r"^(\d+)\s+([\d.]+) <\.\.\. (\w+) resumed>(.*)$")
FILE = re.compile(r"^\d+<(.*?)>(?=[,) ]|$)")
UNFINISHED = " <unfinished ...>"
WRITES = ("write", "writev", "pwrite64", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg")
ENCODES = ("POST /acs/encoders/encode_credential ", "POST /access_methods/encode ")
LOOK = "POST /action_attempts/get "


class Call:
    def __init__(self, line, at, name, text):
        self.lines, self.at, self.name, self.text = [line], float(at), name, text

    @property
    def start(self):
        return self.lines[0]

    @property
    def end(self):
        return self.lines[-1]

    @property
    def file(self):
        found = FILE.match(self.text)
        return found.group(1) if found else ""

    @property
    def is_done(self):
        return re.search(r"\) += \d+$", self.text) is not None


def read(lines):
    """The calls in the order in which they began; one that another thread interrupts has two lines."""
    calls, open_calls = [], {}
    for number, line in enumerate(lines):
        line = line.rstrip("\n")
        if found := CALL.match(line):
            thread, at, name, text = found.groups()
            call = Call(number, at, name, text.removesuffix(UNFINISHED))
            calls.append(call)
            if text.endswith(UNFINISHED):
                open_calls[thread] = call
        elif (found := RESUMED.match(line)) and (call := open_calls.pop(found.group(1), None)):
            call.lines.append(number)
            call.text += found.group(4)
    return calls


class Order:
    def __init__(self, lines):
        calls = read(lines)
        writes = [call for call in calls if call.name in WRITES]
        self.journal = [call for call in writes if call.file.endswith("journal.sqlite-wal")]
        syncs = [call for call in calls if call.name in ("fsync", "fdatasync") and call.is_done]
        self.syncs = [call for call in syncs if call.file.endswith("journal.sqlite-wal")]
        sent = [call for call in writes if call.file.startswith(("TCP", "socket"))]
        self.encodes = [call for call in sent for words in ENCODES for _ in range(call.text.count(words))]
        self.looks = [call for call in sent if LOOK in call.text]
        self.said = [call for call in writes if call.text.startswith("1<") and '\\"event\\"' in call.text]
        said = "".join(call.text for call in self.said)
        self.job, self.attempt = (named(said, key) for key in ("job_id", "action_attempt_id"))

    def durable_before(self, moment, words):
        """The last write that holds these words, and the sync that made it durable before the moment; None if none did."""
        written = [call for call in self.journal if call.start < moment.start]
        holding = [call for call in written if re.search(words, call.text, re.DOTALL)]
        if not holding:
            return None
        last = max(call.end for call in written)
        syncs = [call for call in self.syncs if call.start > last and call.end < moment.start]
        return (holding[-1], syncs[0]) if syncs else None

    def complaints(self):
        if not (self.job and self.attempt and self.encodes and self.looks and self.said):
            return ["the trace holds no whole encode"]
        found = []
        if len(self.encodes) != 1:
            found.append(f"requests: {len(self.encodes)} encode requests were sent")
        if not self.durable_before(self.encodes[0], re.escape(self.job)):
            found.append("intent: it was not durable before the encode request")
        if not self.durable_before(self.looks[0], re.escape(self.attempt)):
            found.append("attempt: its id was not durable before it was asked about")
        if not self.durable_before(self.said[-1], re.escape(self.job) + ".{0,80}succeeded"):
            found.append("end: it was not durable before it was said")
        return found

    def margins(self):
        for what, moment, words in (
            ("the intent was durable before the encode request", self.encodes[0], re.escape(self.job)),
            ("the attempt's id before the first look", self.looks[0], re.escape(self.attempt)),
            ("the end before the last line", self.said[-1], re.escape(self.job) + ".{0,80}succeeded"),
        ):
            _, sync = self.durable_before(moment, words)
            yield f"{what}, by {1000 * (moment.at - sync.at):.2f} ms"


def named(text, key):
    found = re.search(rf'\\"{key}\\":\\"([0-9a-f-]{{36}})', text)
    return found.group(1) if found else None


def moved(lines, call, place):
    rest = [line for number, line in enumerate(lines) if number not in call.lines]
    place -= sum(number < place for number in call.lines)
    return rest[:place] + [lines[number] for number in call.lines] + rest[place:]


def doctored(lines):
    """Traces of programs that do it wrong, each with the first word of the complaint that has to come."""
    order = Order(lines)
    encode, look, said = order.encodes[0], order.looks[0], order.said[-1]
    _, sync = order.durable_before(encode, re.escape(order.job))
    _, attempt_sync = order.durable_before(look, re.escape(order.attempt))
    end, _ = order.durable_before(said, re.escape(order.job) + ".{0,80}succeeded")

    def edited(call, edit):
        return [edit(line) if number in call.lines else line for number, line in enumerate(lines)]

    yield "intent", "its sync left out", [line for number, line in enumerate(lines) if number not in sync.lines]
    yield "intent", "its sync failed", edited(sync, lambda line: line.replace("= 0", "= -1 EIO (Input/output error)"))
    yield "intent", "another file synced", edited(sync, lambda line: line.replace("journal.sqlite-wal", "other.sqlite-wal"))
    yield "intent", "the request before the sync", moved(lines, encode, sync.start)
    slow = lines if len(sync.lines) > 1 else split(lines, sync)
    yield "intent", "the sync over after the request", moved(slow, Order(slow).encodes[0], sync.start + 1)
    yield "intent", "the intent of another job", [line.replace(order.job, "0" * 36) if "-wal>" in line else line for line in lines]
    yield "requests", "a second request", lines[: encode.end + 1] + [lines[number] for number in encode.lines] + lines[encode.end + 1 :]
    yield "attempt", "a look before the sync", moved(lines, look, attempt_sync.start)
    yield "end", "the last line before the write", moved(lines, said, end.start)
    yield "the", "no request at all", [line for number, line in enumerate(lines) if number not in encode.lines]


def split(lines, call):
    """The same trace with a call that takes its time."""
    thread, rest = lines[call.start].split(None, 1)
    at, text = rest.split(" ", 1)
    name, arguments = text.split("(", 1)
    begun, over = arguments.rsplit(")", 1)
    halves = [f"{thread} {at} {name}({begun}{UNFINISHED}\n", f"{thread} {at} <... {name} resumed>){over}"]
    return lines[: call.start] + halves + lines[call.start + 1 :]


def self_test(lines):
    passed = []
    for word, what, bad in doctored(lines):
        complaints = Order(bad).complaints()
        if not any(complaint.startswith(word) for complaint in complaints):
            passed.append(f"{what}: {complaints}")
    return passed


def main():
    with open(sys.argv[-1], encoding="utf-8", errors="replace") as file:
        lines = file.readlines()
    order = Order(lines)
    complaints = order.complaints()
    if not complaints and sys.argv[1] == "--self-test":
        complaints = [f"a doctored trace passes: {what}" for what in self_test(lines)]
        if not complaints:
            print(f"{len(list(doctored(lines)))} doctored traces are all seen through")
    elif not complaints:
        print("\n".join(order.margins()))
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
