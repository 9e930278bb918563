"""Small networks with ReLU: a logit for each class, initialised as PyTorch does by default.

The paper's network has one hidden layer; ``deeper`` puts more between it and the output.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

Parameters = dict[str, Any]


def initial_parameters(rng: np.random.Generator, inputs: int, hidden: int, classes: int, deeper: int = 0) -> Parameters:
    """Weights and biases of each layer uniform on (-1/sqrt(m), 1/sqrt(m)), m the number of its inputs; float32.

    ``deeper`` is the number of hidden layers beyond the first, of the same width.
    """

    def uniform(fan_in: int, *shape: int) -> NDArray[np.float32]:
        bound = 1 / np.sqrt(fan_in)
        return rng.uniform(-bound, bound, shape).astype(np.float32)

    first = {"weight": uniform(inputs, inputs, hidden), "bias": uniform(inputs, hidden)}
    between = [{"weight": uniform(hidden, hidden, hidden), "bias": uniform(hidden, hidden)} for _ in range(deeper)]
    last = {"weight": uniform(hidden, hidden, classes), "bias": uniform(hidden, classes)}
    return {"hidden": first, "output": last} | ({"deeper": between} if between else {})


def logits(parameters: Parameters, x: Any) -> jax.Array:
    """Outputs (n, k) at the rows of ``x`` (n, d)."""
    hidden, output = parameters["hidden"], parameters["output"]
    # The bias as the weight of one more input: one pass less over the (n, hidden) activations, forth and back.
    inputs = jnp.concatenate([x, jnp.ones_like(x[..., :1])], axis=-1)
    active = jax.nn.relu(inputs @ jnp.concatenate([hidden["weight"], hidden["bias"][None]]))
    for layer in parameters.get("deeper", ()):
        active = jax.nn.relu(active @ layer["weight"] + layer["bias"])
    return jnp.asarray(active @ output["weight"] + output["bias"])
