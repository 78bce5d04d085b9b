//! The encoding declaration (`# -*- coding: … -*-` on one of the first two lines).
//!
//! The text has been decoded from UTF-8 already, so this only finds out whether that was right.

use mpf_diagnostics::{Code, Diagnostic};

use crate::indent::Lexer;

pub(crate) fn check(lexer: &mut Lexer<'_>) {
    let text = lexer.text;
    let Some((start, end)) = declaration(text) else {
        return;
    };
    let name = &text[start..end];
    let normal = name.to_ascii_lowercase().replace('_', "-");
    let is = |known: &str| {
        normal == known
            || normal
                .strip_prefix(known)
                .is_some_and(|r| r.starts_with('-'))
    };
    let has_bom = text.starts_with('\u{feff}');
    // Behind a byte order mark CPython knows only this one spelling.
    if is("utf-8") || (normal == "utf8" && !has_bom) {
        return;
    }
    // Encodings that contain ASCII: right if the file has nothing else.
    let is_superset = [
        "ascii",
        "us-ascii",
        "latin",
        "iso-8859",
        "iso-latin",
        "koi8",
    ]
    .iter()
    .any(|known| is(known))
        || normal.starts_with("latin")
        || normal.starts_with("iso8859")
        || normal.starts_with("cp125")
        || normal.starts_with("windows-125");
    let span = lexer.span(start, end);
    let diagnostic = if has_bom {
        Diagnostic::new(
            Code::UnsupportedEncoding,
            format!("encoding '{name}' is declared, but the byte order mark says 'utf-8'"),
        )
        .help("remove the declaration")
    } else if !is_superset {
        Diagnostic::new(
            Code::UnsupportedEncoding,
            format!("source encoding '{name}' is not supported"),
        )
        .help("save the file as UTF-8 and remove the declaration")
    } else if let Some(at) = text.find(|c: char| !c.is_ascii()) {
        Diagnostic::new(
            Code::UnsupportedEncoding,
            format!("encoding '{name}' is declared, but the file holds UTF-8 text"),
        )
        .label(
            lexer.span(at, at + 1),
            "the first character that is not ASCII",
        )
        .help("remove the declaration")
    } else {
        return;
    };
    lexer.diagnostics.push(diagnostic.at(span));
}

/// The place of the encoding's name. Only comment lines count, and a second line only after a blank or
/// comment line.
fn declaration(text: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    for _ in 0..2 {
        let rest = &text[start..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let line = rest[..length].trim_start_matches('\u{feff}');
        let offset = start + length - line.len();
        let body = line.trim_start_matches([' ', '\t', '\x0c']);
        if body.starts_with('#') {
            let at = offset + line.len() - body.len();
            if let Some((from, to)) = coding(body) {
                return Some((at + from, at + to));
            }
        } else if !body.is_empty() {
            return None;
        }
        start += length;
        start += if text[start..].starts_with("\r\n") {
            2
        } else {
            1
        };
        if start > text.len() {
            return None;
        }
    }
    None
}

/// `coding` followed by `:` or `=`, blanks and a name.
fn coding(comment: &str) -> Option<(usize, usize)> {
    for (i, word) in comment.match_indices("coding") {
        let rest = &comment[i + word.len()..];
        let Some(rest) = rest.strip_prefix([':', '=']) else {
            continue;
        };
        let name = rest.trim_start_matches([' ', '\t']);
        let length = name
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | '.'))
            .unwrap_or(name.len());
        if length > 0 {
            let from = comment.len() - name.len();
            return Some((from, from + length));
        }
    }
    None
}
