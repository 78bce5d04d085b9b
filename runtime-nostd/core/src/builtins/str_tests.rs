//! Text builtins against CPython: expressions of literals, operators, calls and methods are evaluated by the runtime's
//! own protocol functions and by `python3`, and their reprs (or exceptions) compared; once with a collection that
//! moves every object at every allocation.

use crate::boot;
use crate::cx::{Cx, Raised, Slot, Slots};
use crate::object::value::Value;
use crate::protocol::{arithmetic, attribute, call, compare, item, text};
use mpf_bytecode::{BinaryOp, CompareOp};
use std::io::Write;
use std::process::{Command, Stdio};

/// Evaluates one expression; every value gets the next cell.
struct Eval<'s> {
    source: &'s [u8],
    at: usize,
    cells: Slots,
    next: u32,
}

type Done = Result<Slot, Raised>;

impl Eval<'_> {
    fn cell(&mut self) -> Slot {
        self.next += 1;
        self.cells.at(self.next - 1)
    }
    fn skip(&mut self) {
        while self.source.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }
    fn eat(&mut self, what: &str) -> bool {
        self.skip();
        let hit = self.source[self.at..].starts_with(what.as_bytes());
        if hit {
            self.at += what.len();
        }
        hit
    }
    fn word(&mut self) -> String {
        self.skip();
        let rest = &self.source[self.at..];
        let n = rest
            .iter()
            .take_while(|c| c.is_ascii_alphanumeric() || **c == b'_')
            .count();
        self.at += n;
        String::from_utf8(rest[..n].to_vec()).expect("ASCII")
    }

    fn expression(&mut self, cx: &mut Cx) -> Done {
        let left = self.postfix(cx)?;
        let op = ["+", "*", "%"].iter().position(|op| self.eat(op));
        if let Some(op) = op {
            let right = self.postfix(cx)?;
            let dst = self.cell();
            let op = [BinaryOp::Add, BinaryOp::Mul, BinaryOp::Mod][op];
            arithmetic::binary(cx, op, left, right, dst)?;
            return Ok(dst);
        }
        let compared = [
            ("==", CompareOp::Eq),
            ("<=", CompareOp::Le),
            ("<", CompareOp::Lt),
            (">", CompareOp::Gt),
        ];
        for (text, op) in compared {
            if self.eat(text) {
                let right = self.postfix(cx)?;
                let dst = self.cell();
                compare::compare(cx, op, left, right, dst)?;
                return Ok(dst);
            }
        }
        if self.eat("in ") {
            let right = self.postfix(cx)?;
            let dst = self.cell();
            let found = item::contains(cx, right, left)?;
            cx.set(dst, Value::bool(found));
            return Ok(dst);
        }
        Ok(left)
    }

    fn postfix(&mut self, cx: &mut Cx) -> Done {
        let mut v = self.atom(cx)?;
        loop {
            if self.eat(".") {
                let name = self.word();
                let (key, dst) = (self.cell(), self.cell());
                cx.make(key, |cx| cx.new_str(&name))?;
                attribute::get_attr(cx, v, key, dst)?;
                v = dst;
            } else if self.eat("(") {
                let args = self.list(cx, ")")?;
                let dst = self.cell();
                call::call_with(cx, v, &args, dst)?;
                v = dst;
            } else if self.eat("[") {
                let mut parts = vec![];
                loop {
                    parts.push(
                        if self.source[self.at] == b':' || self.source[self.at] == b']' {
                            None
                        } else {
                            Some(self.expression(cx)?)
                        },
                    );
                    if !self.eat(":") {
                        break;
                    }
                }
                assert!(self.eat("]"));
                let (key, dst) = (self.cell(), self.cell());
                if let [Some(only)] = parts[..] {
                    cx.set(key, cx.get(only));
                } else {
                    cx.make(key, |cx| {
                        let part = |i: usize| {
                            parts
                                .get(i)
                                .copied()
                                .flatten()
                                .map_or(Value::NONE, |s| cx.get(s))
                        };
                        cx.new_slice(part(0), part(1), part(2))
                    })?;
                }
                item::get_item(cx, v, key, dst)?;
                v = dst;
            } else {
                return Ok(v);
            }
        }
    }

    fn list(&mut self, cx: &mut Cx, end: &str) -> Result<Vec<Slot>, Raised> {
        let mut all = vec![];
        while !self.eat(end) {
            all.push(self.expression(cx)?);
            self.eat(",");
        }
        Ok(all)
    }

    fn atom(&mut self, cx: &mut Cx) -> Done {
        self.skip();
        let dst = self.cell();
        let rest = &self.source[self.at..];
        let c = rest[0];
        let bytes = c == b'b' && matches!(rest.get(1), Some(b'\'' | b'"'));
        if bytes || matches!(c, b'\'' | b'"') {
            self.at += bytes as usize;
            let content = self.quoted();
            if bytes {
                let content: Vec<u8> = content.chars().map(|c| c as u8).collect();
                cx.make(dst, |cx| cx.new_bytes(&content))?;
            } else {
                cx.make(dst, |cx| cx.new_str(&content))?;
            }
        } else if c.is_ascii_digit() || c == b'-' {
            let n = rest
                .iter()
                .skip(1)
                .take_while(|c| c.is_ascii_digit() || matches!(c, b'.' | b'e'))
                .count()
                + 1;
            self.at += n;
            let number = std::str::from_utf8(&rest[..n]).expect("ASCII");
            match number.parse::<i64>() {
                Ok(n) => cx.make(dst, |cx| cx.new_int(n))?,
                Err(_) if !number.contains(['.', 'e']) => {
                    let (negative, digits) = number
                        .strip_prefix('-')
                        .map_or((false, number), |d| (true, d));
                    let n: u128 = digits.parse().expect("number");
                    cx.make(dst, |cx| {
                        cx.new_int_with(negative, 4, |mut l| {
                            (0..4).for_each(|i| l.set(i, (n >> (32 * i)) as u32))
                        })
                    })?;
                }
                Err(_) => {
                    let x: f64 = number.parse().expect("number");
                    cx.make(dst, |cx| cx.new_float(x))?;
                }
            }
        } else if self.eat("(") {
            let items = self.list(cx, ")")?;
            cx.make(dst, |cx| {
                cx.new_tuple(items.len() as u32, |i| cx.get(items[i as usize]))
            })?;
        } else if self.eat("[") {
            let items = self.list(cx, "]")?;
            cx.make(dst, |cx| {
                cx.new_list(items.len() as u32, |i| cx.get(items[i as usize]))
            })?;
        } else if self.eat("{") {
            cx.make(dst, |cx| cx.new_dict())?;
            while !self.eat("}") {
                let key = self.expression(cx)?;
                assert!(self.eat(":"));
                let value = self.expression(cx)?;
                self.eat(",");
                item::set_item(cx, dst, key, value)?;
            }
        } else {
            let name = self.word();
            let at = *cx
                .host
                .builtins
                .get(&name)
                .unwrap_or_else(|| panic!("no builtin {name}"));
            cx.set(dst, Value::from_bits(at));
        }
        Ok(dst)
    }

    fn quoted(&mut self) -> String {
        let quote = self.source[self.at];
        self.at += 1;
        let mut out = vec![];
        loop {
            let c = self.source[self.at];
            self.at += 1;
            if c == quote {
                return String::from_utf8(out).expect("text");
            }
            if c != b'\\' {
                out.push(c);
                continue;
            }
            let c = self.source[self.at];
            self.at += 1;
            let digits = match c {
                b'x' => 2,
                b'u' => 4,
                b'U' => 8,
                _ => 0,
            };
            let c = match c {
                b'n' => '\n',
                b't' => '\t',
                b'r' => '\r',
                b'0' => '\0',
                b'x' | b'u' | b'U' => {
                    let hex =
                        std::str::from_utf8(&self.source[self.at..self.at + digits]).expect("hex");
                    self.at += digits;
                    char::from_u32(u32::from_str_radix(hex, 16).expect("hex")).expect("character")
                }
                other => other as char,
            };
            out.extend(c.to_string().as_bytes());
        }
    }
}

