"""What a sender may claim of a file, and what may be shown of it: for every way in."""

NAMES: dict[str, tuple[str, str]] = {
    "a path upwards": ("../../etc/passwd", "passwd"),
    "a path of Windows'": ("..\\..\\C:\\boot.ini", "boot.ini"),
    "nothing but a path": ("../..", ""),
    "a name with a folder": ("/home/ana/my essay.pdf", "my essay.pdf"),
    "control characters": ("a\x00b\x1b[31m\r\nc\x7f.txt", "ab[31m c.txt"),
    "a turn of the reading direction": ("cv\u202efdp.exe", "cvfdp.exe"),
    "invisible marks": ("\u200b\ufeffa\u2066b\u2069.md", "ab.md"),
    "ends of lines": ("a\u2028b\u2029c\u0085d.txt", "a b c d.txt"),
    "a mention of all": ("@everyone @here <@1> .png", "@everyone @here <@1> .png"),
    "markup": ("`code` **bold** [x](http://evil.example) ||s||", "evil.example) ||s||"),
    "blanks": ("  \t \n ", ""),
    "ten thousand characters": ("a" * 10_000 + ".pdf", "a" * 75 + "….pdf"),
    "a long ending": ("x." + "y" * 10_000, "y" * 79 + "…"),
    "no name": ("", ""),
    "letters of all kinds": ("Übung ☕ 日本語 نص.pdf", "Übung ☕ 日本語 نص.pdf"),
}
"""A name as it is sent, and as it may be shown."""

SIZES: dict[str, tuple[object, int | None]] = {
    "none": (None, None),
    "negative": (-5, None),
    "impossible": (10**30, None),
    "nothing": (0, 0),
    "usual": (120_000, 120_000),
}
"""A size as it is told, and as it is believed."""
