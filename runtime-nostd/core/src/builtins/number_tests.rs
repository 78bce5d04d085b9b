//! Numbers compared with CPython: random operands of many sizes through the operators, the builtin functions and the
//! text forms; one `python3` process answers all questions of a test.

use super::int_text::parse_int;
use crate::boot::{self, Booted};
use crate::cx::{Raised, Slot, Slots};
use crate::native::Full;
use crate::object::value::Value;
use crate::protocol::{arithmetic, compare, text};
use mpf_bytecode::{BinaryOp, CompareOp, UnaryOp};
use std::fmt::Write;
use std::process::{Command, Stdio};

/// Answers of CPython: `repr` of each expression, or the type and text of the exception.
fn ask_python(questions: &[String]) -> Vec<String> {
    let program = "import sys\nsys.set_int_max_str_digits(0)\n\
        for q in sys.stdin:\n    try: print(repr(eval(q)))\n    except Exception as e: print(type(e).__name__ + ': ' + str(e))\n";
    let mut child = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    let mut stdin = child.stdin.take().expect("piped");
    let text = questions.join("\n") + "\n";
    let writer = std::thread::spawn(move || {
        std::io::Write::write_all(&mut stdin, text.as_bytes()).expect("python3 reads")
    });
    let out = child.wait_with_output().expect("python3 ends");
    writer.join().expect("written");
    String::from_utf8(out.stdout)
        .expect("text")
        .lines()
        .map(String::from)
        .collect()
}

/// A small generator of random numbers.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
    /// An int of up to about `limbs` 32-bit limbs, with a taste for limbs of zeros and ones.
    fn int(&mut self, limbs: u64) -> String {
        let mut text = String::from(if self.below(2) == 0 { "-0x" } else { "0x" });
        for _ in 0..=self.below(limbs) {
            let limb = match self.below(6) {
                0 => 0,
                1 => u32::MAX,
                2 => 1 << self.below(32),
                _ => self.next() as u32,
            };
            let _ = write!(text, "{limb:08x}");
        }
        if self.below(3) == 0 {
            format!("{}", self.below(2000) as i64 - 1000)
        } else {
            text
        }
    }
    fn float(&mut self) -> f64 {
        match self.below(8) {
            0 => self.below(200) as f64 - 100.0,
            1 => (self.below(20000) as f64 - 10000.0) / 16.0,
            2 => f64::from_bits(self.next()),
            3 => *[
                0.0,
                -0.0,
                1.0,
                -1.0,
                f64::INFINITY,
                f64::NEG_INFINITY,
                0.5,
                1e22,
                5e-324,
                1e308,
            ]
            .get(self.below(10) as usize)
            .unwrap_or(&0.0),
            4 => {
                2f64.powi(self.below(200) as i32 - 60) * (1.0 + self.below(3) as f64 * f64::EPSILON)
            }
            _ => (self.next() as i64 as f64) * 10f64.powi(self.below(40) as i32 - 30),
        }
    }
}

fn float_source(x: f64) -> String {
    if x.is_nan() {
        String::from("float('nan')")
    } else if x.is_infinite() {
        format!("float('{}inf')", if x < 0.0 { "-" } else { "" })
    } else {
        format!("{x:e}")
    }
}

/// Sets a cell from the source text of a number.
fn put(cx: &mut Booted, s: Slot, source: &str) {
    if let Ok(x) = source
        .replace("float('", "")
        .replace("')", "")
        .parse::<f64>()
        && (source.contains(['e', '.', 'n']) && !source.contains("0x"))
    {
        cx.make(s, |cx| cx.new_float(x)).expect("room");
        return;
    }
    cx.make(s, |cx| parse_int(cx, source, 0)).expect("room");
    assert!(!cx.get(s).is_unbound(), "{source}");
}

/// The text of a result, or of the exception.
fn outcome(cx: &mut Booted, r: Result<(), Raised>, s: Slot) -> String {
    let prefix = match r {
        Ok(()) => {
            text::repr(cx, s, s).expect("repr");
            String::new()
        }
        Err(_) => {
            cx.take_exception(s);
            let class = cx.class_of(cx.get(s)).name();
            let name = cx.str(class).expect("name").text().to_owned();
            text::to_str(cx, s, s).expect("str");
            name + ": "
        }
    };
    prefix + cx.str(cx.get(s)).expect("text").text()
}

/// Calls a builtin function with the values of cells.
fn call(cx: &mut Booted, f: Full, args: &[Slot], dst: Slot) -> Result<(), Raised> {
    text::call_slot(cx, f, args, dst)
}

