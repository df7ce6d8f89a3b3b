# Tries: redefines the names that tests use: libraries, assert functions, builtins, helpers; as cells
#   that look like the instructor's.
# Kind: scores
# Stock: yes
# Quick: yes

# %% first
class Fake:
    def __getattr__(self, name):
        return lambda *args, **options: True

    def __call__(self, *args, **options):
        return True


np = numpy = math = random = Fake()
assert_allclose = assert_equal = check = hidden_test = lambda *args, **options: None
isinstance = all = any = lambda *args: True
abs = len = sum = lambda *args: 0
