# Tries: answers the test runner itself, with frames that lie about their length, end too early, come
#   byte by byte, two at a time, or never.
# Kind: harm
# Stock: no

# %% first
import itertools
import os
import sys
import time

for name, agent in list(sys.modules.items()):
    if name.endswith("inside.agent"):
        ways = itertools.count()

        def answer(self):
            connection = self.connection
            good = agent.dumps(("begun",))
            frame = len(good).to_bytes(4, "little") + good
            way = next(ways) + os.getpid() % 5
            if way % 5 == 0:
                connection.sendall(b"\xff\xff\xff\xff" + b"x" * 1000)
            elif way % 5 == 1:
                connection.sendall(frame * 50)
            elif way % 5 == 2:
                for number in range(60):
                    connection.sendall(frame[number % 4 : number % 4 + 1])
                    time.sleep(1)
            elif way % 5 == 3:
                connection.sendall((200).to_bytes(4, "little") + b"l\xff\xff\xff\x7f" * 40)
            else:
                connection.sendall(frame)
                connection.recv(65536)
                connection.sendall(
                    (50_000_000).to_bytes(4, "little") + b"l\x01\x00\x00\x00" * 200_000
                )
            time.sleep(60)

        agent.Agent.serve_requests = answer
