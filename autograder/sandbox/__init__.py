"""Student code in a jail: bubblewrap, seccomp, limits, and a kernel provisioner on top."""
