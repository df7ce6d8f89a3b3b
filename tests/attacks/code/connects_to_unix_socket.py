# Tries: connects to a server of the host by the path of its unix socket.
# Kind: theft
# Stock: yes

# %% last
import socket

try:
    with socket.socket(socket.AF_UNIX) as server:
        server.settimeout(2)
        server.connect("@socket@")
        server.sendall(b"hello from a submission")
        print(server.recv(100))
except OSError as error:
    print(error)
