//! Why a board could not be written or listened to, and what to do about it.

use crate::ports::Port;
use mpf_board::UsbDevice;
use std::fmt;

/// Everything that can be wrong between this machine and a board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlashError {
    /// No port looks like the board; those that are there, and what puts the board into its boot loader.
    NoPort {
        others: Vec<Port>,
        enter: String,
    },
    /// The port that was asked for is not there.
    NoSuchPort {
        name: String,
        others: Vec<Port>,
    },
    SeveralPorts {
        ports: Vec<Port>,
    },
    NoPermission {
        name: String,
        /// The group that may use it, and the device for a rule that lets everyone.
        group: Option<String>,
        usb: Option<UsbDevice>,
    },
    /// Another program uses the port.
    Busy {
        name: String,
        holder: Option<String>,
    },
    /// The port cannot be opened or set up.
    Port {
        name: String,
        reason: String,
    },
    /// Nothing answers at the port.
    NoAnswer {
        name: String,
        enter: String,
    },
    /// Another chip than the board's.
    WrongChip {
        wanted: String,
        found: String,
    },
    /// The chip cannot run the image although it is of the right kind.
    Unfit {
        reason: String,
    },
    /// The connection ended before everything was written.
    Lost {
        place: String,
        reason: String,
    },
    /// Flash does not hold what was written.
    Different {
        place: String,
    },
    /// No drive looks like the board's.
    NoDrive {
        info: String,
        enter: String,
    },
    SeveralDrives {
        folders: Vec<String>,
    },
    /// The drive that was asked for is not one of a board.
    NotADrive {
        folder: String,
        info: String,
    },
    /// A drive did not accept the file.
    Refused {
        place: String,
        reason: String,
    },
}

/// Ports, one a line.
fn listed(ports: &[Port]) -> String {
    let lines: Vec<String> = ports.iter().map(|port| format!("\n  {port}")).collect();
    lines.concat()
}

impl fmt::Display for FlashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use FlashError::*;
        match self {
            NoPort { others, .. } if others.is_empty() => {
                f.write_str("no board was found: there is no serial port on the USB")
            }
            NoPort { others, .. } => write!(
                f,
                "no board was found; other serial ports are there:{}",
                listed(others)
            ),
            NoSuchPort { name, .. } => write!(f, "there is no port {name}"),
            SeveralPorts { ports } => write!(f, "several boards may be meant:{}", listed(ports)),
            NoPermission { name, .. } => write!(f, "no permission to use {name}"),
            Busy { name, holder } => match holder {
                Some(holder) => write!(f, "{name} is in use by {holder}"),
                None => write!(f, "{name} is in use by another program"),
            },
            Port { name, reason } => write!(f, "cannot open {name}: {reason}"),
            NoAnswer { name, .. } => write!(f, "the chip at {name} does not answer"),
            WrongChip { wanted, found } => {
                write!(f, "the image is for {wanted}, but the board has: {found}")
            }
            Unfit { reason } => write!(f, "this board cannot run the image: {reason}"),
            Lost { place, reason } => write!(
                f,
                "the connection to {place} was lost before everything was written, so the program is not complete: {reason}"
            ),
            Different { place } => write!(
                f,
                "the flash of the board at {place} does not hold what was written to it"
            ),
            NoDrive { info, .. } => write!(f, "no board was found: no drive has a fitting {info}"),
            SeveralDrives { folders } => write!(
                f,
                "several boards are there as drives: {}",
                folders.join(", ")
            ),
            NotADrive { folder, info } => {
                write!(f, "{folder} is no drive of a board: it has no {info}")
            }
            Refused { place, reason } => {
                write!(f, "the board at {place} did not take the file: {reason}")
            }
        }
    }
}

impl std::error::Error for FlashError {}

impl FlashError {
    /// What to do next.
    pub fn help(&self) -> String {
        use FlashError::*;
        match self {
            NoPort { others, enter } => format!(
                "check that the cable carries data and is plugged in; {enter}{}",
                if others.is_empty() { "" } else { "; if one of these is the board, name it with --port" }
            ),
            NoSuchPort { others, .. } if others.is_empty() => "no serial port is there; check the cable".into(),
            NoSuchPort { others, .. } => format!("these are there:{}", listed(others)),
            SeveralPorts { .. } => "choose one with --port".into(),
            NoPermission { name, group, usb } => permission(name, group.as_deref(), *usb),
            Busy { .. } => "close the monitor or terminal that has it open".into(),
            Port { .. } => "unplug the board, plug it in again, and check `mpfreeze doctor`".into(),
            NoAnswer { enter, .. } => format!("{enter}; if another device is at this port, choose one with --port"),
            WrongChip { .. } => "choose the board with -b (`mpfreeze boards` lists them), or another port with --port".into(),
            Unfit { .. } => "another board is needed, or a board file that describes this one".into(),
            Lost { .. } | Different { .. } => "check cable and power, then flash again; a lower --baud can help".into(),
            NoDrive { enter, .. } => format!("{enter}; where drives are not mounted by themselves, mount it and name its folder with --port"),
            SeveralDrives { .. } => "choose one with --port FOLDER".into(),
            NotADrive { .. } => "name the folder where the board's drive is mounted".into(),
            Refused { .. } => "unplug the board, start its boot loader again, and flash again".into(),
        }
    }
}

/// How to be let in on Linux; other systems ask no one.
fn permission(name: &str, group: Option<&str>, usb: Option<UsbDevice>) -> String {
    let join = match group {
        Some("root") | None => {
            format!("the device file {name} must be readable and writable for you")
        }
        Some(group) => {
            format!("join its group with `sudo usermod -aG {group} $USER` and log in again")
        }
    };
    match usb {
        Some(UsbDevice { vendor, product }) => format!(
            "{join}; or put this line into /etc/udev/rules.d/70-mpfreeze.rules, then plug the board in again:\n\
             SUBSYSTEM==\"tty\", ATTRS{{idVendor}}==\"{vendor:04x}\", ATTRS{{idProduct}}==\"{product:04x}\", TAG+=\"uaccess\""
        ),
        None => join,
    }
}
