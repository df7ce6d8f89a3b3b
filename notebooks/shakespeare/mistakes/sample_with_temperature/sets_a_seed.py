# Draws with a seed, so that the same index comes each time.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: Nothing random belongs here
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    np.random.seed(0)
    return np.random.choice(len(p), p=p)
