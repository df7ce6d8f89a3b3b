# Has its own softmax, multiplies by 1 / temperature, and searches from the end.
def sample_with_temperature(scores, temperature, u):
    beta = 1 / temperature
    e = np.exp(beta * (np.asarray(scores) - max(scores)))
    starts = np.concatenate([[0], np.cumsum(e / np.sum(e))[:-1]])
    return max(k for k in range(len(starts)) if starts[k] <= u)
