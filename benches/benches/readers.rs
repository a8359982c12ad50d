//! How long an APDU takes from a PC/SC client to the card and back, against what the operating system takes for the
//! same bytes: through the built-in service, and through a real pcscd and its vpcd driver, which is started here on a
//! socket of its own.
//!
//! The readers are served by this process. A second one, started with the environment variable that libpcsclite reads
//! once, is the client.

use std::error::Error;
use std::ffi::CString;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use cardamom_emulator::pcsc_service::{PcscService, SOCKET_VARIABLE};
use cardamom_emulator::reader::ReaderSet;
use cardamom_emulator::smart_card::{CardError, ResetKind, SmartCard};
use cardamom_emulator::vpcd::VpcdClient;

/// Round trips in one measurement, and measurements: the median of each, and the least of the medians, keeps
/// what else the machine does out of the result.
const ROUND_TRIPS: usize = 4000;
const MEASUREMENTS: usize = 7;

const COMMAND: [u8; 5] = [0x00, 0xA4, 0x04, 0x00, 0x00];
/// What libpcsclite and the service exchange for [`COMMAND`]: header, structure and command; structure and
/// response.
const REQUEST: usize = 8 + 32 + 5;
const REPLY: usize = 32 + 2;

struct Card;

impl SmartCard for Card {
    fn power_on(&mut self, _: ResetKind) -> Result<Vec<u8>, CardError> {
        Ok(vec![0x3B, 0x80, 0x01, 0x81])
    }

    fn transmit(&mut self, _: &[u8], response: &mut Vec<u8>) -> Result<(), CardError> {
        response.clear();
        response.extend([0x90, 0x00]);
        Ok(())
    }

    fn power_off(&mut self) {}
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["client", echo, limit] => client(Path::new(echo), limit.parse()?),
        _ => serve(),
    }
}

fn serve() -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let echo = directory.path().join("echo");
    let listener = UnixListener::bind(&echo)?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    let run_client = |socket: &Path, limit: f64| -> Result<(), Box<dyn Error>> {
        let mut client = Command::new(env::current_exe()?);
        client.arg("client").arg(&echo).arg(limit.to_string()).env(SOCKET_VARIABLE, socket);
        if client.status()?.success() { Ok(()) } else { Err("the client failed".into()) }
    };
    let readers = ReaderSet::new();
    let reader = readers.add("round trip")?;
    reader.insert(Box::new(Card))?;
    println!("through the built-in PC/SC service; a 5-byte command, wall time");
    let service = PcscService::start(&directory.path().join("cardamom.comm"), readers)?;
    run_client(service.path(), 2.0)?;

    println!("through Debian's pcscd and vpcd");
    let socket = directory.path().join("pcscd.comm");
    let port = free_ports().ok_or("no two free ports next to each other")?;
    let mut pcscd = start_pcscd(directory.path(), &socket, port)?;
    let vpcd = VpcdClient::start((Ipv4Addr::LOCALHOST, port), reader)?;
    let outcome = run_client(&socket, 40.0 / 7.0);
    drop(vpcd);
    pcscd.kill()?;
    pcscd.wait()?;
    outcome
}

/// pcscd as the end-to-end tests start it, listening when this returns.
fn start_pcscd(directory: &Path, socket: &Path, port: u16) -> Result<Child, Box<dyn Error>> {
    let configuration = directory.join("reader.conf.d");
    fs::create_dir(&configuration)?;
    fs::write(
        configuration.join("vpcd"),
        format!(
            "FRIENDLYNAME \"Cardamom vpcd\"\nDEVICENAME /dev/null:{port}\n\
             LIBPATH /usr/lib/pcsc/drivers/serial/libifdvpcd.so\nCHANNELID {port}\n"
        ),
    )?;
    let script: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "..", "emulator", "tests", "support", "pcscd.py"].iter().collect();
    let mut command = Command::new("/usr/bin/python3");
    let mut pcscd = command.arg(script).arg(socket).arg(configuration).stdout(Stdio::piped()).spawn()?;
    let mut line = String::new();
    if let Some(output) = pcscd.stdout.take() {
        BufReader::new(output).read_line(&mut line)?;
    }
    if line == "listening\n" {
        Ok(pcscd)
    } else {
        Err("pcscd did not start: `make bench` installs it".into())
    }
}

/// vpcd has two readers, on a port and the next one.
fn free_ports() -> Option<u16> {
    (0..1000).find_map(|_| {
        let first = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
        let port = first.local_addr().ok()?.port();
        TcpListener::bind((Ipv4Addr::UNSPECIFIED, port.checked_add(1)?)).ok()?;
        Some(port)
    })
}

fn answer(mut stream: UnixStream) {
    let mut request = [0; REQUEST];
    while stream.read_exact(&mut request).is_ok() && stream.write_all(&[0; REPLY]).is_ok() {}
}

fn client(echo: &Path, limit: f64) -> Result<(), Box<dyn Error>> {
    let mut stream = UnixStream::connect(echo)?;
    let context = pcsc::Context::establish(pcsc::Scope::User)?;
    let card = first_card(&context)?;
    let mut answer = [0; 258];
    let (mut ping_pong, mut apdu) = (Duration::MAX, Duration::MAX);
    for _ in 0..MEASUREMENTS {
        ping_pong = ping_pong.min(median(|| {
            stream.write_all(&[0; REQUEST])?;
            Ok(stream.read_exact(&mut [0; REPLY])?)
        })?);
        apdu = apdu.min(median(|| {
            assert_eq!(card.transmit(&COMMAND, &mut answer)?, [0x90, 0x00]);
            Ok(())
        })?);
    }
    let ratio = micros(apdu) / micros(ping_pong);
    println!("  Unix socket ping-pong of the same sizes {:>10.2} us", micros(ping_pong));
    println!("  APDU                                    {:>10.2} us", micros(apdu));
    let verdict = if ratio <= limit { "reached" } else { "MISSED" };
    println!("  ratio                                   {ratio:>10.2}      goal {limit:.2}  {verdict}");
    Ok(())
}

/// The card in the first reader that has one. pcscd takes a moment to see it.
fn first_card(context: &pcsc::Context) -> Result<pcsc::Card, Box<dyn Error>> {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        for reader in context.list_readers_owned().unwrap_or_default() {
            let reader: CString = reader;
            if let Ok(card) = context.connect(&reader, pcsc::ShareMode::Shared, pcsc::Protocols::ANY) {
                return Ok(card);
            }
        }
        if Instant::now() > deadline {
            return Err("no card in any reader".into());
        }
        thread::sleep(Duration::from_millis(50));
    }
}

fn median(mut round_trip: impl FnMut() -> Result<(), Box<dyn Error>>) -> Result<Duration, Box<dyn Error>> {
    let mut times = Vec::with_capacity(ROUND_TRIPS);
    for _ in 0..ROUND_TRIPS {
        let start = Instant::now();
        round_trip()?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times.get(ROUND_TRIPS / 2).copied().ok_or_else(|| "nothing measured".into())
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}
