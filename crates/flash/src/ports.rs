//! Serial ports: which are there, which one is the board's, and opening it.

use crate::error::FlashError;
use crate::holder;
use mpf_board::UsbDevice;
use serialport::{ErrorKind, SerialPortType};
use std::fmt;
use std::path::Path;
use std::time::Duration;

#[cfg(unix)]
pub(crate) type Serial = serialport::TTYPort;
#[cfg(windows)]
pub(crate) type Serial = serialport::COMPort;

/// A serial port of this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// What it is opened by: `/dev/ttyACM0`, `COM3`.
    pub name: String,
    /// `None`: it is not on the USB.
    pub usb: Option<Usb>,
}

/// What a USB device says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Usb {
    pub device: UsbDevice,
    pub product: Option<String>,
    pub serial: Option<String>,
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if let Some(usb) = &self.usb {
            let UsbDevice { vendor, product } = usb.device;
            let text = usb.product.as_deref().unwrap_or("USB serial port");
            write!(f, " ({text}, {vendor:04x}:{product:04x}")?;
            if let Some(serial) = &usb.serial {
                write!(f, ", serial number {serial}")?;
            }
            f.write_str(")")?;
        }
        Ok(())
    }
}

/// The ports on the USB, sorted by name. A machine that cannot list them has none.
pub fn list() -> Vec<Port> {
    let mut ports: Vec<Port> = serialport::available_ports()
        .unwrap_or_default()
        .into_iter()
        // macOS shows each port twice; this one of the pair waits for a signal that boards do not give.
        .filter(|port| !port.port_name.starts_with("/dev/tty."))
        .filter_map(|port| match port.port_type {
            SerialPortType::UsbPort(usb) => Some(Port {
                name: port.port_name,
                usb: Some(Usb {
                    device: UsbDevice {
                        vendor: usb.vid,
                        product: usb.pid,
                    },
                    product: usb.product,
                    serial: usb.serial_number,
                }),
            }),
            _ => None,
        })
        .collect();
    ports.sort_by(|a, b| a.name.cmp(&b.name));
    ports
}

/// Those ports that a board with these USB devices can be at.
pub fn fitting<'a>(ports: &'a [Port], known: &[UsbDevice]) -> Vec<&'a Port> {
    let fits = |port: &&Port| {
        port.usb
            .as_ref()
            .is_some_and(|usb| known.contains(&usb.device))
    };
    ports.iter().filter(fits).collect()
}

/// The board's port: the one that was asked for, else the only one that fits. `enter`: what helps a board to be found.
pub fn choose(
    wanted: Option<&str>,
    ports: &[Port],
    known: &[UsbDevice],
    enter: &str,
) -> Result<Port, FlashError> {
    if let Some(name) = wanted {
        return match ports.iter().find(|port| port.name == name) {
            Some(port) => Ok(port.clone()),
            // One that is not listed: a symbolic link, or a port that is not on the USB.
            None if cfg!(windows) || Path::new(name).exists() => Ok(Port {
                name: name.to_owned(),
                usb: None,
            }),
            None => Err(FlashError::NoSuchPort {
                name: name.to_owned(),
                others: ports.to_vec(),
            }),
        };
    }
    match fitting(ports, known)[..] {
        [port] => Ok(port.clone()),
        [] => Err(FlashError::NoPort {
            others: ports.to_vec(),
            enter: enter.to_owned(),
        }),
        ref several => Err(FlashError::SeveralPorts {
            ports: several.iter().map(|&port| port.clone()).collect(),
        }),
    }
}

