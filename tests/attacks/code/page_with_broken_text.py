# Tries: text that cannot be written as UTF-8 (lone surrogates), null and control characters, in
#   outputs and exceptions: a page or a gradebook that cannot be written.
# Kind: feedback
# Stock: no

# %% clip
from IPython.display import display

text = "\ud800 \udfff \x00 \x08 \x0b \x0c \x7f \ufffe \uffff"
print("\x00\x08\x0b\x7f")
for shown in (text, text.encode("utf-8", "replace").decode()):
    try:
        display({"text/html": shown, "text/plain": shown}, raw=True)
        print(shown)
    except Exception as error:
        print(type(error))
raise ValueError("\x00\x1f\x7f \ufffe")
