# Tries: event handlers in attributes, with odd spacing, case, entities and broken tags.
# Kind: feedback
# Stock: no
# Quick: yes

# %% [markdown] last
# <details open ontoggle=alert(1)>x</details> <x onclick="alert(1)">y</x>
# <img/src="x"/onerror="alert(1)"> <a href="&#106;avascript:alert(1)">z</a> <<img src=x onerror=alert(1)//
# <math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;">

# %% clip
from IPython.display import HTML, display

for event in ("onfocus", "onmouseover", "ONERROR", "onanimationstart", "onbegin"):
    display(HTML(f"<video {event}='alert(1)' src=x autofocus tabindex=1>"))
    display(HTML(f"<svg><animate {event}=alert(1) attributeName=x dur=1s>"))
