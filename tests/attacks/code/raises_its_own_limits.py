# Tries: takes the limits of memory, files, processes and time off again.
# Kind: harm
# Stock: no

# %% last
import resource

for name in ("AS", "DATA", "NPROC", "FSIZE", "NOFILE", "CPU", "CORE", "MEMLOCK"):
    number = getattr(resource, f"RLIMIT_{name}")
    before = resource.getrlimit(number)
    try:
        resource.setrlimit(number, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        if before[1] != resource.RLIM_INFINITY:
            print("HARM: raised", name)
    except (OSError, ValueError) as error:
        print(name, error)
