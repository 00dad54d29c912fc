"""Reads a formula in TeX: the part of it that teachers use, and nothing that it does not know.

The signs that a formula may hold stand first, by their names in TeX.
"""

import difflib
import re
from collections.abc import Mapping
from typing import Literal

from bot.values import value

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


def _name_signs(names: str, kind: Kind) -> dict[str, tuple[str, Kind]]:
    words = names.split()
    return {name: (sign, kind) for name, sign in zip(words[::2], words[1::2], strict=True)}


def _brackets() -> dict[str, tuple[str, Kind]]:
    words = iter(_BRACKETS.split())
    sides: dict[str, Kind] = {"open": "open", "close": "close"}
    return {name: (sign, sides[side]) for side, name, sign in zip(words, words, words, strict=True)}


COMMANDS: Mapping[str, tuple[str, Kind]] = {
    **_name_signs(_GREEK, "letter"),
    **_name_signs(_OPERATORS, "operator"),
    **_name_signs(_RELATIONS, "relation"),
    **_name_signs(_BIG, "big"),
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
"""Signs by the sign that a backslash stands before."""

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
"""Marks above a letter: as the combining sign, and as it is drawn."""

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


MAX_FORMULA = 240
"""Characters of a formula: some four lines on a phone."""

DEEPEST = 4
"""How deep fractions, roots and indices may lie within each other. Drawing takes some four times as
long with each level: at this level a second at most."""

_BRACES = 5 * DEEPEST
"""How deep it is read, before it is known what of that is drawn within each other."""

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\.\d+)*|\s+|->|[<>=]=|=>|.", re.DOTALL)
_WORDS = ("text", "mathrm", "operatorname", "textbf", "mathbf", "mathit", "textit", "mathsf")
_FRACTIONS = ("frac", "dfrac", "tfrac")
_NOTHING = ("displaystyle", "textstyle", "limits", "nolimits")
_LINES = "write a formula for each line, or show it as a table or a picture"


