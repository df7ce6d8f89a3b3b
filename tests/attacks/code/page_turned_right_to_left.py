# Tries: characters that turn the direction of text, join it or are not seen, to show other marks.
# Kind: feedback
# Stock: no

# %% clip
print("\u202e001 / 001 :erocS\u202c \u2066\u2067\u200b\ufeff" + "\u0300" * 5000)
raise ValueError("\u202e\u2066 stniop 01")
