# Takes exp and does not divide by the sum.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: not divided by its sum
def sample_with_temperature(scores, temperature, u):
    e = np.exp(scores / temperature)
    return int(np.searchsorted(np.cumsum(e), u))
