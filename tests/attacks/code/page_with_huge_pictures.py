# Tries: pictures that are huge as files, and small files that are huge as pictures.
# Kind: feedback
# Stock: no
# Quick: yes

# %% clip
import struct
import zlib

from IPython.display import Image, display


def png(width, height, lines):
    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = zlib.compress(bytes(lines * (width // 8 + 1)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


import os

for _ in range(20):
    display(Image(png(60000, 60000, 2000)))
    display({"image/png": "A" * 1_500_000, "text/plain": "x"}, raw=True)
    display(Image(png(8, 8, 8) + os.urandom(500_000)))
