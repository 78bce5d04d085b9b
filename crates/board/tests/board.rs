//! The embedded boards are sound, and faults in a file are reported with their place and a suggestion.

use mpf_board::{HeapSize, Machine, Size, boards, chips, load, load_chip, parse_board, parse_chip};

#[test]
fn every_embedded_board_loads() {
    assert!(boards().len() >= 4);
    for name in boards() {
        let board = load(name).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(board.name, name);
        assert_eq!(board.layout().is_none(), board.is_simulator(), "{name}");
        assert!(board.led.is_none_or(|led| board.pins.contains_key(&led)));
    }
    for name in chips() {
        load_chip(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn the_small_chip_has_its_real_sizes() {
    let board = load("microbit").expect("embedded");
    let layout = board.layout().expect("linked");
    assert_eq!(layout.machine, Machine::Arm);
    let sizes: Vec<_> = layout
        .regions
        .iter()
        .map(|r| (r.origin, r.length))
        .collect();
    assert_eq!(sizes, [(0, 256 * 1024), (0x2000_0000, 16 * 1024)]);
    assert_eq!(layout.heap, HeapSize::Rest);
}

#[test]
fn a_board_overrides_single_sizes() {
    let text = "description = 'x'\nchip = 'nrf51822'\n[memory]\nvm_stack = '3K'\n";
    let board = parse_board("mine", "mine.toml", text).expect("valid");
    assert_eq!(board.memory.vm_stack, Some(Size(3072)));
    assert_eq!(board.memory.native_stack, Some(Size(4096)));
}

#[track_caller]
fn refused(text: &str, line_column: (usize, usize), words: &[&str]) {
    let error = parse_board("mine", "mine.toml", text).expect_err("must be refused");
    assert_eq!(error.line_column(), Some(line_column), "{error}");
    for word in words {
        assert!(
            error.to_string().contains(word),
            "`{word}` is not in: {error}"
        );
    }
}

#[test]
fn faults_have_a_place_and_a_suggestion() {
    refused(
        "description = 'x'\nchip = 'nrf51822'\nconsol = 'uart0'\n",
        (3, 1),
        &["unknown key `consol`", "did you mean `console`?"],
    );
    refused(
        "description = 'x'\nchip = 'nrf51823'\n",
        (2, 8),
        &["no chip named `nrf51823`", "did you mean `nrf51822`?"],
    );
    refused(
        "description = 'x'\nchip = 'nrf51822'\n[memory]\nheap = '16Q'\n",
        (4, 8),
        &["\"16Q\""],
    );
    refused(
        "description = 'x'\nchip = 'nrf51822'\nled = 'LDE'\n[pins]\nLED = 1\n",
        (3, 7),
        &["did you mean `LED`?"],
    );
    refused("description = \n", (1, 15), &[]);
    let error = load("microbits").expect_err("no such board");
    assert!(
        error.to_string().contains("did you mean `microbit`?"),
        "{error}"
    );
}

const CHIP: &str = "description = 'x'
target = 'thumbv6m-none-eabi'
image = 'elf'
verified = 'emulator'
cpu = { family = 'cortex-m0', clock = 1 }
[[regions]]
name = 'flash'
origin = 0
length = '64K'
attributes = 'rx'
[[regions]]
name = 'ram'
origin = 0x20000000
length = '8K'
attributes = 'rw'
[[sections]]
name = '.text'
region = 'flash'
inputs = ['.text.*']
";

#[track_caller]
fn refused_chip(from: &str, to: &str, word: &str) {
    assert!(CHIP.contains(from));
    let text = CHIP.replacen(from, to, 1);
    let error = parse_chip("mine", "mine.toml", &text).expect_err("must be refused");
    assert!(error.line_column().is_some(), "{error}");
    assert!(
        error.to_string().contains(word),
        "`{word}` is not in: {error}"
    );
}

#[test]
fn faults_in_a_chip_file() {
    parse_chip("mine", "mine.toml", CHIP).expect("valid");
    refused_chip(
        "region = 'flash'",
        "region = 'flahs'",
        "did you mean `flash`?",
    );
    refused_chip("0x20000000", "0x1000", "overlaps `flash`");
    refused_chip("'rx'", "'rq'", "letters r, w and x");
    refused_chip(
        "thumbv6m-none-eabi",
        "xtensa-esp32-none-elf",
        "does not know this target",
    );
    refused_chip("'.text.*'", "'.te*xt.*'", "one `*`");
    refused_chip("region = 'flash'", "region = 'ram'", "writable region");
    refused_chip("'emulator'", "'emulatr'", "did you mean `emulator`?");
    refused_chip("length = '8K'", "length = '4096M'", "a size such as");
}

/// Two windows on one flash: the second region is filled from where the first one ends.
const WINDOWS: &str = "description = 'x'
target = 'riscv32imc-unknown-none-elf'
image = 'esp'
verified = 'emulator'
cpu = { family = 'riscv32imc', clock = 1 }
esp = { chip = 'esp32c3', flash = '4M', revision = 3 }
[[regions]]
name = 'data'
origin = 0x3c000020
length = '1M'
attributes = 'r'
[[regions]]
name = 'code'
origin = 0x42000020
length = '1M'
attributes = 'rx'
behind = { region = 'data', gap = 8, page = '64K', least = 0x24 }
[[sections]]
name = '.rodata'
region = 'data'
inputs = ['.rodata.*']
[[sections]]
name = '.text'
region = 'code'
inputs = ['.text.*']
";

#[test]
fn a_region_behind_another_one() {
    let (chip, _) = parse_chip("mine", "mine.toml", WINDOWS).expect("valid");
    let behind = chip.regions[1].behind.expect("declared");
    assert_eq!((behind.region, behind.gap), (0, 8));
    // A page that would be used for too little is used for `least` bytes.
    assert_eq!(behind.settled(0x3c01_0000), 0x3c01_0024);
    assert_eq!(behind.settled(0x3c01_0023), 0x3c01_0024);
    assert_eq!(behind.settled(0x3c01_0024), 0x3c01_0024);
    let refused = |from: &str, to: &str, words: &str| {
        let text = WINDOWS.replacen(from, to, 1);
        let error = parse_chip("mine", "mine.toml", &text).expect_err("must be refused");
        assert!(error.to_string().contains(words), "{error}");
        assert!(error.line_column().is_some(), "{error}");
    };
    refused(
        "region = 'data', gap",
        "region = 'date', gap",
        "no region `date` before",
    );
    refused("page = '64K'", "page = '60K'", "power of two");
    refused("esp = {", "# esp = {", "`[esp]` is missing");
    let swapped = WINDOWS
        .replacen("region = 'data'\n", "region = '1'\n", 1)
        .replacen("region = 'code'\n", "region = 'data'\n", 1)
        .replacen("region = '1'\n", "region = 'code'\n", 1);
    let error = parse_chip("mine", "mine.toml", &swapped).expect_err("must be refused");
    assert!(error.to_string().contains("in use already"), "{error}");
}
