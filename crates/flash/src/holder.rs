//! Who else uses a device file, and whose it is. Only Linux tells; elsewhere nothing is known.

use std::fs;
use std::path::Path;

/// The other process that has a device open: name and number.
pub fn of(device: &str) -> Option<String> {
    let device = fs::canonicalize(device).ok()?;
    let own = std::process::id().to_string();
    for process in fs::read_dir("/proc").ok()?.flatten() {
        let number = process.file_name().to_string_lossy().into_owned();
        if !number.bytes().all(|byte| byte.is_ascii_digit()) || number == own {
            continue;
        }
        // Processes of other users cannot be looked into.
        let Ok(files) = fs::read_dir(process.path().join("fd")) else {
            continue;
        };
        let opens =
            |file: fs::DirEntry| fs::read_link(file.path()).is_ok_and(|target| target == device);
        if files.flatten().any(opens) {
            let name = fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            return Some(format!("`{}` (process {number})", name.trim_end()));
        }
    }
    None
}

/// The group of a device file.
pub fn group(device: &str) -> Option<String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let number = fs::metadata(Path::new(device)).ok()?.gid().to_string();
        let groups = fs::read_to_string("/etc/group").ok()?;
        groups.lines().find_map(|line| {
            let mut fields = line.split(':');
            let (name, _, id) = (fields.next()?, fields.next()?, fields.next()?);
            (id == number).then(|| name.to_owned())
        })
    }
    #[cfg(not(unix))]
    {
        let _ = Path::new(device);
        None
    }
}
