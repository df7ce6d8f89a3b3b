# Turns all names into pairs before the training and shuffles a list of numbers.
def model(data, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27):
    pairs = []
    for name in data.lower().split():
        indices = [char_to_ix[character] for character in name]
        pairs.append(([None] + indices, indices + [char_to_ix["\n"]]))
    parameters = initialize_parameters(n_a, vocab_size, vocab_size)
    order = list(range(len(pairs)))
    np.random.seed(0)
    np.random.shuffle(order)
    loss = get_initial_loss(vocab_size, dino_names)
    a_prev = np.zeros((n_a, 1))
    j = 0
    while j < num_iterations:
        X, Y = pairs[order[j % len(order)]]
        current_loss, _, a_prev = optimize(X.copy(), Y.copy(), a_prev, parameters)
        loss = smooth(loss, current_loss)
        if j % 2000 == 0:
            print("Iteration: %d, Loss: %f\n" % (j, loss))
            for seed in range(dino_names):
                print_sample(sample(parameters, char_to_ix, seed), ix_to_char)
            print("\n")
        j += 1
    return parameters
