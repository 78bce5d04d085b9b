//! How device archives are compiled. Shared by the build script, which hashes these texts, and by `cargo dev archives`,
//! which passes them on; so a changed flag is a changed archive.

/// `rustc` flags for every target. An immediate abort leaves no panic machinery and no messages in flash.
pub const COMMON: &[&str] = &["-Zunstable-options", "-Cpanic=immediate-abort"];

/// More flags for RISC-V: relocations that let the linker shorten calls.
pub const RISCV: &[&str] = &["-Ctarget-feature=+relax"];

/// What differs from the compiler's own description of an Arm target: key and value of the target specification. Nobody
/// unwinds through these frames, and a register more is worth instructions in every function.
pub const ARM_TARGET: &[(&str, &str)] = &[("frame-pointer", "may-omit")];

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

/// Changes to the specification of a target triple.
#[allow(dead_code, reason = "the build script only hashes the texts")]
pub fn target_changes(target: &str) -> &'static [(&'static str, &'static str)] {
    match target.starts_with("thumb") {
        true => ARM_TARGET,
        false => &[],
    }
}

/// The flags for one target triple.
#[allow(dead_code, reason = "the build script only hashes the texts")]
pub fn flags(target: &str) -> Vec<&'static str> {
    let mut flags = COMMON.to_vec();
    if target.starts_with("riscv") {
        flags.extend(RISCV);
    }
    flags
}
