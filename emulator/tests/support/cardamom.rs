//! The `cardamom` command with cards of its own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};

use rustix::process::{Pid, Signal, kill_process};

/// A folder for cards, which is removed when this is dropped.
pub(crate) struct Desk {
    folder: tempfile::TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Desk {
    /// One without cards.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// One with new cards of these names, made with the default profile.
    pub(crate) fn with_cards(names: &[&str]) -> Self {
        let desk = Self::new();
        for name in names {
            desk.run(&["card", "new", name]).succeeds();
        }
        desk
    }

    /// The command, not started, in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cardamom"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("CARDAMOM_HOME", self.folder.path())
            .env("TMPDIR", self.folder.path())
            .env_remove("PCSCLITE_CSOCK_NAME")
            .stdin(Stdio::null());
        command
    }

    /// Runs the command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(self.command(arguments).output().unwrap())
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub(crate) fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path(name), content).unwrap();
    }

    /// The file of a card.
    pub(crate) fn card(&self, name: &str) -> PathBuf {
        self.path("cards").join(format!("{name}.card"))
    }

    /// Whether anything of a virtual reader is left in the folder.
    pub(crate) fn has_sockets(&self) -> bool {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("cardamom-"))
    }
}

impl Ended {
    /// What a command left that has run to its end.
    pub(crate) fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// It did what it was to do; gives its standard output.
    pub(crate) fn succeeds(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.stdout
    }

    /// It failed with this exit code, and said why and nothing else; gives what it said.
    pub(crate) fn fails(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert!(self.stderr.starts_with("error: "), "{self:?}");
        self.stderr
    }
}

/// A dump of commands and responses alone.
pub(crate) fn without_durations(dump: &str) -> String {
    dump.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect()
}

/// The bytes of a file.
pub(crate) fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).unwrap()
}

/// The command while it runs, its standard input a pipe that stays open. It is killed when this is dropped.
pub(crate) struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    seen: String,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdout, seen: String::new() }
    }

    /// Waits for a line with this text on standard output.
    pub(crate) fn wait_for(&mut self, text: &str) {
        while !self.seen.contains(text) {
            let read = self.stdout.read_line(&mut self.seen).unwrap();
            assert!(read > 0, "it ended without {text:?}:\n{}", self.seen);
        }
    }

    /// Standard output up to now.
    pub(crate) fn seen(&self) -> &str {
        &self.seen
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    pub(crate) fn close_stdin(&mut self) {
        drop(self.child.stdin.take());
    }

    pub(crate) fn wait(mut self) -> ExitStatus {
        // Child::wait would close the input.
        let stdin = self.child.stdin.take();
        let status = self.child.wait().unwrap();
        drop(stdin);
        status
    }

    /// Ends it as `kill -9` does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
