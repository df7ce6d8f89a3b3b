# Tries: fills /dev/shm and /tmp, which are memory too, 2 GB at most.
# Kind: harm
# Stock: no

# %% last
for place in ("/dev/shm", "/tmp", "/run", "/var/tmp"):
    for number in range(4):
        try:
            with open(f"{place}/attack-litter-{number}", "wb") as file:
                for _ in range(125):
                    file.write(b"x" * 4_000_000)
            print("HARM: 500 MB in", place) if number == 3 else None
        except OSError as error:
            print(error)
            break
