#!/usr/bin/env python3
"""Stands between the program and the practice server, and counts what a desk may send once.

    relay.py PORT FOLDER

Passes every connection on to PORT of this computer and prints its own port. Each encode request adds a line to
FOLDER/encodes before it is passed on. While FOLDER/hold exists, what the server says on the connection of an encode
request is kept back.
"""

import pathlib
import socket
import sys
import threading
import time

ENCODES = (b"POST /acs/encoders/encode_credential ", b"POST /access_methods/encode ")


def main():
    target, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    (folder / "encodes").touch()
    print(listener.getsockname()[1], flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=relay, args=(client, target, folder), daemon=True).start()


def relay(client, target, folder):
    server = socket.create_connection(("127.0.0.1", target))
    for end in (client, server):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    has_encode = threading.Event()
    back = threading.Thread(target=bring_back, args=(server, client, has_encode, folder), daemon=True)
    back.start()
    take_there(client, server, has_encode, folder)
    back.join()
    client.close()
    server.close()


def take_there(client, server, has_encode, folder):
    """Looks at every byte once: the tail of what went before is looked at together with what follows."""
    tail = b""
    longest = max(map(len, ENCODES)) - 1
    for piece in pieces(client):
        seen = tail + piece
        for _ in range(sum(seen.count(words) for words in ENCODES)):
            has_encode.set()
            with open(folder / "encodes", "a", encoding="ascii") as log:
                log.write(f"{time.time_ns()}\n")
        tail = seen[-longest:]
        if not push(server, piece):
            break
    shut(server)


def bring_back(server, client, has_encode, folder):
    for piece in pieces(server):
        while has_encode.is_set() and (folder / "hold").exists():
            time.sleep(0.01)
        if not push(client, piece):
            break
    shut(client)


def pieces(end):
    while True:
        try:
            piece = end.recv(65536)
        except OSError:
            return
        if not piece:
            return
        yield piece


def push(end, piece):
    try:
        end.sendall(piece)
    except OSError:
        return False
    return True


def shut(end):
    try:
        end.shutdown(socket.SHUT_WR)
    except OSError:
        pass


if __name__ == "__main__":
    main()
