//! Other programs, under a deadline.

use std::io::{Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Generous: a busy machine must not fail a test.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

/// A program that runs. It is killed when this is dropped.
pub(crate) struct Program {
    name: String,
    child: Child,
    stdin: Option<ChildStdin>,
    output: Receiver<Vec<u8>>,
    seen: Vec<u8>,
    deadline: Instant,
}

impl Program {
    /// Starts a program with its output, standard and error, in one stream.
    pub(crate) fn start(command: &mut Command) -> Self {
        let name = format!("{command:?}");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("{name}: {error} (is it installed?)"));
        let (sender, output) = channel();
        forward(child.stdout.take().unwrap(), sender.clone());
        forward(child.stderr.take().unwrap(), sender);
        let stdin = child.stdin.take();
        Self { name, child, stdin, output, seen: Vec::new(), deadline: Instant::now() + DEADLINE }
    }

    /// All output up to now.
    pub(crate) fn seen(&self) -> String {
        String::from_utf8_lossy(&self.seen).into_owned()
    }

    /// Waits until the output from `from` on contains `text`; gives the place after it.
    pub(crate) fn wait_for_text_from(&mut self, from: usize, text: &str) -> usize {
        match self.text_by(self.deadline, from, text) {
            Ok(place) => place,
            Err(why) => panic!("{}: no {text:?} ({why:?}) in:\n{}", self.name, self.seen()),
        }
    }

    /// As [`Self::wait_for_text_from`], but gives up sooner: for what the program may miss.
    pub(crate) fn text_within(&mut self, time: Duration, from: usize, text: &str) -> Option<usize> {
        self.text_by(Instant::now() + time, from, text).ok()
    }

    fn text_by(&mut self, deadline: Instant, from: usize, text: &str) -> Result<usize, RecvTimeoutError> {
        loop {
            let place = self.seen.get(from..).and_then(|seen| find(seen, text.as_bytes()));
            if let Some(place) = place {
                return Ok(from + place + text.len());
            }
            let output = self.output.recv_timeout(deadline.saturating_duration_since(Instant::now()))?;
            self.seen.extend(output);
        }
    }

    pub(crate) fn wait_for_text(&mut self, text: &str) -> usize {
        self.wait_for_text_from(0, text)
    }

    pub(crate) fn write(&mut self, text: &str) {
        self.stdin.as_mut().unwrap().write_all(text.as_bytes()).unwrap();
    }

    /// Closes the input and waits for the end.
    pub(crate) fn finish(mut self) -> (ExitStatus, String) {
        self.stdin = None;
        loop {
            match self.output.recv_timeout(self.deadline.saturating_duration_since(Instant::now())) {
                Ok(output) => self.seen.extend(output),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    panic!("{} does not end; output:\n{}", self.name, self.seen())
                }
            }
        }
        (self.child.wait().unwrap(), self.seen())
    }

    /// Kills it (SIGKILL) and waits for its end.
    pub(crate) fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Runs a program to its end; it must succeed. Gives its output.
pub(crate) fn run(command: &mut Command) -> String {
    run_with_input(command, "")
}

pub(crate) fn run_with_input(command: &mut Command, input: &str) -> String {
    let mut program = Program::start(command);
    program.write(input);
    let (status, output) = program.finish();
    assert!(status.success(), "{command:?}: {status}\n{output}");
    output
}

fn forward(mut from: impl Read + Send + 'static, to: Sender<Vec<u8>>) {
    thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = from.read(&mut buffer) {
            if to.send(buffer[..count].to_vec()).is_err() {
                break;
            }
        }
    });
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

/// Looks again and again until `condition` holds.
pub(crate) fn wait_until(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + DEADLINE;
    while !condition() {
        assert!(Instant::now() < deadline, "{what}: not within {DEADLINE:?}");
        thread::yield_now();
    }
}
