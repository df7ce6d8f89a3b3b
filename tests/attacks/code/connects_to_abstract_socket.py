# Tries: connects to a server of the host by the abstract name of its unix socket, which no file
#   permission guards.
# Kind: theft
# Stock: yes
# Quick: yes

# %% last
import socket

try:
    with socket.socket(socket.AF_UNIX) as server:
        server.settimeout(2)
        server.connect("\0@abstract@")
        server.sendall(b"hello from a submission")
        print(server.recv(100))
except OSError as error:
    print(error)