fn world(stress: bool) -> Box<Booted> {
    let mut cx = boot::context(4 << 20);
    cx.set_stress(stress);
    cx
}

fn cells(cx: &mut Booted, n: u32) -> Slots {
    let (frame, s) = cx.frame(n).expect("stack");
    // The cells stay for the whole test.
    std::mem::forget(frame);
    s
}

fn check(questions: &[String], answers: &[String]) {
    let expected = ask_python(questions);
    assert_eq!(expected.len(), answers.len());
    let mut wrong = 0;
    for ((q, want), got) in questions.iter().zip(&expected).zip(answers) {
        if want != got && wrong < 12 {
            println!("{q}\n  CPython {want}\n  here    {got}");
            wrong += 1;
        }
    }
    assert_eq!(wrong, 0, "differences from CPython");
}

const OPERATORS: [(&str, BinaryOp); 12] = [
    ("+", BinaryOp::Add),
    ("-", BinaryOp::Sub),
    ("*", BinaryOp::Mul),
    ("/", BinaryOp::TrueDiv),
    ("//", BinaryOp::FloorDiv),
    ("%", BinaryOp::Mod),
    ("**", BinaryOp::Pow),
    ("<<", BinaryOp::LShift),
    (">>", BinaryOp::RShift),
    ("&", BinaryOp::And),
    ("|", BinaryOp::Or),
    ("^", BinaryOp::Xor),
];

const COMPARISONS: [(&str, CompareOp); 6] = [
    ("<", CompareOp::Lt),
    ("<=", CompareOp::Le),
    ("==", CompareOp::Eq),
    ("!=", CompareOp::Ne),
    (">", CompareOp::Gt),
    (">=", CompareOp::Ge),
];

#[test]
fn integer_operators() {
    operators_of_integers(9000, false);
}

/// The same while every allocation moves every object.
#[test]
fn integer_operators_while_moving() {
    operators_of_integers(600, true);
}

fn operators_of_integers(count: usize, stress: bool) {
    let mut cx = world(stress);
    let s = cells(&mut cx, 3);
    let mut random = Random(0x1234_5678_9ABC_DEF1);
    let (mut questions, mut answers) = (vec![], vec![]);
    for i in 0..count {
        let limbs = if i % 50 == 0 { 60 } else { 6 };
        let (a, mut b) = (random.int(limbs), random.int(limbs));
        let (sign, op) = OPERATORS[i % OPERATORS.len()];
        if matches!(op, BinaryOp::LShift | BinaryOp::RShift | BinaryOp::Pow) {
            b = format!(
                "{}",
                random.below(if op == BinaryOp::Pow { 12 } else { 300 }) as i64 - 2
            );
            if op == BinaryOp::Pow && b.starts_with('-') {
                continue;
            }
        }
        put(&mut cx, s.at(0), &a);
        put(&mut cx, s.at(1), &b);
        let r = arithmetic::binary(&mut cx, op, s.at(0), s.at(1), s.at(2));
        questions.push(format!("({a}) {sign} ({b})"));
        answers.push(outcome(&mut cx, r, s.at(2)));
        let (sign, op) = COMPARISONS[i % 6];
        let r = compare::compare(&mut cx, op, s.at(0), s.at(1), s.at(2));
        questions.push(format!("({a}) {sign} ({b})"));
        answers.push(outcome(&mut cx, r, s.at(2)));
        let (sign, op) = [
            ("-", UnaryOp::Neg),
            ("~", UnaryOp::Invert),
            ("+", UnaryOp::Pos),
        ][i % 3];
        let r = arithmetic::unary(&mut cx, op, s.at(0), s.at(2));
        questions.push(format!("{sign}({a})"));
        answers.push(outcome(&mut cx, r, s.at(2)));
    }
    check(&questions, &answers);
}

#[test]
fn float_operators() {
    let mut cx = boot::context(8 << 20);
    let s = cells(&mut cx, 3);
    let mut random = Random(0xFEED_F00D_1357_9BDF);
    let (mut questions, mut answers) = (vec![], vec![]);
    for i in 0..9000 {
        let mut side = || {
            if random.below(3) == 0 {
                random.int(4)
            } else {
                float_source(random.float())
            }
        };
        let (a, b) = (side(), side());
        put(&mut cx, s.at(0), &a);
        put(&mut cx, s.at(1), &b);
        let (sign, op) = OPERATORS[i % 6];
        let r = arithmetic::binary(&mut cx, op, s.at(0), s.at(1), s.at(2));
        questions.push(format!("({a}) {sign} ({b})"));
        answers.push(outcome(&mut cx, r, s.at(2)));
        let (sign, op) = COMPARISONS[i % 6];
        let r = compare::compare(&mut cx, op, s.at(0), s.at(1), s.at(2));
        questions.push(format!("({a}) {sign} ({b})"));
        answers.push(outcome(&mut cx, r, s.at(2)));
    }
    check(&questions, &answers);
}

