//! Listening to a peer behind a pseudo-terminal.
#![cfg(unix)]

mod peer;

use mpf_flash::{FlashError, Monitor, Notice, Port};
use rustix::fd::OwnedFd;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Shared {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    fn wait_for(&self, text: &str) {
        wait(
            || self.text().contains(text),
            || format!("`{text}` did not come, only `{}`", self.text()),
        );
    }
}

fn wait(mut done: impl FnMut() -> bool, message: impl Fn() -> String) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < Duration::from_secs(20), "{}", message());
        thread::sleep(Duration::from_millis(5));
    }
}

struct Session {
    out: Shared,
    notices: Shared,
    keys: Sender<Vec<u8>>,
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Result<(), FlashError>>,
}

fn listen(name: &str) -> Session {
    let (keys, input) = channel();
    let (out, notices, stop) = (
        Shared::default(),
        Shared::default(),
        Arc::new(AtomicBool::new(false)),
    );
    let (mut sink, mut said, ends) = (out.clone(), notices.clone(), stop.clone());
    let port = Port {
        name: name.into(),
        usb: None,
    };
    let thread = thread::spawn(move || {
        let place =
            |unit: u32, offset: u32| Some(format!("File \"{unit}.py\", line {offset}, in f"));
        let monitor = Monitor {
            port,
            baud: 115_200,
            patience: Duration::ZERO,
            place: &place,
            input,
            stop: &ends,
        };
        let mut notice = |notice: Notice| {
            let word = match notice {
                Notice::Connected(_) => "connected,",
                Notice::Lost(_) => "lost,",
            };
            said.write_all(word.as_bytes()).unwrap();
        };
        monitor.run(&mut sink, &mut notice)
    });
    Session {
        out,
        notices,
        keys,
        stop,
        thread,
    }
}

fn send(line: &OwnedFd, text: &str) {
    assert_eq!(
        rustix::io::write(line, text.as_bytes()).unwrap(),
        text.len()
    );
}

fn receive(line: &OwnedFd, count: usize) -> Vec<u8> {
    let mut got = Vec::new();
    wait(
        || {
            let mut buffer = [0; 64];
            if let Ok(read) = rustix::io::read(line, &mut buffer) {
                got.extend(&buffer[..read]);
            }
            got.len() >= count
        },
        || "nothing was sent".into(),
    );
    got
}

#[test]
fn text_comes_places_become_lines_and_keys_go() {
    let (line, name) = peer::line();
    let session = listen(&name);
    session.notices.wait_for("connected,");
    send(
        &line,
        "hello\n\x1eTraceback (most recent call last):\n  File 2:17\nKeyError: 1\n",
    );
    session.out.wait_for("KeyError: 1\n");
    assert_eq!(
        session.out.text(),
        "hello\nTraceback (most recent call last):\n  File \"2.py\", line 17, in f\nKeyError: 1\n"
    );
    session.keys.send(b"x\x03".to_vec()).unwrap();
    assert_eq!(receive(&line, 2), b"x\x03");
    // What is typed before Ctrl-] still goes, what follows does not.
    session.keys.send(b"y\x1dz".to_vec()).unwrap();
    session.thread.join().unwrap().unwrap();
    assert_eq!(receive(&line, 1), b"y");
}

#[test]
fn a_board_that_was_unplugged_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let port = folder.path().join("port");
    let plug = |name: &str| std::os::unix::fs::symlink(Path::new(name), &port).unwrap();
    let (line, name) = peer::line();
    plug(&name);
    let session = listen(port.to_str().unwrap());
    session.notices.wait_for("connected,");
    send(&line, "one\n");
    session.out.wait_for("one\n");
    fs::remove_file(&port).unwrap();
    drop(line);
    session.notices.wait_for("connected,lost,");
    let (line, name) = peer::line();
    plug(&name);
    session.notices.wait_for("connected,lost,connected,");
    send(&line, "two\n");
    session.out.wait_for("two\n");
    fs::remove_file(&port).unwrap();
    drop(line);
    session.notices.wait_for("connected,lost,connected,lost,");
    // Ctrl-] also ends the waiting.
    session.keys.send(vec![0x1d]).unwrap();
    session.thread.join().unwrap().unwrap();
    assert_eq!(session.out.text(), "one\ntwo\n");
}

#[test]
fn a_signal_ends_the_session_and_the_end_of_the_input_does_not() {
    let (line, name) = peer::line();
    let session = listen(&name);
    drop(session.keys);
    session.notices.wait_for("connected,");
    send(&line, "still here\n");
    session.out.wait_for("still here\n");
    session.stop.store(true, Ordering::Relaxed);
    session.thread.join().unwrap().unwrap();
}

#[test]
fn a_port_that_another_program_has_is_busy() {
    let (_line, name) = peer::line();
    let first = listen(&name);
    first.notices.wait_for("connected,");
    let second = listen(&name);
    let error = second.thread.join().unwrap().unwrap_err();
    assert!(matches!(error, FlashError::Busy { .. }), "{error}");
    first.keys.send(vec![0x1d]).unwrap();
    first.thread.join().unwrap().unwrap();
}
