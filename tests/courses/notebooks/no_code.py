# A notebook without a code cell.
# %% markdown
# Reading

Read the first chapter, then answer.
# %% essay summary points=2
The chapter describes how stars are classified.
# %% wrong summary
It describes planets.
# %% essay opinion points=1
I would add a picture.
# %% wrong opinion
None.
