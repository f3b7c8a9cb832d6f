#!/usr/bin/env python3
"""memory.py PID WORD…: every copy of these words in the memory of a process, as one JSON object a line.

Looks at every map that can be read, as a core dump would hold it, for UTF-8 and UTF-16, without regard to the case of ASCII
letters. The process stands still meanwhile. Says last what it looked at; the exit code says nothing about what was found.
"""

import json
import os
import re
import signal
import sys

CHUNK = 16 << 20
AROUND = 48


def maps(pid):
    for line in open(f"/proc/{pid}/maps"):
        fields = line.split(maxsplit=5)
        first, last = (int(end, 16) for end in fields[0].split("-"))
        name = fields[5].strip() if len(fields) > 5 else "(anonymous)"
        if fields[1].startswith("r") and name not in ("[vvar]", "[vvar_vclock]", "[vsyscall]"):
            yield first, last, fields[1], name


def chunks(memory, first, last, overlap):
    """Pieces that overlap, so that no word is cut in two."""
    at = first
    while at < last:
        memory.seek(at)
        try:
            yield at, memory.read(min(CHUNK + overlap, last - at))
        except OSError:
            return
        at += CHUNK


def main():
    pid, words = int(sys.argv[1]), sys.argv[2:]
    os.kill(pid, signal.SIGSTOP)
    try:
        look(pid, words)
    finally:
        os.kill(pid, signal.SIGCONT)


def look(pid, words):
    forms = {}
    for word in words:
        forms[word.lower().encode()] = (word, "UTF-8")
        forms[word.lower().encode("utf-16-le")] = (word, "UTF-16")
    pattern = re.compile(b"|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)), re.IGNORECASE)
    overlap, looked, unread, seen = max(map(len, forms)), 0, [], set()
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for first, last, rights, name in maps(pid):
            before = looked
            for at, piece in chunks(memory, first, last, overlap + AROUND):
                looked += min(len(piece), CHUNK)
                for found in pattern.finditer(piece):
                    place = at + found.start()
                    if place not in seen:
                        seen.add(place)
                        word, form = forms[found.group().lower()]
                        around = piece[max(0, found.start() - AROUND) : found.end() + AROUND]
                        shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in around)
                        copy = {"word": word, "form": form, "map": name, "rights": rights, "at": hex(place)}
                        print(json.dumps({**copy, "begins": hex(first), "around": shown}))
            if looked == before:
                unread.append(f"{name} {rights} {first:x}-{last:x}")
    print(json.dumps({"looked_at": looked, "copies": len(seen), "unread": unread}))


main()
