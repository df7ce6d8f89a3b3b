# Tries: replaces what the student's process answers to the test runner: signs of success, other words
#   of the protocol, exceptions of every name, data in the place of functions.
# Kind: scores
# Stock: no
# Quick: yes

# %% first
import builtins
import itertools
import sys

for name, agent in list(sys.modules.items()):
    if name.endswith("inside.agent"):
        errors = [kind for kind in vars(builtins).values() if isinstance(kind, type)]
        words = [
            ("value", True, [], None),
            ("value", {}, [(0, {})], {"out": "100", "err": 3}),
            ("value", None, [(True, 1), (-1, []), (10**9, {})], {"random": "none"}),
            ("begun",),
            ("missing",),
            ("ran", "", False, "100"),
            ("raised", "AssertionError", [], None),
            ("unsupported", "object"),
            ("passed", 100),
            ("points", 100.0),
            (),
            None,
            100,
        ]
        replies = itertools.cycle(words)

        def encode(agent_, value):
            encoder = agent.PeerEncoder(agent_)
            encoder.encode(value)
            return encoder.message()

        kinds = itertools.cycle([kind for kind in errors if issubclass(kind, BaseException)])

        def answer_do(self, known, *operands):
            if len(In) % 2:
                return encode(self, ("raised", next(kinds)("100"), [], None))
            return agent.dumps(next(replies))

        agent.Agent.answer_do = answer_do
        agent.Agent.answer_name = lambda self, known, name: encode(self, ("value", print))
        agent.Agent.answer_files = lambda self, known: agent.dumps(next(replies))
