"""Formulas of a text, as authors write them in TeX: read, written in a line, made ready to draw.

Only what is known here is read, so that what is shown is what was meant, and that what a drawing
takes is bounded: a formula's length and depth are.
"""
