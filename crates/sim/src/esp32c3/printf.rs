//! The formatter behind the ROM's `ets_printf`: integers, characters, strings, with width and padding.

/// Formats from a format string at an address; `argument` gives the words that follow, `text` the string at an address.
pub fn format(at: u32, argument: &dyn Fn(u32) -> u32, text: &dyn Fn(u32) -> Vec<u8>) -> Vec<u8> {
    let source = text(at);
    let mut out = Vec::new();
    let mut used = 0;
    let mut next = || {
        used += 1;
        argument(used - 1)
    };
    let mut rest = source.iter().copied();
    while let Some(byte) = rest.next() {
        // A new line becomes two bytes on the console.
        if byte == b'\n' {
            out.push(b'\r');
        }
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let (mut left, mut zero, mut width) = (false, false, 0usize);
        let mut long = 0;
        let mut kind = rest.next();
        while let Some(flag) = kind {
            match flag {
                b'-' => left = true,
                b'0' if width == 0 => zero = true,
                b'0'..=b'9' => width = (width * 10 + usize::from(flag - b'0')).min(256),
                b'l' | b'h' | b'z' => long += u32::from(flag == b'l'),
                b'#' | b'+' | b' ' | b'.' => {}
                _ => break,
            }
            kind = rest.next();
        }
        let mut whole = || match long {
            2.. => u64::from(next()) | u64::from(next()) << 32,
            _ => u64::from(next()),
        };
        let piece = match kind {
            Some(b'd' | b'i') if long > 1 => (whole() as i64).to_string().into_bytes(),
            Some(b'd' | b'i') => (whole() as i32).to_string().into_bytes(),
            Some(b'u') => whole().to_string().into_bytes(),
            Some(b'x') => format!("{:x}", whole()).into_bytes(),
            Some(b'X') => format!("{:X}", whole()).into_bytes(),
            Some(b'p') => format!("{:#010x}", whole()).into_bytes(),
            Some(b'c') => vec![whole() as u8],
            Some(b's') => text(whole() as u32),
            Some(b'%') => vec![b'%'],
            Some(other) => vec![b'%', other],
            None => vec![b'%'],
        };
        let padding = width.saturating_sub(piece.len());
        let fill = if zero && !left { b'0' } else { b' ' };
        if left {
            out.extend(&piece);
        }
        out.extend(std::iter::repeat_n(fill, padding));
        if !left {
            out.extend(&piece);
        }
    }
    out
}
