"""Odd pieces of text: what people paste, what machines leave behind, and what attackers try."""

from typing import Final

#: Texts that act on what shows them, or that a person may well have in a title.
STRINGS: Final = (
    "",
    " ",
    "Two homes [pilot]",
    "[/red] home [bold",
    "[link=https://example.org]here[/link]",
    "£1.2m → €3 – “half”",
    "=1+2",
    "@SUM(A1)",
    "+44 20 7946 0000",
    "-5%",
    "<b>bold</b> & <script>alert(1)</script>",
    "</svg><svg onload='x'>",
    "$\\frac{1}{2}$",
    "$x",
    "{0} %s {name} %(x)d",
    "..\\..\\windows",
    "../../etc/passwd",
    "CON",
    "a" * 59,
    "a" * 61,
    "t" * 120,
    "t" * 121,
    "\x00",
    "\x07 bell",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x7f\x80\x9b31m",
    "line\nbreak",
    "carriage\rreturn",
    "tab\there",
    "\u2028 separator \u2029",
    "\u202eright to left\u202c",
    "\u2066isolated\u2069",
    "\u200bzero\u200dwidth\ufeff",
    "\ud800",
    "\udfff lone",
    "\ufffe\uffff",
    "e\u0301 = é",
    "\u0438\u0306" * 30,
    "漢字の題名",
    "שלום עולם",
    "👩‍👧‍👦 family",
    "🅰" * 61,
    "Z̷̛̩a̸l̴g̶o̶" * 20,
    "ſ ß ı İ",
    "\U000e0001tag",
)

#: Values as TOML writes them, right and wrong.
VALUES: Final = (
    *("0", "1", "2", "-1", "0.5", "1.0", "-0.0", "3.7", "12", "20", "21", "50", "51", "100"),
    *("200", "200.5", "240", "241", "1000", "1000.1", "2024", "1e308", "1e309", "-1e400"),
    *("1e-320", "nan", "+nan", "inf", "-inf", "0x1F", "0o17", "0b11", "1_000", "1__0", "01"),
    *("1.", ".5", "+3", "1e", "9223372036854775807", "9223372036854775808", "-9223372036854775809"),
    *("true", "false", "True", "null", "None", "", "''", '""', "'x'", '"x"', '"unclosed', "'''a"),
    *('"""many\nlines"""', "'''raw\nlines'''", r'"\u0000"', r'"\u001b[31m"', r'"\ud800"'),
    *(r'"\U00110000"', r'"\x1b"', r'"\q"', r'"\e"', "1979-05-27", "07:32:00"),
    *("1979-05-27T07:32:00Z", "1979-05-27 07:32:00.999999-07:00", "2024-02-30", "24:00:00"),
    *("[]", "[[]]", "[[], []]", "[1,]", "[,]", "[1 2]", "[1, 'a', {}]", "[nan]", "[true]"),
    *("{}", "{ a = 1 }", "{ a.b.c = 1 }", "{ a = 1, a = 2 }", "{ central = 1 }", "{,}", "{ = 1 }"),
    *("{ central = 1, low = 0, high = 2 }", "{ central = 1, low = 2, high = 0 }"),
    *("{ central = nan, low = 0, high = 1 }", "{ central = [1, 2], low = 0, high = 1 }"),
    *("{ central = 0.5, low = 0.5, high = 0.5 }", "{ central = 0, low = 0, high = 0 }"),
    *("{ central = 1e300, low = -1e300, high = 1e308 }", "{ Central = 1, low = 1, high = 1 }"),
    *("{ central = true, low = false, high = true }", "[{ central = 1, low = 1, high = 1 }]"),
    *(
        "{ one_key_worker = 0.9 }",
        "{ one_key_worker = 1.1 }",
        "{ manager = 201 }",
        "{ manager = 1 }",
    ),
)

#: Lines that may stand anywhere in a file.
LINES: Final = (
    *(
        "",
        "#",
        "# comment \x00",
        "[",
        "]",
        "[[",
        "[]",
        "[[]]",
        "[a",
        "[a]b",
        "= 1",
        "a",
        "a =",
        "a =",
    ),
    *("a = 1", "a.b = 1", "a.b.c.d.e = 1", "'' = 1", '"" = 1', "'a b' = 1", '"a\\u0000" = 1'),
    *(
        "\ufeff",
        "\ufeffname = 'x'",
        "name = 'again'",
        "title.deep = 1",
        "name.x = 'y'",
        "\t\t",
        "\f",
    ),
    *("[parameters]", "[parameters.x]", "[[parameters]]", "[interventions]", "[[interventions]]"),
    *("[interventions.hubs]", "[[interventions.hubs]]", "[[interventions.hubs.staff]]"),
    *("[interventions.effects]", "[interventions.fidelity]", "[__proto__]", "__class__ = 1"),
    *("parameters = 1", "parameters = {}", "interventions = []", "interventions = [1]"),
    *("interventions = [{}]", "interventions = [{ kind = 1 }]", "sources = 'N03'", "notes = [1]"),
    *(
        "twin_of = 'no-wrong-door'",
        "twin = 'null'",
        "kind = 'no_wrong_door'",
        "kind = ['no_wrong_door']",
    ),
)

#: Single letters that turn one thing into another.
LETTERS: Final = (
    "\x00\x01\x07\x08\x0b\x1b\x7f\x85\xa0\u2028\u202e\ufeff\ud83d\"'\\[]{}=,.#\n\r\t 0-9eExoié£漢"
)
