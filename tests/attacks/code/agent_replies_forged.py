# Tries: knows the test runner's helper in the kernel and replaces what it answers: signs of success, other
#   words of the protocol, exceptions of every name, data in the place of functions.
# Kind: scores
# Stock: no
# Quick: yes

# %% last
import builtins
import itertools
import sys

for name, agent in list(sys.modules.items()):
    if name.endswith("inside.agent"):
        words = [
            ("value", True, []),
            ("value", {}, [(0, {})]),
            ("value", None, [(True, 1), (-1, []), (10**9, {})]),
            ("begun",),
            ("missing",),
            ("callable",),
            (
                "raised",
                [name for name in dir(builtins) if name.endswith(("Error", "Exit", "Iteration"))],
            ),
            ("raised", ["SystemExit", "KeyboardInterrupt", "OutOfTime", "BaseException"]),
            ("unsupported", "object"),
            ("passed", 100),
            ("points", 100.0),
            (),
            None,
            100,
        ]
        replies = itertools.cycle(words)
        agent.call = lambda *args: agent.dumps(next(replies))
        agent.look = lambda namespace, name: agent.dumps(("value", next(replies)))
        if len(In) % 2:
            agent.look = lambda namespace, name: agent.dumps(("callable",))
