//! What the tests share: device archives, frozen objects made by hand, boots in QEMU.
#![allow(dead_code, reason = "every test file uses its own part")]

use mpf_board::{Board, Layout, Machine};
use mpf_link::{Input, Linked, Options, link};
use object::write::{Object, Relocation, SectionId, StandardSegment, Symbol, SymbolSection};
use object::{
    Architecture, BinaryFormat, Endianness, FileFlags, RelocationFlags, SectionKind, SymbolFlags,
    SymbolKind, SymbolScope, elf,
};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};

/// Boards that have an emulator.
pub const BOARDS: [&str; 3] = ["qemu-riscv32", "qemu-cortex-m3", "microbit"];

pub fn board(name: &str) -> Board {
    mpf_board::load(name).expect("an embedded board")
}

pub fn layout(board: &Board) -> Layout {
    board.layout().expect("a board that is linked for")
}

/// Builds are done one after the other, into a folder that stays between runs.
static BUILD: Mutex<()> = Mutex::new(());

pub fn scratch() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("link");
        std::fs::create_dir_all(&folder).expect("the target folder is writable");
        folder
    })
}

fn run(command: &mut Command) {
    let output = command.output().expect("the Rust tool-chain is installed");
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{command:?} failed; are the device targets installed (`cargo dev setup`)?\n{messages}"
    );
}

/// The archive of a board's port.
pub fn port_archive(board: &Board) -> Vec<u8> {
    let _one = BUILD
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let target = board.chip.target.as_deref().expect("a device");
    let port = board.chip.port.as_deref().expect("a port");
    let ports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../runtime-nostd/ports");
    let folder = scratch().join("ports");
    run(Command::new("cargo")
        .current_dir(ports)
        .env("CARGO_TARGET_DIR", &folder)
        .env_remove("RUSTFLAGS")
        .env(
            "CARGO_ENCODED_RUSTFLAGS",
            if target.starts_with("riscv") {
                "-Ctarget-feature=+relax"
            } else {
                ""
            },
        )
        .args(["build", "--quiet", "--release", "--target", target, "-p"])
        .arg(format!("mpf-port-{port}")));
    let name = format!("libmpf_port_{}.a", port.replace('-', "_"));
    std::fs::read(folder.join(target).join("release").join(name)).expect("cargo made the archive")
}

/// A program of `tests/programs` as an archive for a board.
pub fn program(board: &Board, name: &str) -> Vec<u8> {
    let _one = BUILD
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let target = board.chip.target.as_deref().expect("a device");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs");
    let output = scratch().join(format!("{name}-{target}.a"));
    let mut command = Command::new("rustc");
    command
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "staticlib",
            "-Cpanic=abort",
        ])
        .args([
            "-Copt-level=s",
            "-Ccodegen-units=1",
            "-Clto=fat",
            "-Awarnings",
        ])
        .args(["--target", target])
        .arg(source.join(format!("{name}.rs")))
        .arg("-o")
        .arg(&output);
    if target.starts_with("riscv") {
        command.arg("-Ctarget-feature=+relax");
    }
    run(&mut command);
    std::fs::read(output).expect("rustc made the archive")
}

/// A relocatable object under construction, as the freezer makes them: one section and one symbol per thing.
pub struct Frozen {
    pub object: Object<'static>,
    machine: Machine,
}

impl Frozen {
    pub fn new(machine: Machine) -> Frozen {
        let (architecture, flags) = match machine {
            Machine::RiscV32 => (Architecture::Riscv32, elf::EF_RISCV_RVC),
            Machine::Arm => (Architecture::Arm, elf::FileFlags(0x0500_0000)),
        };
        let mut object = Object::new(BinaryFormat::Elf, architecture, Endianness::Little);
        object.flags = FileFlags::Elf {
            os_abi: elf::OsAbi(0),
            abi_version: 0,
            e_flags: flags,
        };
        Frozen { object, machine }
    }

    pub fn section(&mut self, name: &str, kind: SectionKind, data: &[u8], align: u64) -> SectionId {
        let segment = self.object.segment_name(StandardSegment::Data).to_vec();
        let id = self.object.add_section(segment, name.into(), kind);
        self.object.append_section_data(id, data, align);
        id
    }

    pub fn symbol(
        &mut self,
        name: &str,
        section: Option<SectionId>,
        weak: bool,
    ) -> object::write::SymbolId {
        self.object.add_symbol(Symbol {
            name: name.into(),
            value: 0,
            size: section.map_or(0, |id| self.object.section(id).data().len() as u64),
            kind: SymbolKind::Data,
            scope: SymbolScope::Dynamic,
            weak,
            section: section.map_or(SymbolSection::Undefined, SymbolSection::Section),
            flags: SymbolFlags::None,
        })
    }

    /// A section `<prefix>.<name>` with the symbol `name`.
    pub fn define(&mut self, prefix: &str, name: &str, words: &[u32]) -> SectionId {
        let kind = match prefix.starts_with(".data") {
            true => SectionKind::Data,
            false => SectionKind::ReadOnlyData,
        };
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        let id = self.section(&format!("{prefix}.{name}"), kind, &bytes, 4);
        self.symbol(name, Some(id), false);
        id
    }

    /// Makes the word at an offset the address of a symbol.
    pub fn point(&mut self, from: SectionId, offset: u64, to: &str) {
        let symbol = match self.object.symbol_id(to.as_bytes()) {
            Some(symbol) => symbol,
            None => self.symbol(to, None, false),
        };
        let kind = match self.machine {
            Machine::RiscV32 => elf::R_RISCV_32,
            Machine::Arm => elf::R_ARM_ABS32,
        };
        self.object
            .add_relocation(
                from,
                Relocation {
                    offset,
                    symbol,
                    addend: 0,
                    flags: RelocationFlags::Elf { r_type: kind },
                },
            )
            .expect("a valid relocation");
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.object.write().expect("a valid object")
    }
}

/// The frozen object for `mini.rs`, which then does `action`.
pub fn frozen(machine: Machine, action: u32) -> Vec<u8> {
    let mut frozen = Frozen::new(machine);
    frozen.define(".rodata.mpf", "mpf_config", &[1]);
    let entry = frozen.define(".rodata.mpf", "mpf_entry", &[7, 0, 0, action]);
    frozen.define(".data.mpf", "counter", &[500, 1]);
    frozen.define(".data.mpf", "other", &[30]);
    frozen.define(".data.mpf", "dead", &[1000]);
    frozen.define(".rodata.mpf", "dead_code", &[1, 2, 3]);
    frozen.point(entry, 4, "counter");
    frozen.point(entry, 8, "mpf_test_triple");
    let table = frozen.define(".rodata.mpf", "table", &[0]);
    frozen.point(table, 0, "other");
    frozen.bytes()
}

/// Links `mini.rs` for a board.
pub fn linked(board: &Board, action: u32) -> Linked {
    let layout = layout(board);
    let app = frozen(layout.machine, action);
    let core = program(board, "mini");
    let port = port_archive(board);
    let options = Options {
        keep: vec!["table".to_owned()],
        ..Options::default()
    };
    link(&inputs(&app, &core, &port), &layout, &options).unwrap_or_else(|errors| {
        let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", texts.join("\n"))
    })
}

pub fn inputs<'a>(app: &'a [u8], core: &'a [u8], port: &'a [u8]) -> [Input<'a>; 3] {
    [("app.o", app), ("core.a", core), ("port.a", port)].map(|(name, bytes)| Input { name, bytes })
}
