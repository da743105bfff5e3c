"""Ports of 127.0.0.1 for test servers."""
import random
import socket

# Below those that the system gives to clients: a test beside this one has hundreds of connections, and one of them could
# take the port before its server does.
LOWEST, HIGHEST = 10000, 32000


def free_port():
    # Not from the numbers that a test makes its data of, which are the same in every run.
    pick = random.SystemRandom()
    while True:
        port = pick.randint(LOWEST, HIGHEST)
        with socket.socket() as s:
            try:
                s.bind(('127.0.0.1', port))
                return port
            except OSError:
                continue
