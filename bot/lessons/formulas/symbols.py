"""The signs that a formula may hold, by their names in TeX."""

from collections.abc import Mapping
from typing import Literal

Kind = Literal[
    "letter",
    "number",
    "operator",
    "relation",
    "open",
    "close",
    "punctuation",
    "big",
    "function",
    "text",
    "space",
]
"""What a sign is among others, which says where there is a blank beside it."""

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι "
    "kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi φ varphi φ chi χ psi ψ "
    "omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω "
    "infty ∞ partial ∂ nabla ∇ hbar ħ ell ℓ emptyset ∅ varnothing ∅ forall ∀ exists ∃ dots … "
    "ldots … cdots ⋯ degree ° prime ′ angle ∠ aleph ℵ Re ℜ Im ℑ top ⊤ bot ⊥"
)
_OPERATORS = (
    "times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • cup ∪ cap ∩ setminus ∖ "
    "wedge ∧ land ∧ vee ∨ lor ∨ oplus ⊕ otimes ⊗ bowtie ⋈ Join ⋈ neg ¬ lnot ¬"
)
_RELATIONS = (
    "le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ "
    "in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ to → rightarrow → longrightarrow ⟶ "
    "leftarrow ← gets ← leftrightarrow ↔ rightleftharpoons ⇌ Rightarrow ⇒ implies ⇒ Leftarrow ⇐ "
    "Leftrightarrow ⇔ iff ⇔ mapsto ↦ uparrow ↑ downarrow ↓ mid ∣ parallel ∥ perp ⊥ lt < gt >"
)
_BIG = "sum ∑ prod ∏ int ∫ iint ∬ oint ∮ bigcup ⋃ bigcap ⋂"
_BRACKETS = (
    "open langle ⟨ close rangle ⟩ open lfloor ⌊ close rfloor ⌋ open lceil ⌈ close rceil ⌉ "
    "open lbrace { close rbrace } open lvert | close rvert |"
)
_FUNCTIONS = (
    "sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim max min sup inf "
    "det dim ker gcd deg arg argmax argmin Pr"
)


def _named(names: str, kind: Kind) -> dict[str, tuple[str, Kind]]:
    words = names.split()
    return {name: (sign, kind) for name, sign in zip(words[::2], words[1::2], strict=True)}


def _brackets() -> dict[str, tuple[str, Kind]]:
    words = iter(_BRACKETS.split())
    sides: dict[str, Kind] = {"open": "open", "close": "close"}
    return {name: (sign, sides[side]) for side, name, sign in zip(words, words, words, strict=True)}


COMMANDS: Mapping[str, tuple[str, Kind]] = {
    **_named(_GREEK, "letter"),
    **_named(_OPERATORS, "operator"),
    **_named(_RELATIONS, "relation"),
    **_named(_BIG, "big"),
    **_brackets(),
    **{name: (name, "function") for name in _FUNCTIONS.split()},
    **dict.fromkeys(("quad", "qquad", "thinspace", "space"), (" ", "space")),
    "vert": ("|", "letter"),
    "Vert": ("‖", "letter"),
    "cdotp": ("·", "operator"),
}
"""Signs by the command that stands for them."""

ESCAPED: Mapping[str, tuple[str, Kind]] = {
    **{sign: (sign, "letter") for sign in "%$#&_|"},
    "{": ("{", "open"),
    "}": ("}", "close"),
    **dict.fromkeys(",;:! ", (" ", "space")),
    "!": ("", "space"),
}
"""Signs by the one that a backslash stands before."""

_PLAIN: Mapping[Kind, str] = {
    "operator": "+*±×÷·∓∪∩∧∨⊕⊗⋈¬∘",
    "relation": "=<>≤≥≠≈≡∼∝≪≫∈∉⊂⊆⊃⊇→←↔⇌⇒⇐⇔:",
    "open": "([",
    "close": ")]",
    "punctuation": ",;",
    "big": "∑∏∫⋃⋂",
}

PLAIN: Mapping[str, tuple[str, Kind]] = {
    **{sign: (sign, kind) for kind, signs in _PLAIN.items() for sign in signs},
    "-": ("−", "operator"),
    "−": ("−", "operator"),
    "*": ("∗", "operator"),
    "'": ("′", "letter"),
    "->": ("→", "relation"),
    "<=": ("≤", "relation"),
    ">=": ("≥", "relation"),
    "=>": ("⇒", "relation"),
    "==": ("=", "relation"),
    "~": (" ", "space"),
}
"""Signs that stand for themselves, or nearly so; all others are letters."""

ACCENTS: Mapping[str, tuple[str, str]] = {
    "bar": ("\u0304", "¯"),
    "overline": ("\u0304", "¯"),
    "hat": ("\u0302", "^"),
    "widehat": ("\u0302", "^"),
    "tilde": ("\u0303", "~"),
    "vec": ("\u20d7", "→"),
    "dot": ("\u0307", "˙"),
}
"""Marks above a letter: as one that joins it, and as it is drawn."""

BLACKBOARD: Mapping[str, str] = dict(zip("CHNPQRZE", "ℂℍℕℙℚℝℤ𝔼", strict=True))

RAISED: Mapping[str, str] = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzTN′°∗",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴺ′°*",
        strict=True,
    )
)
LOWERED: Mapping[str, str] = dict(
    zip("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
"""Signs that Unicode has above and below the line."""

ROOTS: Mapping[str, str] = {"": "√", "2": "√", "3": "∛", "4": "∜"}