/// Opens a port for this process alone.
pub(crate) fn open(port: &Port, baud: u32, timeout: Duration) -> Result<Serial, FlashError> {
    let name = || port.name.clone();
    if let Some(holder) = holder::of(&port.name) {
        return Err(FlashError::Busy {
            name: name(),
            holder: Some(holder),
        });
    }
    let opened = serialport::new(&port.name, baud)
        .timeout(timeout)
        .open_native();
    opened.map_err(|error| match error.kind() {
        ErrorKind::Io(std::io::ErrorKind::PermissionDenied) => FlashError::NoPermission {
            name: name(),
            group: holder::group(&port.name),
            usb: port.usb.as_ref().map(|usb| usb.device),
        },
        ErrorKind::NoDevice if Path::new(&port.name).exists() => FlashError::Busy {
            name: name(),
            holder: None,
        },
        _ if error.description.contains("exclusive lock") => FlashError::Busy {
            name: name(),
            holder: None,
        },
        _ => FlashError::Port {
            name: name(),
            reason: error.description,
        },
    })
}

/// Whether this process may open a port, without touching the board.
pub fn is_permitted(port: &Port) -> bool {
    #[cfg(unix)]
    {
        use rustix::fs::{Access, access};
        access(port.name.as_str(), Access::READ_OK | Access::WRITE_OK).is_ok()
    }
    #[cfg(not(unix))]
    {
        let _ = port;
        true
    }
}

/// What would let this user use a port.
pub fn no_permission(port: &Port) -> FlashError {
    FlashError::NoPermission {
        name: port.name.clone(),
        group: holder::group(&port.name),
        usb: port.usb.as_ref().map(|usb| usb.device),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NATIVE: UsbDevice = UsbDevice {
        vendor: 0x303a,
        product: 0x1001,
    };
    const OTHER: UsbDevice = UsbDevice {
        vendor: 0x1234,
        product: 0x0001,
    };

    fn port(name: &str, device: UsbDevice) -> Port {
        let usb = Usb {
            device,
            product: Some("thing".into()),
            serial: None,
        };
        Port {
            name: name.into(),
            usb: Some(usb),
        }
    }

    #[test]
    fn the_only_board_is_taken() {
        let ports = [port("/dev/a", OTHER), port("/dev/b", NATIVE)];
        assert_eq!(choose(None, &ports, &[NATIVE], "").unwrap().name, "/dev/b");
    }

    #[test]
    fn no_board_says_what_is_there_and_what_to_check() {
        let error = choose(None, &[port("/dev/a", OTHER)], &[NATIVE], "hold BOOT").unwrap_err();
        assert!(
            error.to_string().contains("/dev/a (thing, 1234:0001)"),
            "{error}"
        );
        assert!(error.help().contains("hold BOOT") && error.help().contains("--port"));
        let none = choose(None, &[], &[NATIVE], "hold BOOT").unwrap_err();
        assert!(none.help().contains("cable") && !none.help().contains("--port"));
    }

    #[test]
    fn several_boards_are_listed() {
        let ports = [port("/dev/a", NATIVE), port("/dev/b", NATIVE)];
        let error = choose(None, &ports, &[NATIVE], "").unwrap_err();
        assert!(error.to_string().contains("/dev/a") && error.to_string().contains("/dev/b"));
        assert_eq!(error.help(), "choose one with --port");
        assert_eq!(
            choose(Some("/dev/a"), &ports, &[NATIVE], "").unwrap(),
            ports[0]
        );
    }

    #[test]
    #[cfg(unix)]
    fn a_port_that_is_not_there_is_an_error_with_those_that_are() {
        let error = choose(Some("/dev/no-such"), &[port("/dev/a", OTHER)], &[], "").unwrap_err();
        assert!(matches!(error, FlashError::NoSuchPort { .. }));
        assert!(error.help().contains("/dev/a"));
    }

    #[test]
    fn the_rule_of_a_forbidden_port_names_its_device() {
        let error = FlashError::NoPermission {
            name: "/dev/a".into(),
            group: Some("dialout".into()),
            usb: Some(NATIVE),
        };
        let help = error.help();
        assert!(help.contains("usermod -aG dialout"));
        assert!(help.contains("ATTRS{idVendor}==\"303a\", ATTRS{idProduct}==\"1001\""));
    }
}
