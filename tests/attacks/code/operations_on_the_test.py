# Tries: asks the test runner for operations on the test's own objects: its variables, frames, files,
#   and for calls with the numbers of objects that it was never given.
# Kind: theft
# Stock: no
# Quick: yes

# %% first
import sys

for name, agent in list(sys.modules.items()):
    if name.endswith("inside.agent"):
        number = (0).to_bytes(4, "little")

        def request(target, operation, *args):
            parts = [b"t", (5).to_bytes(4, "little"), agent.dumps("do"), agent.dumps(operation)]
            parts += [b"m", target.to_bytes(4, "little"), agent.dumps(args), agent.dumps({})]
            return b"".join(parts)

        def answer_do(self, known, operation, target, args, options, state):
            stolen = []
            for target in range(6):
                for wish in ("__globals__", "gi_frame", "__self__", "__code__", "__dict__"):
                    self.send(request(target, "getattr", wish))
                    stolen.append(self.receive_one()[:2])
                self.send(request(target, "special", "__class__"))
                stolen.append(self.receive_one()[:2])
            print(stolen)
            raise RuntimeError(str(stolen))

        agent.Agent.answer_do = answer_do
