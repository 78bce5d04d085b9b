//! The front end: Python 3.14 source text to tokens to a tree, with all the errors found on the way.
//!
//! It touches no files and prints nothing; it never panics on any text and never recurses deeper than
//! its documented limits. What names mean is the business of `mpf-resolve`.

pub mod ast;
