# Tries: fills the heap, 6 GB at most.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
kept = []
try:
    for _ in range(60):
        kept.append(bytearray(b"x") * 100_000_000)
    print("HARM: 6 GB of heap")
except MemoryError:
    kept.clear()
    print("stopped")
