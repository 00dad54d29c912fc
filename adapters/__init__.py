"""The platforms: each translates its own updates into envelopes and renders outputs back."""
