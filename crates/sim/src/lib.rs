//! (placeholder until the first code arrives)
