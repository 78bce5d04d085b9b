//! The line layer: what is a line, a block, a continuation, a blank.

use mpf_diagnostics::FileId;
use mpf_syntax::{Tok, tokenize};

fn kinds(text: &str) -> Vec<Tok> {
    let tokens = tokenize(FileId(0), text);
    assert_eq!(tokens.diagnostics, [], "{text:?}");
    tokens.tokens.iter().map(|t| t.kind).collect()
}

#[test]
fn blocks_become_indent_and_dedent() {
    use Tok::*;
    let expected = [
        If, Name, Colon, Newline, Indent, Name, Newline, Dedent, Name, Newline, EndOfFile,
    ];
    assert_eq!(kinds("if a:\n    b\nc\n"), expected);
    // Comments, blank lines and their indentation do not count; the last line end may be missing.
    assert_eq!(kinds("if a: # c\n\n  # d\n    b\n      \n# e\nc"), expected);
    assert_eq!(kinds("if a:\r\n\tb\r\nc\r\n"), expected);
    assert_eq!(kinds("\u{feff}if a:\n  b\n\x0cc\n"), expected);
    assert_eq!(kinds("if a:\n  \\\n  b\nc\n"), expected);
}

#[test]
fn brackets_and_backslashes_join_lines() {
    use Tok::*;
    let expected = [Name, LPar, Name, Comma, Name, RPar, Newline, EndOfFile];
    assert_eq!(kinds("f(a, b)\n"), expected);
    assert_eq!(kinds("f(\n  a, # c\n\nb\n)\n"), expected);
    assert_eq!(kinds("f\\\n(a, \\\r\nb)\n"), expected);
}

#[test]
fn empty_texts_have_no_lines() {
    for text in ["", "\n", "# c", "\u{feff}", "  \n\t\n", "\x0c"] {
        assert_eq!(kinds(text), [Tok::EndOfFile], "{text:?}");
    }
}

#[test]
fn replacement_fields_have_their_own_tokens() {
    use Tok::*;
    assert_eq!(
        kinds("f'a{b!r:>{c}}d{e=}{{f}}'"),
        [
            FStringStart,
            FStringMiddle,
            FieldOpen,
            Name,
            FieldBang,
            Name,
            FieldColon,
            FStringMiddle,
            FieldOpen,
            Name,
            FieldClose,
            FieldClose,
            FStringMiddle,
            FieldOpen,
            Name,
            FieldEqual,
            FieldClose,
            FStringMiddle,
            FStringEnd,
            Newline,
            EndOfFile,
        ]
    );
    // Inside of brackets a colon is a colon again, and quotes may be those of the f-string.
    assert_eq!(
        kinds("f'{d['k'][1:2]}'"),
        [
            FStringStart,
            FieldOpen,
            Name,
            LSqb,
            Str,
            RSqb,
            LSqb,
            Int,
            Colon,
            Int,
            RSqb,
            FieldClose,
            FStringEnd,
            Newline,
            EndOfFile,
        ]
    );
    assert_eq!(
        kinds("rt'\\{x}'"),
        [
            TStringStart,
            TStringMiddle,
            FieldOpen,
            Name,
            FieldClose,
            TStringEnd,
            Newline,
            EndOfFile,
        ]
    );
}

#[test]
fn spans_are_bytes() {
    let tokens = tokenize(FileId(0), "é = 'ß'\n").tokens;
    let places: Vec<(u32, u32)> = tokens.iter().map(|t| (t.start, t.end)).collect();
    assert_eq!(places, [(0, 2), (3, 4), (5, 9), (9, 10), (10, 10)]);
}
