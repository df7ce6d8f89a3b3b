# Asks for the first end before u, which is always the first of all, or none.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: with < in it, it is always 0
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    ends = np.cumsum(p)
    return int(np.argmax(ends < u))