class FormulaError(Exception):
    """A formula that can't be shown: what is wrong with it, and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}; {mend}")
        self.what = what
        self.mend = mend


@value
class Sign:
    """A sign, or several letters that belong together."""

    text: str
    kind: Kind
    tall: bool = False


@value
class Row:
    """What stands side by side."""

    items: tuple["Node", ...]


@value
class Fraction:
    """A part above another."""

    above: "Node"
    below: "Node"


@value
class Root:
    """A root, with its index if that is not two."""

    body: "Node"
    index: "Node | None" = None


@value
class Scripts:
    """Something with what stands below and above its right side, or below and above it."""

    base: "Node"
    below: "Node | None" = None
    above: "Node | None" = None


@value
class Accent:
    """A mark above something, by its name in TeX."""

    name: str
    body: "Node"


Node = Sign | Row | Fraction | Root | Scripts | Accent


def read(source: str) -> Row:
    """The formula of this source. Raises ``FormulaError``."""
    if len(source) > MAX_FORMULA:
        what = f"a formula of {len(source)} characters, {MAX_FORMULA} at most"
        raise FormulaError(what, "divide it into several, with words between them")
    reader = _Reader(_TOKEN.findall(source.strip()))
    row = reader.row()
    if left := reader.peek():
        raise FormulaError(f'"{left}" in a formula, which nothing before it opens', "remove it")
    if not row.items:
        raise FormulaError("a formula with nothing in it", "write it, or remove its signs $")
    if _depth(row) > DEEPEST:
        raise _too_deep()
    return row


def _instead(name: str) -> str:
    """What to write in place of an unknown command: the nearest, or no command."""
    known = (*COMMANDS, *ACCENTS, *_WORDS, *_FRACTIONS, "sqrt", "mathbb", "left", "right")
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.7)
    sign = "type its sign itself, such as ≤, or write words as \\text{words}"
    return f"did you mean \\{near[0]}?" if near else sign


def _depth(node: Node) -> int:
    """How many fractions, roots, indices and accents lie within each other."""
    match node:
        case Sign():
            return 0
        case Row(items):
            return max(map(_depth, items), default=0)
        case Fraction(part, other) | Root(part, other):
            parts: tuple[Node | None, ...] = (part, other)
        case Scripts(base, below, above):
            parts = (base, below, above)
        case Accent(_, body):
            parts = (body,)
    return 1 + max(_depth(part) for part in parts if part is not None)


def _too_deep() -> FormulaError:
    what = f"a formula with more than {DEEPEST} things within each other"
    return FormulaError(what, "give a part of it a name of its own")


class _Reader:
    def __init__(self, pieces: list[str]) -> None:
        self._pieces = pieces
        self._at = 0
        self._depth = 0

    def peek(self) -> str:
        return self._pieces[self._at] if self._at < len(self._pieces) else ""

    def _next(self) -> str:
        piece = self.peek()
        self._at += 1
        return piece

    def row(self, until: str = "") -> Row:
        """All up to a closing sign, which is left."""
        self._depth += 1
        if self._depth > _BRACES:
            raise _too_deep()
        items: list[Node] = []
        while (piece := self.peek()) and piece not in ("}", "\\right") and piece != until:
            if piece.isspace() or piece[1:] in _NOTHING:
                self._next()
                continue
            items.append(self._scripts(self._atom()))
        self._depth -= 1
        return Row(tuple(items))

    def _scripts(self, base: Node) -> Node:
        below: Node | None = None
        above: Node | None = None
        while (piece := self.peek()) in ("^", "_", "'") or piece.isspace() or piece[1:] in _NOTHING:
            if piece.isspace() and self._after_blanks() not in ("^", "_", "'"):
                break
            self._next()
            if piece not in ("^", "_", "'"):
                continue
            place, taken = ("below", below) if piece == "_" else ("above", above)
            if taken is not None and piece != "'":
                what = f'two indices {place} the same sign ("{piece}" twice)'
                raise FormulaError(what, "put both between { and }")
            if piece == "_":
                below = self._script(piece)
            else:
                script = Sign("′", "letter") if piece == "'" else self._script(piece)
                above = script if above is None else Row((above, script))
        return base if below is None and above is None else Scripts(base, below, above)

    def _after_blanks(self) -> str:
        rest = (piece for piece in self._pieces[self._at :] if not piece.isspace())
        return next(rest, "")

    def _script(self, sign: str) -> Node:
        self._skip_blanks()
        piece = self.peek()
        if piece[:1].isdigit() and len(piece) > 1:
            what = f'"{sign}{piece}", of which only "{piece[0]}" would be an index'
            raise FormulaError(what, f"write {sign}{{{piece}}}")
        return self._argument(f'the sign "{sign}"')

    def _argument(self, of: str) -> Node:
        """What a command is about: a group, or else a single sign."""
        self._skip_blanks()
        piece = self.peek()
        if not piece or piece in ("}", "^", "_", "&", "\\right"):
            raise FormulaError(f"nothing follows {of}", "write what belongs there, between { and }")
        if piece[0].isdigit() and len(piece) > 1:
            # As in \frac12: a figure each.
            self._pieces[self._at] = piece[1:]
            return Sign(piece[0], "number")
        self._depth += 1
        if self._depth > _BRACES:
            raise _too_deep()
        result = self._atom()
        self._depth -= 1
        return result

    def _skip_blanks(self) -> None:
        while self.peek().isspace():
            self._next()

    def _group(self, opening: str, closing: str) -> Row:
        row = self.row(closing)
        if self._next() != closing:
            raise FormulaError(f'a "{opening}" in a formula that nothing closes', f"add {closing}")
        return row

    def _atom(self) -> Node:
        piece = self._next()
        if piece == "{":
            return self._group("{", "}")
        if piece[0] == "\\":
            return self._command(piece[1:])
        if piece in ("^", "_"):
            raise FormulaError(f'nothing stands before "{piece}"', f"write a sign, or {{}}{piece}")
        if piece in ("&", "#"):
            raise FormulaError(f'the sign "{piece}" in a formula', f"write \\{piece}, or {_LINES}")
        if piece[0].isdigit():
            return Sign(piece, "number")
        text, kind = PLAIN.get(piece, (piece, "letter"))
        return Sign(text, kind)

    def _command(self, name: str) -> Node:
        if name in _FRACTIONS:
            above = self._argument(f"\\{name}")
            return Fraction(above, self._argument(f"the first part of \\{name}"))
        if name == "sqrt":
            index: Node | None = None
            if self.peek() == "[":
                self._next()
                index = self._group("[", "]")
            return Root(self._argument("\\sqrt"), index)
        if name in _WORDS:
            return Sign(self._words(name), "function" if name == "operatorname" else "text")
        if name == "mathbb":
            return self._blackboard()
        if name in ACCENTS:
            return Accent(name, self._argument(f"\\{name}"))
        if name == "left":
            return self._read_fenced()
        if name in ("begin", "\\", "end"):
            raise FormulaError("a formula of several lines or columns", _LINES)
        sign = COMMANDS.get(name) or ESCAPED.get(name)
        if sign is None:
            mend = "write H_2O" if name == "ce" else _instead(name)
            raise FormulaError(f'the command "\\{name}", which is not known here', mend)
        return Sign(*sign)

    def _blackboard(self) -> Sign:
        letter = self._argument("\\mathbb")
        items = letter.items if isinstance(letter, Row) else (letter,)
        match items:
            case (Sign(text),) if text in BLACKBOARD:
                return Sign(BLACKBOARD[text], "letter")
        raise FormulaError("\\mathbb of something else", f"it knows {', '.join(BLACKBOARD)}")

    def _words(self, name: str) -> str:
        """The words in a group, as they stand."""
        if self._next() != "{":
            raise FormulaError(f"\\{name} without {{", f"write \\{name}{{words}}")
        words = ""
        while (piece := self._next()) != "}":
            if not piece or piece in ("{", "$") or (piece[0] == "\\" and piece[1:] not in ESCAPED):
                raise FormulaError(
                    f"\\{name} with more than plain words in it", "write words alone"
                )
            words += " " if piece.isspace() else piece.removeprefix("\\")
        return words

    def _read_fenced(self) -> Row:
        opening = self._bracket("left")
        body = self.row()
        if self._next() != "\\right":
            raise FormulaError("\\left without \\right", "close it with \\right) or the like")
        return Row((*opening, *body.items, *self._bracket("right")))

    def _bracket(self, side: str) -> tuple[Node, ...]:
        self._skip_blanks()
        piece = self._next()
        if piece == ".":
            return ()
        text = piece if piece and piece in "()[]|/" else ""
        if piece.startswith("\\"):
            text = (COMMANDS.get(piece[1:]) or ESCAPED.get(piece[1:]) or ("", ""))[0]
        if not text:
            raise FormulaError(
                f"\\{side} without a bracket behind it", f"write \\{side}( or the like"
            )
        return (Sign(text, "open" if side == "left" else "close", tall=True),)
