//! Measures how long an APDU takes from a PC/SC client to the card and back, against what the operating
//! system takes for the same bytes.
//!
//! ```text
//! pcsc_round_trip                       the built-in service
//! pcsc_round_trip SOCKET HOST:PORT      and pcscd on that socket, whose vpcd listens on that port
//! ```
//!
//! The readers are served by this process. A second one, started with the environment variable that
//! libpcsclite reads once, is the client.

use std::env;
use std::error::Error;
use std::ffi::CString;
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

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
        ["client", echo] => client(Path::new(echo)),
        [] => serve(None),
        [socket, address] => serve(Some((socket, address))),
        _ => Err("usage: pcsc_round_trip [SOCKET HOST:PORT]".into()),
    }
}

fn serve(pcscd: Option<(&str, &str)>) -> Result<(), Box<dyn Error>> {
    let directory = tempfile::tempdir()?;
    let echo = directory.path().join("echo");
    let listener = UnixListener::bind(&echo)?;
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream));
        }
    });
    let run_client = |socket: &Path| -> Result<(), Box<dyn Error>> {
        let mut client = Command::new(env::current_exe()?);
        let status = client.arg("client").arg(&echo).env(SOCKET_VARIABLE, socket).status()?;
        if status.success() { Ok(()) } else { Err("the client failed".into()) }
    };
    let readers = ReaderSet::new();
    let reader = readers.add("round trip")?;
    reader.insert(Box::new(Card))?;
    println!("built-in service");
    let service = PcscService::start(&directory.path().join("pcscd.comm"), readers)?;
    run_client(service.path())?;
    if let Some((socket, address)) = pcscd {
        println!("pcscd with vpcd");
        let _vpcd = VpcdClient::start(address, reader)?;
        run_client(Path::new(socket))?;
    }
    Ok(())
}

fn answer(mut stream: UnixStream) {
    let mut request = [0; REQUEST];
    while stream.read_exact(&mut request).is_ok() && stream.write_all(&[0; REPLY]).is_ok() {}
}

fn client(echo: &Path) -> Result<(), Box<dyn Error>> {
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
    println!("  Unix socket ping-pong  {:8.2} us", micros(ping_pong));
    println!("  APDU                   {:8.2} us", micros(apdu));
    println!("  ratio                  {:8.2}", micros(apdu) / micros(ping_pong));
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
