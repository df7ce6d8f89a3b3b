# Rounds in an outer loop, names in an inner one, through a generator defined in the cell.
def rounds(names, total):
    done = 0
    while True:
        for name in names:
            if done == total:
                return
            yield done, name
            done += 1


def model(data, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27):
    parameters = initialize_parameters(n_a, vocab_size, vocab_size)
    loss = get_initial_loss(vocab_size, dino_names)
    examples = [name.strip() for name in data.lower().split("\n") if name.strip()]
    np.random.RandomState(0).shuffle(examples)
    a_prev = np.zeros((n_a, 1))
    for j, name in rounds(examples, num_iterations):
        X = [None]
        Y = []
        for character in name:
            X.append(char_to_ix[character])
            Y.append(char_to_ix[character])
        Y.append(char_to_ix["\n"])
        result = optimize(X, Y, a_prev, parameters, learning_rate=0.01)
        a_prev = result[2]
        loss = smooth(loss, result[0])
        if j % 2000 == 0:
            print("Iteration: %d, Loss: %f" % (j, loss) + "\n")
            for seed in range(dino_names):
                print_sample(sample(parameters, char_to_ix, seed), ix_to_char)
            print("\n")
    return parameters
