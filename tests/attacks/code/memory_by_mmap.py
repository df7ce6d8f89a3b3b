# Tries: maps anonymous shared memory and touches every page, 6 GB at most.
# Kind: harm
# Stock: no

# %% last
import mmap

kept = []
try:
    for _ in range(60):
        area = mmap.mmap(-1, 100_000_000)
        for offset in range(0, len(area), 4096):
            area[offset] = 1
        kept.append(area)
    print("HARM: 6 GB of mappings")
except (OSError, MemoryError) as error:
    kept.clear()
    print(error)
