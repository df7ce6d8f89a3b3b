# Tries: more outputs, longer lines and deeper markup than a browser can show.
# Kind: feedback
# Stock: no

# %% [markdown] first
# <div><b><i><ul><li><table><tr><td>

# %% clip
from IPython.display import HTML, Markdown, display

for _ in range(200):
    display(HTML("<div>" * 2000))
    display(Markdown("> " * 2000 + "x" + "*" * 2000))
print("x" * 5_000_000)
for number in range(50_000):
    print(number)
