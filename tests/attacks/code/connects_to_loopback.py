# Tries: connects to a server on the host's loopback, takes what it says and tells it what it knows.
# Kind: theft
# Stock: yes
# Quick: yes

# %% last
import socket

for address in ("127.0.0.1", "localhost", "0.0.0.0", "::1", "::ffff:127.0.0.1"):
    try:
        with socket.create_connection((address, int("@port@")), timeout=2) as server:
            server.sendall(b"hello from a submission")
            print(server.recv(100))
    except OSError as error:
        print(address, error)