/// Repr of an expression's value, or `Class: message` of its exception.
fn ours(cx: &mut Cx, expression: &str) -> String {
    let (mut cx, cells) = cx.frame(120).expect("stack");
    let mut eval = Eval {
        source: expression.as_bytes(),
        at: 0,
        cells,
        next: 0,
    };
    let result = eval.expression(&mut cx).and_then(|v| {
        assert_eq!(eval.at, eval.source.len(), "rest of {expression}");
        let dst = eval.cell();
        text::repr(&mut cx, v, dst)?;
        Ok(String::from(cx.str(cx.get(dst)).expect("str").text()))
    });
    result.unwrap_or_else(|_| {
        let (e, message) = (eval.cell(), eval.cell());
        cx.take_exception(e);
        text::to_str(&mut cx, e, message).expect("message");
        let class = cx.class_of(cx.get(e)).name();
        let class = String::from(cx.str(class).expect("name").text());
        format!("{class}: {}", cx.str(cx.get(message)).expect("str").text())
    })
}

/// The same from CPython.
fn theirs(expressions: &[&str]) -> Vec<String> {
    let program = "import sys\nfor line in sys.stdin.read().split('\\n')[:-1]:\n  try: r = repr(eval(line))\n  except Exception as e: r = type(e).__name__ + ': ' + str(e)\n  sys.stdout.write(r + '\\0')";
    let mut child = Command::new("python3")
        .args(["-X", "utf8", "-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    let mut input = expressions.join("\n");
    input.push('\n');
    child
        .stdin
        .take()
        .expect("piped")
        .write_all(input.as_bytes())
        .expect("python3 reads");
    let output = child.wait_with_output().expect("python3 ends");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).expect("text");
    text.split('\0')
        .take(expressions.len())
        .map(String::from)
        .collect()
}

/// Runs all expressions of a table (a line each; empty lines are skipped) in both worlds.
fn check(table: &str) {
    let lines: Vec<&str> = table
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect();
    assert!(!lines.is_empty());
    let expected = theirs(&lines);
    assert_eq!(expected.len(), lines.len());
    let mut wrong = String::new();
    for stress in [false, true] {
        let sizes = boot::Sizes {
            immortal: 2 << 20,
            stack: 32 << 10,
            heap: 256 << 10,
            globals: 16,
        };
        let mut cx = boot::boot(sizes);
        cx.set_stress(stress);
        for (line, expected) in lines.iter().zip(&expected) {
            let got = ours(&mut cx, line);
            if got != *expected {
                wrong += &format!("{line}\n   ours   {got}\n   theirs {expected}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn str_searching() {
    check(include_str!("str_tests/search.txt"));
}

#[test]
fn str_splitting() {
    check(include_str!("str_tests/split.txt"));
}

#[test]
fn str_items_and_operators() {
    check(include_str!("str_tests/items.txt"));
}

#[test]
fn str_cases_and_padding() {
    check(include_str!("str_tests/case.txt"));
}

#[test]
fn format_specifications() {
    check(include_str!("str_tests/format.txt"));
}

#[test]
fn percent_operator() {
    check(include_str!("str_tests/percent.txt"));
}

#[test]
fn bytes_and_bytearray() {
    check(include_str!("str_tests/bytes.txt"));
}
