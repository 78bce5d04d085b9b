//! (placeholder until the first code arrives)
fn main() {}
