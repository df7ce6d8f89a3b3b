# Draws a random number of its own.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: no random number is to be drawn
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    return np.random.choice(len(p), p=p)
