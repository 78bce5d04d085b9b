//! Float text against CPython: every answer comes from running `python3` on the same numbers.

use super::*;
use std::io::Write;
use std::process::{Command, Stdio};

/// Runs a Python program with `input` on its standard input.
fn python(program: &str, input: &str) -> String {
    let mut child = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(input.as_bytes())
        .expect("python3 reads");
    let output = child.wait_with_output().expect("python3 ends");
    assert!(output.status.success());
    String::from_utf8(output.stdout).expect("text")
}

/// Awkward doubles and random ones (half of them of everyday size).
fn samples() -> Vec<f64> {
    let mut all = vec![
        0.0,
        1.0,
        0.1,
        0.5,
        1.5,
        2.5,
        3.5,
        0.125,
        0.375,
        2.675,
        99.995,
        9.5,
        99.5,
        999.9999,
        1e16,
        1e15,
        9999999999999998.0,
        123456789012345680.0,
        1e22,
        1e23,
        5e-324,
        2.2250738585072014e-308,
        2.225073858507201e-308,
        f64::MAX,
        1e-5,
        0.0001,
        0.00012345,
        1e100,
        9.5e-7,
        4.35,
        0.3,
        2.0 / 3.0,
        1e21,
        123456.789,
        0.05,
        0.95,
        1e-300,
        4503599627370496.5,
        9007199254740993.0,
        f64::INFINITY,
        f64::NAN,
    ];
    for e in (-1074..1024).step_by(3) {
        all.push(2f64.powi(e));
    }
    let mut state = 88172645463325252u64;
    for i in 0..800 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        all.push(match i % 2 {
            0 => f64::from_bits(state >> 1),
            _ => {
                (state % 100_000_000) as f64
                    / [1.0, 4.0, 8.0, 10.0, 100.0, 1000.0, 32.0][state as usize % 7]
            }
        });
    }
    all
}

fn shown(x: f64, style: FloatStyle, precision: u32, alternate: bool) -> String {
    let mut buffer = vec![0; float_bound(x, precision) as usize];
    let n = float_format(x, style, precision, alternate, &mut buffer);
    String::from_utf8(buffer[..n].to_vec()).expect("ASCII")
}

fn lines(samples: &[f64]) -> String {
    samples
        .iter()
        .map(|x| format!("{:016x}\n", x.to_bits()))
        .collect()
}

const READ: &str =
    "import sys, struct\nxs = [struct.unpack('>d', bytes.fromhex(l))[0] for l in sys.stdin]\n";

fn check(samples: &[f64], expression: &str, ours: impl Fn(f64) -> String) {
    let theirs = python(
        &format!("{READ}for x in xs: print({expression})"),
        &lines(samples),
    );
    let mut n = 0;
    for (x, theirs) in samples.iter().zip(theirs.lines()) {
        assert_eq!(ours(*x), theirs, "{expression} of {x:e}");
        n += 1;
    }
    assert_eq!(n, samples.len());
}

#[test]
fn repr_is_shortest() {
    let mut all = samples();
    all.push(-0.0);
    all.push(-1.25e-9);
    check(&all, "repr(x)", |x| {
        let mut buffer = [0; 32];
        let n = float_repr(x, &mut buffer);
        String::from_utf8(buffer[..n].to_vec()).expect("ASCII")
    });
}

#[test]
fn fixed_and_exponent_precision() {
    let all = samples();
    for p in [0, 1, 2, 6, 20] {
        check(&all, &format!("'%.{p}f' % x"), |x| {
            shown(x, FloatStyle::Fixed, p, false)
        });
        check(&all, &format!("'%.{p}e' % x"), |x| {
            shown(x, FloatStyle::Exponent, p, false)
        });
        check(&all, &format!("'%.{p}g' % x"), |x| {
            shown(x, FloatStyle::General, p, false)
        });
        check(&all, &format!("'%#.{p}g' % x"), |x| {
            shown(x, FloatStyle::General, p, true)
        });
        check(&all, &format!("'%#.{p}f' % x"), |x| {
            shown(x, FloatStyle::Fixed, p, true)
        });
        check(&all, &format!("'%#.{p}e' % x"), |x| {
            shown(x, FloatStyle::Exponent, p, true)
        });
    }
    for p in [1, 2, 3, 12] {
        check(&all, &format!("format(x, '.{p}')"), |x| {
            shown(x, FloatStyle::GeneralDot, p, false)
        });
    }
    check(&all[..60], "'%.400f' % x", |x| {
        shown(x, FloatStyle::Fixed, 400, false)
    });
}

/// Texts to parse: decimal forms of doubles, points half-way between doubles exactly and just beside, and nonsense.
fn texts() -> Vec<String> {
    let mut all: Vec<String> = ["0", "-0", "1e400", "-1e400", "1e-400", "1_0.5_0e1_0", "1__0", "_1", "1_", "1._5", ".5", "5.", ".", "e5", "1e", "1e+", "+1", "+-1",
        "inf", "-Infinity", "nan", "+NaN", "infin", "0x10", "1e5.5", "1 2", "", "1e99999999999999999999", "0e99999999999999999999", "2.4703282292062327e-324",
        "2.4703282292062328e-324", "1.7976931348623157e308", "1.7976931348623159e308", "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959622842914819860834936475292719074168444365510704342711559699508093042880"]
        .map(String::from)
        .to_vec();
    for x in samples() {
        if x.is_finite() {
            all.push(format!("{x:e}"));
            all.push(format!("{x:.30e}"));
        }
    }
    // Half-way points: exact decimal expansions of mantissas with one more bit.
    let program = "import sys, struct\nfrom fractions import Fraction\nfrom decimal import Decimal, getcontext\ngetcontext().prec = 1200\nfor l in sys.stdin:\n  b = int(l, 16)\n  f = lambda b: Decimal(struct.unpack('>d', b.to_bytes(8, 'big'))[0])\n  h = (f(b) + f(b + 1)) / 2\n  print(h); print(str(h).split('E')[0] + '0000001' + (('E' + str(h).split('E')[1]) if 'E' in str(h) else '') if '.' in str(h) else h); print(h.next_minus())";
    let some: Vec<f64> = samples()
        .into_iter()
        .filter(|x| *x < 1e300 && *x > 0.0)
        .step_by(9)
        .collect();
    all.extend(python(program, &lines(&some)).lines().map(String::from));
    all
}

#[test]
fn parsing_rounds_exactly() {
    let all = texts();
    let program = "import sys, struct\nfor l in sys.stdin.read().split('\\n')[:-1]:\n  try: print(struct.pack('>d', float(l)).hex())\n  except ValueError: print('error')";
    let theirs = python(
        program,
        &all.iter().map(|t| format!("{t}\n")).collect::<String>(),
    );
    assert_eq!(theirs.lines().count(), all.len());
    for (text, theirs) in all.iter().zip(theirs.lines()) {
        let ours = match parse_float(text) {
            Some(x) if x.is_nan() => "7ff8000000000000".into(),
            Some(x) => format!("{:016x}", x.to_bits()),
            None => "error".into(),
        };
        assert_eq!(ours, theirs, "{text}");
    }
}
