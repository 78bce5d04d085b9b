//! Properties of the codec: what is encoded decodes to the same instructions, and the verifier answers on any bytes.
#![cfg(feature = "host")]

use mpf_bytecode::header::{NOT_SIMPLE, optional, optional_word, pool_start};
use mpf_bytecode::opcodes::{ALL, Role};
use mpf_bytecode::unit::{CodeUnit, Const, D, GlobalId, Handler, Insn};
use mpf_bytecode::{CODE_HEADER_WORDS, CodeHeader, HandlerRow, Opcode, abi_hash, code_flags};
use mpf_bytecode::{decode, encode, verify};

/// A small generator of reproducible numbers (xorshift).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
}

fn random_insn(r: &mut Random, count: u64, pool: u64) -> Insn {
    let op = ALL[r.below(ALL.len() as u64) as usize];
    let mut field = |n: usize| match op.roles().get(n) {
        Some(Role::Read | Role::Write | Role::Update | Role::Window | Role::Base) => {
            r.below(64) as u8
        }
        Some(Role::Count | Role::Imm) => r.below(256) as u8,
        Some(Role::Double | Role::Small) => r.below(128) as u8,
        _ => 0,
    };
    let (a, b, c) = (field(0), field(1), field(2));
    let d = match op.roles().get(3) {
        Some(Role::Jump) => D::Jump(r.below(count) as u32),
        Some(Role::Const) => D::Const(r.below(pool) as u32),
        Some(Role::Global) => D::Global(GlobalId(r.below(16384) as u32)),
        Some(Role::Number) => D::Number(r.below(65536) as u16),
        Some(Role::Value) => D::Value(r.below(65536) as u16 as i16),
        _ => D::None,
    };
    Insn { op, a, b, c, d }
}

fn random_unit(r: &mut Random) -> CodeUnit {
    let count = 1 + r.below(200);
    let pool = 1 + r.below(50);
    let insns: Vec<Insn> = (0..count).map(|_| random_insn(r, count, pool)).collect();
    let handlers = (0..r.below(4))
        .map(|_| {
            let start = r.below(count);
            Handler {
                start: start as u32,
                end: (start + 1 + r.below(count - start)) as u32,
                target: r.below(count) as u32,
                register: r.below(64) as u8,
            }
        })
        .collect();
    CodeUnit {
        registers: 64,
        flags: code_flags::SIMPLE,
        consts: (0..pool).map(|n| Const::Str(n.to_string())).collect(),
        insns,
        handlers,
        ..CodeUnit::default()
    }
}

#[test]
fn encoding_then_decoding_gives_the_same() {
    let mut r = Random(0x1234_5678_9abc_def1);
    for _ in 0..500 {
        let unit = random_unit(&mut r);
        let encoded = encode::encode(&unit, &mut |g| g.0).expect("a unit within all limits");
        assert_eq!(encoded.bytes.len() % 4, 0);
        let decoded = decode::decode(&encoded.header, &encoded.bytes).expect("what was encoded");
        assert_eq!(decoded.insns, unit.insns);
        assert_eq!(decoded.handlers, unit.handlers);
        assert_eq!(decoded.offsets, encoded.offsets);
        let bytes = encoded.header.bytes() as usize;
        assert_eq!(bytes.next_multiple_of(4), encoded.bytes.len());
    }
}

#[test]
fn verifier_answers_on_any_bytes() {
    let mut r = Random(0xfeed_beef_cafe_0001);
    let mut accepted = 0;
    for round in 0..4000 {
        let unit = random_unit(&mut r);
        let mut encoded = encode::encode(&unit, &mut |g| g.0).expect("a unit within all limits");
        // Half of the rounds damage bytes, a quarter takes nothing but noise.
        if round % 2 == 0 {
            for _ in 0..1 + r.below(8) {
                let at = r.below(encoded.bytes.len() as u64) as usize;
                encoded.bytes[at] = r.next() as u8;
            }
        }
        if round % 4 == 1 {
            for byte in &mut encoded.bytes {
                *byte = r.next() as u8;
            }
            encoded.header.registers = r.next() as u8;
            encoded.header.handlers = r.next() as u16 % 16;
            encoded.header.flags = r.next() as u8;
            encoded.header.positional = r.next() as u8 % 70;
        }
        accepted += usize::from(verify::verify(&encoded.header, &encoded.bytes, 100).is_ok());
    }
    assert!(
        accepted < 100,
        "{accepted} of 4000 random programs were accepted"
    );
}

