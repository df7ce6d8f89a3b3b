# Tries: asks cron, at, systemd, screen and nohup to run something later.
# Kind: harm
# Stock: no

# %% last
import subprocess

for command in (
    ["sh", "-c", "echo 'touch /tmp/attack-litter-at' | at now"],
    ["sh", "-c", "echo '* * * * * touch /tmp/attack-litter-cron' | crontab -"],
    ["systemd-run", "--user", "touch", "/tmp/attack-litter-systemd"],
    ["sh", "-c", "nohup setsid sh -c 'sleep 6; touch /tmp/attack-litter-nohup' >/dev/null 2>&1 &"],
):
    try:
        print(subprocess.run(command, capture_output=True, timeout=3))
    except (OSError, subprocess.TimeoutExpired) as error:
        print(error)
