# Tries: calls back to the test runner endlessly, and answers a request with a request.
# Kind: harm
# Stock: no

# %% first
import sys

for name, agent in list(sys.modules.items()):
    if name.endswith("inside.agent"):

        def answer_do(self, known, *operands):
            frame = agent.dumps(("do", "call", None, (), {}))
            while True:
                self.send(frame)

        agent.Agent.answer_do = answer_do