fn insn(op: Opcode, a: u8, b: u8, c: u8, d: D) -> Insn {
    Insn { op, a, b, c, d }
}

/// Verifies a function of one parameter with this body.
fn check(registers: u8, insns: Vec<Insn>) -> Result<(), verify::VerifyError> {
    let unit = CodeUnit {
        registers,
        positional: 1,
        flags: code_flags::SIMPLE,
        consts: vec![Const::Str("name".into())],
        insns,
        ..CodeUnit::default()
    };
    let encoded = encode::encode(&unit, &mut |g| g.0).expect("an encodable unit");
    verify::verify(&encoded.header, &encoded.bytes, 1).map(|_| ())
}

#[test]
fn verifier_accepts_good_code_and_names_what_is_bad() {
    use verify::VerifyError::*;
    let ret = |a| insn(Opcode::Return, a, 0, 0, D::None);
    assert_eq!(check(1, vec![ret(0)]), Ok(()));
    assert_eq!(check(2, vec![ret(1)]), Err(Uninitialised(0)));
    assert_eq!(check(1, vec![ret(1)]), Err(Frame(0)));
    let mov = insn(Opcode::Mov, 1, 0, 0, D::None);
    assert_eq!(check(2, vec![mov, ret(1)]), Ok(()));
    assert_eq!(check(2, vec![mov]), Err(FallsOff(0)));
    let call = insn(Opcode::Call, 1, 2, 0, D::None);
    assert_eq!(check(4, vec![mov, call, ret(0)]), Err(Frame(1)));
    assert_eq!(check(5, vec![mov, call, ret(0)]), Err(Uninitialised(1)));
    let cell = insn(Opcode::LoadCell, 1, 0, 0, D::Const(0));
    assert_eq!(check(2, vec![cell, ret(1)]), Err(Uninitialised(0)));
    let made = insn(Opcode::MakeCell, 0, 0, 0, D::None);
    assert_eq!(check(2, vec![made, cell, ret(1)]), Ok(()));
    // Only one of two ways writes the register.
    let branch = insn(Opcode::JumpTrue, 0, 0, 0, D::Jump(2));
    assert_eq!(check(2, vec![branch, mov, ret(1)]), Err(Uninitialised(2)));
    let global = insn(Opcode::LoadGlobal, 0, 0, 0, D::Global(GlobalId(1)));
    assert_eq!(check(1, vec![global, ret(0)]), Err(Global(0)));
    let yields = insn(Opcode::Yield, 0, 0, 0, D::None);
    assert_eq!(check(1, vec![yields, ret(0)]), Err(Forbidden(0)));
}

#[test]
fn header_words() {
    let header = CodeHeader {
        positional: 3,
        keyword_only: 1,
        registers: 20,
        flags: code_flags::VARARGS,
        pool_words: 513,
        bytecode_bytes: 4094,
        handlers: 300,
        positional_only: 2,
        free: 7,
        unit: 99,
    };
    let present = optional::REST | optional::NAME | optional::PARAMETERS;
    let counts = [3 | NOT_SIMPLE, 1, 20, present | code_flags::VARARGS];
    assert_eq!(header.counts(present), u32::from_le_bytes(counts));
    assert_eq!(header.place(present), ((3 + 3 + 513) * 4) | (99 << 16));
    assert_eq!(header.rest(), Some(4094 | 2 << 16));
    assert_eq!(header.bytes(), 4094 + 300 * 8);
    let bare = CodeHeader {
        handlers: 0,
        positional_only: 0,
        ..header
    };
    assert_eq!(bare.rest(), None);
    assert_eq!(header.parameter_registers(), 5);
    let row = HandlerRow {
        start: 2,
        end: 400,
        target: 1000,
        register: 64,
    };
    assert_eq!(HandlerRow::unpack(row.pack()), row);
    assert_ne!(abi_hash(), 0);
}

#[test]
fn optional_words_follow_each_other() {
    let all = [
        optional::REST,
        optional::NAME,
        optional::QUALIFIER,
        optional::PARAMETERS,
    ];
    for present in (0..16u8).map(|bits| bits << 4) {
        let mut word = CODE_HEADER_WORDS;
        for which in all {
            let there = present & which != 0;
            let flags = present | code_flags::SIMPLE;
            assert_eq!(optional_word(flags, which), there.then_some(word));
            word += u32::from(there);
        }
        assert_eq!(pool_start(present | code_flags::GENERATOR), word);
    }
}
