# Counts the ends beyond u.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: ends beyond u are counted
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    return int(np.sum(np.cumsum(p) > u))
