# Takes the best index each time.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: likeliest index is taken
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    return int(np.argmax(p))
