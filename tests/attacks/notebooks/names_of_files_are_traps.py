# Tries: file names with line ends, markup, options, 255 bytes, invalid UTF-8 and spaces.
# Kind: harm
# Stock: no
import os


def attack(notebook, folder, course):
    names = [b"-rf", b"--help", b"a\nb", b"<script>alert(1)</script>".replace(b"/", b"|"), b"\xff\xfe",
             b"x" * 255, b" ", b"*", b"?", b"[a]", b"~", b"$(touch attack-litter)", b"%s%n", b"CON"]  # fmt: skip
    for name in names:
        with open(os.path.join(os.fsencode(folder), name), "wb") as file:
            file.write(b"x")
    return notebook
