//! Identifiers are compared after NFKC normalisation.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

pub(crate) fn normalise(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.nfkc().collect())
    }
}