#[test]
fn functions() {
    builtin_functions(3000, false);
}

#[test]
fn functions_while_moving() {
    builtin_functions(300, true);
}

fn builtin_functions(count: usize, stress: bool) {
    let mut cx = world(stress);
    let s = cells(&mut cx, 4);
    let mut random = Random(0x0BAD_CAFE_2468_ACE1);
    let (mut questions, mut answers) = (vec![], vec![]);
    let one: [(&str, Full); 6] = [
        ("abs", super::math_functions::mpf_builtin_abs),
        ("bin", super::math_functions::mpf_builtin_bin),
        ("oct", super::math_functions::mpf_builtin_oct),
        ("hex", super::math_functions::mpf_builtin_hex),
        ("round", super::math_functions::mpf_builtin_round),
        ("abs", super::math_functions::mpf_builtin_abs),
    ];
    for i in 0..count {
        let a = if random.below(3) == 0 {
            float_source(random.float())
        } else {
            random.int(5)
        };
        let (name, f) = one[i % 6];
        put(&mut cx, s.at(0), &a);
        cx.set(s.at(1), Value::UNBOUND);
        let r = call(&mut cx, f, &[s.at(0), s.at(1)], s.at(2));
        questions.push(format!("{name}({a})"));
        answers.push(outcome(&mut cx, r, s.at(2)));

        let places = random.below(44) as i64 - 22;
        put(&mut cx, s.at(1), &places.to_string());
        let r = call(
            &mut cx,
            super::math_functions::mpf_builtin_round,
            &[s.at(0), s.at(1)],
            s.at(2),
        );
        questions.push(format!("round({a}, {places})"));
        answers.push(outcome(&mut cx, r, s.at(2)));

        let b = if random.below(3) == 0 {
            float_source(random.float())
        } else {
            random.int(3)
        };
        put(&mut cx, s.at(1), &b);
        let r = call(
            &mut cx,
            super::math_functions::mpf_builtin_divmod,
            &[s.at(0), s.at(1)],
            s.at(2),
        );
        questions.push(format!("divmod({a}, {b})"));
        answers.push(outcome(&mut cx, r, s.at(2)));

        let (a, b, c) = (random.int(4), random.int(2), random.int(4));
        put(&mut cx, s.at(0), &a);
        put(&mut cx, s.at(1), &b);
        put(&mut cx, s.at(2), &c);
        let r = call(
            &mut cx,
            super::math_functions::mpf_builtin_pow,
            &[s.at(0), s.at(1), s.at(2)],
            s.at(3),
        );
        questions.push(format!("pow({a}, {b}, {c})"));
        answers.push(outcome(&mut cx, r, s.at(3)));
    }
    check(&questions, &answers);
}

#[test]
fn text_to_numbers() {
    let mut cx = boot::context(8 << 20);
    let s = cells(&mut cx, 4);
    let mut random = Random(0x7777_1234_4321_8888);
    let (mut questions, mut answers) = (vec![], vec![]);
    for i in 0..4000 {
        let base = [0u64, 2, 3, 7, 8, 10, 16, 29, 36][i % 9];
        let mut text =
            String::from(["", "-", " +", "0x", "0b", "-0o", "0_", "0"][random.below(8) as usize]);
        for _ in 0..random.below(if i % 40 == 0 { 300 } else { 14 }) {
            let digit = random.below(if base == 0 { 10 } else { base }) as u32;
            text.push(char::from_digit(digit, 36).unwrap_or('0'));
            if random.below(12) == 0 {
                text.push(['_', 'z', ' ', '.'][random.below(4) as usize]);
            }
        }
        cx.make(s.at(0), |cx| cx.new_str(&text)).expect("room");
        let class = crate::wk::ty::int(&cx).to_bits();
        cx.set(s.at(1), Value::from_bits(class));
        cx.set(s.at(2), Value::int(base as i32));
        let r = call(
            &mut cx,
            super::int::mpf_int_new,
            &[s.at(1), s.at(0), s.at(2)],
            s.at(3),
        );
        questions.push(format!("int({text:?}, {base})"));
        answers.push(outcome(&mut cx, r, s.at(3)));
        let class = crate::wk::ty::float(&cx).to_bits();
        cx.set(s.at(1), Value::from_bits(class));
        let r = call(
            &mut cx,
            super::float::mpf_float_new,
            &[s.at(1), s.at(0)],
            s.at(3),
        );
        questions.push(format!("float({text:?})"));
        answers.push(outcome(&mut cx, r, s.at(3)));
        let x = float_source(random.float());
        put(&mut cx, s.at(0), &x);
        let class = crate::wk::ty::int(&cx).to_bits();
        cx.set(s.at(1), Value::from_bits(class));
        cx.set(s.at(2), Value::UNBOUND);
        let r = call(
            &mut cx,
            super::int::mpf_int_new,
            &[s.at(1), s.at(0), s.at(2)],
            s.at(3),
        );
        questions.push(format!("int({x})"));
        answers.push(outcome(&mut cx, r, s.at(3)));
        let n = random.int(5);
        put(&mut cx, s.at(0), &n);
        let class = crate::wk::ty::float(&cx).to_bits();
        cx.set(s.at(1), Value::from_bits(class));
        let r = call(
            &mut cx,
            super::float::mpf_float_new,
            &[s.at(1), s.at(0)],
            s.at(3),
        );
        questions.push(format!("float({n})"));
        answers.push(outcome(&mut cx, r, s.at(3)));
    }
    check(&questions, &answers);
}

