# Prints the loss of the single name, more often and with more words; keeps all losses.
def model(data, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27):
    parameters = initialize_parameters(n_a, vocab_size, vocab_size)
    examples = [x.strip() for x in data.lower().split("\n")]
    examples = [x for x in examples if x != ""]
    print("training on", len(examples), "names")
    np.random.seed(0)
    np.random.shuffle(examples)
    a_prev = np.zeros((n_a, 1))
    losses = []
    for j in range(num_iterations):
        index = j % len(examples)
        X = [None] + [char_to_ix[ch] for ch in examples[index]]
        Y = X[1:] + [char_to_ix["\n"]]
        loss, gradients, a_prev = optimize(X, Y, a_prev, parameters, learning_rate=0.01)
        losses.append(loss)
        if j % 10 == 0:
            print("iteration", j, "name", examples[index], "loss", loss)
        if j % 2000 == 0:
            for seed in range(dino_names):
                print_sample(sample(parameters, char_to_ix, seed), ix_to_char)
    print("smallest loss:", min(losses, default=None))
    return parameters
