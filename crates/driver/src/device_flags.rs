//! How device archives are compiled. Shared by the build script, which hashes these texts, and by `cargo dev archives`,
//! which passes them on; so a changed flag is a changed archive.

/// `rustc` flags for every target. An immediate abort leaves no panic machinery and no messages in flash.
pub const COMMON: &[&str] = &["-Zunstable-options", "-Cpanic=immediate-abort"];

/// More flags for RISC-V: relocations that let the linker shorten calls.
pub const RISCV: &[&str] = &["-Ctarget-feature=+relax"];

/// The release profile, as cargo's environment variables: name and value in turn.
pub const PROFILE: &[&str] = &[
    "CARGO_PROFILE_RELEASE_OPT_LEVEL",
    "s",
    "CARGO_PROFILE_RELEASE_LTO",
    "fat",
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS",
    "1",
    "CARGO_PROFILE_RELEASE_PANIC",
    "abort",
    "CARGO_PROFILE_RELEASE_DEBUG",
    "false",
];

/// The flags for one target triple.
#[allow(dead_code, reason = "the build script only hashes the texts")]
pub fn flags(target: &str) -> Vec<&'static str> {
    let mut flags = COMMON.to_vec();
    if target.starts_with("riscv") {
        flags.extend(RISCV);
    }
    flags
}