#[test]
fn bytes_of_integers() {
    let mut cx = boot::context(8 << 20);
    let s = cells(&mut cx, 7);
    let mut random = Random(0x5151_AAAA_0F0F_3C3D);
    let (mut questions, mut answers) = (vec![], vec![]);
    for i in 0..2000 {
        let n = random.int(3);
        let len = random.below(16);
        let (order, signed) = (["big", "little"][i % 2], random.below(2) == 1);
        put(&mut cx, s.at(1), &n);
        cx.set(s.at(0), Value::bool(signed));
        cx.set(s.at(2), Value::int(len as i32));
        cx.make(s.at(3), |cx| cx.new_str(order)).expect("room");
        let r = call(
            &mut cx,
            super::int::mpf_int_to_bytes,
            &[s.at(0), s.at(1), s.at(2), s.at(3)],
            s.at(4),
        );
        let python = if signed { "True" } else { "False" };
        let back = r.is_ok();
        if back {
            let class = crate::wk::ty::int(&cx).to_bits();
            cx.set(s.at(1), Value::from_bits(class));
            let r = call(
                &mut cx,
                super::int::mpf_int_from_bytes,
                &[s.at(0), s.at(1), s.at(4), s.at(3)],
                s.at(5),
            );
            questions.push(format!("int.from_bytes(({n}).to_bytes({len}, '{order}', signed={python}), '{order}', signed={python})"));
            answers.push(outcome(&mut cx, r, s.at(5)));
        }
        questions.push(format!("({n}).to_bytes({len}, '{order}', signed={python})"));
        answers.push(outcome(&mut cx, r, s.at(4)));
    }
    check(&questions, &answers);
}

#[test]
fn powers_of_floats() {
    let mut cx = boot::context(8 << 20);
    let s = cells(&mut cx, 3);
    let mut random = Random(0x2222_7777_CCCC_1111);
    let (mut questions, mut answers) = (vec![], vec![]);
    for _ in 0..3000 {
        let (x, y) = (float_source(random.float()), float_source(random.float()));
        put(&mut cx, s.at(0), &x);
        put(&mut cx, s.at(1), &y);
        let r = arithmetic::binary(&mut cx, BinaryOp::Pow, s.at(0), s.at(1), s.at(2));
        questions.push(format!("({x}) ** ({y})"));
        answers.push(outcome(&mut cx, r, s.at(2)));
    }
    let expected = ask_python(&questions);
    let mut last_place = 0;
    for ((q, want), got) in questions.iter().zip(&expected).zip(&answers) {
        if want == got
            || (want.ends_with('j') || want.ends_with("j)") || want.contains("complex"))
                && got.starts_with("ValueError: negative number")
        {
            continue;
        }
        match (want.parse::<f64>(), got.parse::<f64>()) {
            (Ok(w), Ok(g)) if (w.to_bits() as i64 - g.to_bits() as i64).abs() <= 1 => {
                last_place += 1
            }
            _ => panic!("{q}\n  CPython {want}\n  here    {got}"),
        }
    }
    // Powers need not be exactly rounded; the libraries of CPython's platforms differ among each other as well.
    assert!(
        last_place * 20 < questions.len(),
        "{last_place} results differ in the last place"
    );
}
