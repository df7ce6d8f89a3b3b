# Tries: markup in the name and text of an exception, and in what is printed to stdout and stderr.
# Kind: feedback
# Stock: no
# Quick: yes

# %% clip
import sys

text = "</pre></div><script>alert(1)</script><img src=x onerror=alert(1)>"
print(text)
print(text, file=sys.stderr)
raise type(text, (Exception,), {})(text)


# %% sample
def sample(*args):
    print(text)
    raise type(text, (Exception,), {})(text)
