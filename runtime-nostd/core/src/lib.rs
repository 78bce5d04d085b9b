//! (placeholder until the first code arrives)
#![no_std]
