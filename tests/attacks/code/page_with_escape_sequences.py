# Tries: ANSI escape sequences that clear a terminal, set its title or hide text, in outputs, in an
#   exception's text and in text cells.
# Kind: feedback
# Stock: no
# Quick: yes

# %% clip
print(
    "\x1b[2J\x1b[H\x1b]0;owned\x07\x1b]8;;http://127.0.0.1\x07link\x1b]8;;\x07\x9b31m\x1b[8mhidden"
)
raise ValueError("\x1b[1A\x1b[2K\x1b]52;c;YWJj\x07 10 points \x1b[" + "1;" * 10000 + "m")
