# Looks the letter's column of Wax up instead of multiplying by a one-hot column.
def sample(parameters, char_to_ix, seed):
    Wax, Waa, Wya, b, by = (parameters[name] for name in ("Wax", "Waa", "Wya", "b", "by"))
    state = np.zeros(len(b))
    letter = 0.0
    drawn = []
    while len(drawn) < 50 and (not drawn or drawn[-1] != char_to_ix["\n"]):
        state = np.tanh(letter + Waa.dot(state) + b[:, 0])
        probabilities = softmax(Wya.dot(state) + by[:, 0])
        np.random.seed(seed + 2 * len(drawn))
        drawn.append(np.random.choice(np.arange(len(by)), p=probabilities))
        letter = Wax[:, drawn[-1]]
    if len(drawn) == 50:
        drawn.append(char_to_ix["\n"])
    return drawn
