// Boots a UF2 file in rp2040js as the ROM does it and stands in for the computer at its USB port.
//
//     node run.cjs FOLDER FILE.uf2 SECONDS [--late] [--edges PIN] [--interrupt]
//
// FOLDER is where rp2040js is installed, SECONDS the most that may pass on the chip. Console output goes to standard
// output; with --edges the times in microseconds at which a pin changed go to standard error, one a line as `edge
// LEVEL TIME`. With --interrupt Ctrl-C is sent after each line `ready`. With --late nobody opens the serial port until
// the program is over. The exit status is the program's.
"use strict";
const fs = require("fs");
const path = require("path");
const [folder, file, seconds, ...flags] = process.argv.slice(2);
const { RP2040, USBCDC, GPIOPinState } = require(path.join(folder, "node_modules", "rp2040js"));
const { SimulationClock } = require(path.join(folder, "node_modules", "rp2040js", "dist", "cjs", "clock", "simulation-clock.js"));

const FLASH = 0x10000000;
const FAMILY = 0xe48bff56;
// What the ROM does with a polynomial: RP2040 datasheet, section 2.8.1.3.1.
const CRC_POLYNOMIAL = 0x04c11db7;
// Where the port leaves the exit status, behind a mark ("MPFX").
const SCRATCH0 = 0x4005800c;
const SCRATCH1 = 0x40058010;
const ENDED = 0x4d504658;

function fail(message) {
  process.stderr.write(`rp2040: ${message}\n`);
  process.exit(99);
}

// Blocks as the ROM accepts them (section 2.8.3.1.1 and the UF2 specification).
function program(image, flash) {
  if (image.length === 0 || image.length % 512 !== 0) fail("the file is not made of blocks of 512 bytes");
  const count = image.length / 512;
  for (let number = 0; number < count; number++) {
    const block = image.subarray(number * 512, number * 512 + 512);
    const word = (index) => block.readUInt32LE(index * 4);
    const [magic0, magic1, flags, address, size, index, total, family] = [0, 1, 2, 3, 4, 5, 6, 7].map(word);
    if (magic0 !== 0x0a324655 || magic1 !== 0x9e5d5157 || word(127) !== 0x0ab16f30) fail(`block ${number}: wrong magic numbers`);
    if (flags !== 0x2000 || family !== FAMILY) fail(`block ${number}: not for this family of chips`);
    if (size !== 256 || address % 256 !== 0) fail(`block ${number}: not a page of flash`);
    if (index !== number || total !== count) fail(`block ${number}: numbered ${index} of ${total}`);
    if (address < FLASH || address + size > FLASH + flash.length) fail(`block ${number}: outside of flash`);
    flash.set(block.subarray(32, 32 + size), address - FLASH);
  }
}

function crc(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value & 0x80000000 ? CRC_POLYNOMIAL : 0);
  }
  return value >>> 0;
}

const clock = new SimulationClock();
const chip = new RP2040(clock);
chip.logger = { debug() {}, info() {}, warn() {}, error: (name, text) => fail(`${name}: ${text}`) };
chip.onBreak = (code) => fail(`breakpoint ${code} at 0x${chip.core.PC.toString(16)}`);
chip.flash.fill(0xff);
program(fs.readFileSync(file), chip.flash);
const boot2 = Buffer.from(chip.flash.subarray(0, 256));
if (crc(boot2.subarray(0, 252)) !== boot2.readUInt32LE(252)) fail("the CRC of the first 256 bytes is wrong: the ROM would not boot this");

// A host's next request comes in a later frame, not in the middle of the chip's answer to the last one.
const send = chip.usbCtrl.sendSetupPacket.bind(chip.usbCtrl);
chip.usbCtrl.sendSetupPacket = (packet) => {
  // "Set control line state" is a request to the interface; rp2040js sends it to the device.
  if (packet[0] === 0x20 && packet[1] === 0x22) packet[0] = 0x21;
  clock.createAlarm(() => send(packet)).schedule(1e6);
};

const late = flags.includes("--late");
let quiet = 0;
const armed = new Set();
const typed = [];
let host = null;
let heard = "";
function listen() {
  host = new USBCDC(chip.usbCtrl);
  host.onSerialData = (bytes) => {
    process.stdout.write(Buffer.from(bytes));
    quiet = clock.nanos;
    heard += Buffer.from(bytes).toString("latin1");
    if (flags.includes("--interrupt") && heard.endsWith("ready\n")) {
      heard = "";
      clock.createAlarm(() => type(3)).schedule(5e6);
    }
  };
  // rp2040js answers an armed endpoint at once, with nothing; a host sends a packet when somebody has typed.
  const answer = chip.usbCtrl.onEndpointRead;
  chip.usbCtrl.onEndpointRead = (endpoint, size) => {
    if (endpoint === 0) return answer(endpoint, size);
    armed.add(endpoint);
    deliver();
  };
}
function type(byte) {
  typed.push(byte);
  deliver();
}
function deliver() {
  if (typed.length === 0 || !armed.delete(host.outEndpoint)) return;
  const bytes = Uint8Array.from(typed.splice(0, 64));
  clock.createAlarm(() => chip.usbCtrl.endpointReadDone(host.outEndpoint, bytes)).schedule(1e6);
}
if (!late) listen();
const watched = flags.indexOf("--edges");
if (watched >= 0) {
  chip.gpio[Number(flags[watched + 1])].addListener((state) => {
    const level = state === GPIOPinState.High ? 1 : 0;
    process.stderr.write(`edge ${level} ${Math.round(clock.nanos / 1000)}\n`);
  });
}

// The ROM has set up a stack and calls the first bytes of flash, which find the program's vector table behind them.
chip.core.SP = 0x20041f00;
chip.core.PC = FLASH;
const limit = Number(seconds) * 1e9;
const cycle = 1e9 / 125e6;
let ended = false;
for (let step = 0; ; step++) {
  if (chip.core.waiting) {
    // Without an alarm only the host could wake it.
    clock.tick(Math.min(clock.nanosToNextAlarm || 1e6, 1e6));
  } else {
    // rp2040js enters handlers at an odd address, and then adds to the program counter what it should not.
    chip.core.PC &= ~1;
    clock.tick(chip.core.executeInstruction() * cycle);
  }
  if (step % 1024 !== 0) continue;
  if (!ended && chip.readUint32(SCRATCH0) === ENDED) {
    ended = true;
    quiet = clock.nanos;
    if (late) {
      listen();
      host.usb.onUSBEnabled();
    }
  }
  // What the program left in its buffer is still on the way.
  if (ended && clock.nanos - quiet > 50e6) process.exit(chip.readUint32(SCRATCH1) & 0xff);
  if (clock.nanos > limit) fail(`the program did not end within ${seconds} s; at 0x${chip.core.PC.toString(16)}`);
}
