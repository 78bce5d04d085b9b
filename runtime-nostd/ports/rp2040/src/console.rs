//! The console: a serial port on USB (class CDC-ACM).
//!
//! Output waits in a ring of [`WAITING`] bytes. While no terminal has the port open the newest bytes are kept, so
//! nothing of a shorter start is lost and the program never waits. With a terminal the program waits for room, but not
//! for longer than [`PATIENCE`]: a terminal that stopped reading counts as none until it reads again.
//! Opening the port with 1200 baud and closing it starts the boot loader in ROM, as tools for uploading do.

use crate::ring::Ring;
use crate::shared::Shared;
use crate::timer;
use core::mem::MaybeUninit;
use mpf_port_support::input;
use rp2040_hal::clocks::UsbClock;
use rp2040_hal::pac::{RESETS, USBCTRL_DPRAM, USBCTRL_REGS};
use rp2040_hal::rom_data;
use rp2040_hal::usb::UsbBus;
use usb_device::bus::UsbBusAllocator;
use usb_device::device::{
    StringDescriptors, UsbDevice, UsbDeviceBuilder, UsbDeviceState, UsbVidPid,
};
use usbd_serial::{SerialPort, USB_CLASS_CDC};

/// Bytes of output that are kept for a listener.
const WAITING: usize = 2048;
/// Bytes of input that are kept for the program.
const INPUT: usize = 256;
/// Microseconds for which a listener may leave the program waiting.
const PATIENCE: u64 = 500_000;
/// Raspberry Pi's number for programs of the RP2040 with a serial port.
const DEVICE: UsbVidPid = UsbVidPid(0x2e8a, 0x000a);
/// The speed that means: start the boot loader.
const TOUCH: u32 = 1200;

struct Console {
    usb: Option<Usb>,
    output: Ring<WAITING>,
    input: Ring<INPUT>,
    /// When the listener last took something, or was found.
    progress: u64,
    /// The listener has not read for too long.
    stalled: bool,
    touched: bool,
}

struct Usb {
    device: UsbDevice<'static, UsbBus>,
    serial: SerialPort<'static, UsbBus>,
}

static CONSOLE: Shared<Console> = Shared::new(Console {
    usb: None,
    output: Ring::new(),
    input: Ring::new(),
    progress: 0,
    stalled: false,
    touched: false,
});

/// What the controller's driver is built on; written once by `start`.
static mut BUS: MaybeUninit<UsbBusAllocator<UsbBus>> = MaybeUninit::uninit();

/// Connects to the host.
pub fn start(registers: USBCTRL_REGS, memory: USBCTRL_DPRAM, clock: UsbClock, resets: &mut RESETS) {
    let bus = UsbBusAllocator::new(UsbBus::new(registers, memory, clock, true, resets));
    // SAFETY: `start` runs once, and nothing else names `BUS`.
    let bus: &'static UsbBusAllocator<UsbBus> = unsafe {
        let place = &raw mut BUS;
        (*place).write(bus)
    };
    let serial = SerialPort::new(bus);
    let strings = StringDescriptors::default()
        .manufacturer("mpfreeze")
        .product("Python program")
        .serial_number("0");
    let builder = UsbDeviceBuilder::new(bus, DEVICE).device_class(USB_CLASS_CDC);
    // A larger first packet than the smallest avoids a race in enumeration (see `rp2040_hal::usb`).
    let builder = builder
        .strings(&[strings])
        .and_then(|builder| builder.max_packet_size_0(64));
    if let Ok(builder) = builder {
        let usb = Usb {
            device: builder.build(),
            serial,
        };
        CONSOLE.with(|console| console.usb = Some(usb));
    }
}

impl Console {
    /// Moves bytes between the host and the rings.
    fn serve(&mut self) {
        let Some(usb) = &mut self.usb else {
            return;
        };
        if usb.device.poll(&mut [&mut usb.serial]) {
            let mut bytes = [0; 64];
            while let Ok(count) = usb.serial.read(&mut bytes) {
                for byte in bytes.get(..count).unwrap_or_default() {
                    if !input::interrupts(*byte) {
                        self.input.push(*byte);
                    }
                }
                if count == 0 {
                    break;
                }
            }
        }
        if usb.serial.line_coding().data_rate() == TOUCH {
            self.touched |= usb.serial.dtr();
            if self.touched && !usb.serial.dtr() {
                rom_data::reset_to_usb_boot(0, 0);
            }
        }
        while usb.serial.dtr() && !self.output.is_empty() {
            match usb.serial.write(self.output.front()) {
                Ok(count) if count > 0 => {
                    self.output.skip(count);
                    self.progress = timer::now();
                    self.stalled = false;
                }
                _ => break,
            }
        }
        let _ = usb.serial.flush();
    }

    /// `false`: there is no room yet, and somebody is making some.
    fn push(&mut self, byte: u8) -> bool {
        if self.output.is_full() {
            self.serve();
            if self.output.is_full() && self.has_listener() {
                return false;
            }
        } else if self.output.is_empty() {
            // Patience counts from when there is something to read.
            self.progress = timer::now();
        }
        self.output.push(byte);
        true
    }

    /// Whether it is worth waiting for room.
    fn has_listener(&mut self) -> bool {
        let open = self.usb.as_ref().is_some_and(|usb| {
            usb.device.state() == UsbDeviceState::Configured && usb.serial.dtr()
        });
        if !open {
            self.stalled = false;
            self.progress = timer::now();
        } else if timer::now().saturating_sub(self.progress) > PATIENCE {
            self.stalled = true;
        }
        open && !self.stalled
    }
}

pub fn write(bytes: &[u8]) {
    for byte in bytes {
        while CONSOLE.with(|console| console.push(*byte)) == Some(false) {}
    }
    CONSOLE.with(Console::serve);
}

pub fn read() -> Option<u8> {
    CONSOLE.with(|console| console.input.pop()).flatten()
}

/// Waits until a listener has everything.
pub fn drain() {
    loop {
        let waits = CONSOLE.with(|console| {
            console.serve();
            !console.output.is_empty() && console.has_listener()
        });
        if waits != Some(true) {
            break;
        }
    }
}

/// The controller's interrupt.
pub extern "C" fn service() {
    CONSOLE.with(Console::serve);
}
