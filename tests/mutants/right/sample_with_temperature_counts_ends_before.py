# Counts the ends that lie before u; its softmax uses logarithms.
def sample_with_temperature(scores, temperature, u):
    z = scores / temperature
    p = np.exp(z - np.logaddexp.reduce(z))
    return np.sum(np.cumsum(p) <= u)
