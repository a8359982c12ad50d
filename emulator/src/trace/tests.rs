//! Sessions made by hand, through every way of showing them.

mod properties;
mod replay;
mod wireshark;

use std::sync::{Arc, Mutex};

use cardamom_apdu::script::{Source, Statement, parse};
use cardamom_apdu::{Aid, StatusWord, hex};
use cardamom_card_os::{Event, Tracer};
use snapbox::{assert_data_eq, str};

use super::{Entry, Record, RecordSink, Recorder, Session, Timestamp, TracedCard, script, words};
use crate::smart_card::{CardError, ResetKind, SmartCard};

const PURSE: [u8; 8] = [0xA0, 0x00, 0x00, 0x03, 0x86, 0x98, 0x07, 0x01];

/// A recorder that takes commands and responses as hexadecimal text, a millisecond apart.
struct Desk {
    recorder: Recorder<Session>,
    time: u64,
}

impl Desk {
    fn new() -> Self {
        Self { recorder: Recorder::new(Session::default()), time: 1_700_000_000_000_000 }
    }

    fn now(&mut self) -> Timestamp {
        self.time += 1000;
        Timestamp::from_micros(self.time)
    }

    fn exchange(&mut self, command: &str, response: &str) -> &mut Self {
        let time = self.now();
        let (command, response) = (hex::decode(command).unwrap(), hex::decode(response).unwrap());
        self.recorder.exchange(time, 250, &command, Some(&response)).unwrap();
        self
    }

    fn tell(&mut self, event: &Event) -> &mut Self {
        self.recorder.tracer().event(event);
        self
    }

    fn session(self) -> Session {
        self.recorder.into_sink()
    }
}

/// Power up, select the purse, PIN, load 10.00, a purchase that the card refuses, power down. Load values are
/// those of a real card (vector C of the purse's facts).
fn purse_session() -> Session {
    let mut desk = Desk::new();
    let time = desk.now();
    desk.recorder.power_up(time, &[0x3B, 0x00]).unwrap();
    desk.exchange("00A4040008A00000038698070100", "6F0A8408A0000003869807019000")
        .exchange("0020000003123456", "9000")
        .exchange("805000020B0100000001112233445566 10", "0000001A0017000106B825D7684C81CE9000")
        .exchange("805200000B201703101107349C8A0625 04", "16EAD5169000")
        .exchange("805C000204", "0000001B9000")
        .exchange("805001020B01000003E81122334455660F", "0000001B000000000001 0112345678 9000")
        .tell(&Event::Refused {
            applet: Some(Aid::from_array(PURSE)),
            status_word: StatusWord::new(0x9401),
            rule: "the balance is lower than the amount (JR/T 0025.1 7.2)",
        })
        .exchange("805401000F00000001201202291351 00F15CAB7508", "9401");
    let time = desk.now();
    desk.recorder.power_down(time).unwrap();
    desk.session()
}

#[test]
fn a_purse_session_in_words() {
    let text = words::to_text(&purse_session(), words::Options::default());
    assert_data_eq!(
        text,
        str![[r#"
power up  ATR 3B 00
    TS 3B: direct convention
    protocols: T=0
    speed: Fi 372, Di 1, 372 clock cycles per etu
    extra guard time: 0 etu
    no historical bytes
> 00 A4 04 00  SELECT by name  ch 0  Lc 8  Le 256
    AID: A000000386980701 (PBOC electronic purse)
< 90 00  success
    6F file control information
      84 DF name: A000000386980701 (PBOC electronic purse)
> 00 20 00 00  VERIFY PIN  ch 0  Lc 3
    (3 bytes hidden)
< 90 00  success
> 80 50 00 02  INITIALIZE FOR LOAD (EP)  ch 0  Lc 11  Le 16
    key index: 1
    amount: 0.01
    terminal: 112233445566
< 90 00  success
    old balance: 0.26
    online sequence number: 23
    key version: 0
    algorithm: 01
    random number: 06B825D7
    MAC1: 684C81CE
> 80 52 00 00  CREDIT FOR LOAD  ch 0  Lc 11  Le 4
    date: 2017-03-10
    time: 11:07:34
    MAC2: 9C8A0625
< 90 00  success
    TAC: 16EAD516
> 80 5C 00 02  GET BALANCE (EP)  ch 0  Le 4
< 90 00  success
    balance: 0.27
> 80 50 01 02  INITIALIZE FOR PURCHASE (EP)  ch 0  Lc 11  Le 15
    key index: 1
    amount: 10.00
    terminal: 112233445566
< 90 00  success
    old balance: 0.27
    offline sequence number: 0
    overdraft limit: 0.00
    key version: 1
    algorithm: 01
    random number: 12345678
> 80 54 01 00  DEBIT FOR PURCHASE OR CASH WITHDRAWAL  ch 0  Lc 15  Le 8
    terminal sequence number: 1
    date: 2012-02-29
    time: 13:51:00
    MAC1: F15CAB75
  why: the balance is lower than the amount (JR/T 0025.1 7.2) [A000000386980701 (PBOC electronic purse)]
< 94 01  insufficient balance
power down

"#]]
    );
}

#[test]
fn a_script_repeats_the_session_exactly() {
    let text = script::to_script(&purse_session());
    let script = parse(&Source::new("session.apdu", text.clone())).expect("the script is valid");
    assert_eq!(script.to_string(), text, "printing what was parsed gives the same text");
    let exchanges =
        script.statements.iter().filter(|statement| matches!(statement.value, Statement::Exchange(_)));
    assert_eq!(exchanges.count(), 7);
    assert_data_eq!(
        text,
        str![[r#"
powerup [3B00]
# SELECT by name  ch 0
00A4040008A00000038698070100 [6F0A8408A000000386980701] (9000)
# VERIFY PIN  ch 0
0020000003123456 [] (9000)
# INITIALIZE FOR LOAD (EP)  ch 0
805000020B010000000111223344556610 [0000001A0017000106B825D7684C81CE] (9000)
# CREDIT FOR LOAD  ch 0
805200000B201703101107349C8A062504 [16EAD516] (9000)
# GET BALANCE (EP)  ch 0
805C000204 [0000001B] (9000)
# INITIALIZE FOR PURCHASE (EP)  ch 0
805001020B01000003E81122334455660F [0000001B0000000000010112345678] (9000)
# DEBIT FOR PURCHASE OR CASH WITHDRAWAL  ch 0
# why: the balance is lower than the amount (JR/T 0025.1 7.2) [A000000386980701 (PBOC electronic purse)]
805401000F0000000120120229135100F15CAB7508 [] (9401)
powerdown

"#]]
    );
}

/// GPCS 2.3.1 annex H.2 (card recognition data), ISO/IEC 7816-4 §7.4 (FCI), SCP03 (Amendment D §7.1.1).
#[test]
fn globalplatform_in_words() {
    let mut desk = Desk::new();
    desk.exchange(
        "00A4040000",
        "6F108408A000000151000000A5049F6501FF9000",
    )
    .exchange(
        "80CA006600",
        "664C734A06072A864886FC6B01600C060A2A864886FC6B02020202630906072A864886FC6B03640B06092A864886FC6B040215650B06092B8510864864020103660C060A2B060104012A026E01029000",
    )
    .exchange(
        "8050000008000102030405060700",
        "000102030405060708093003 60 1112131415161718 2122232425262728 000001 9000",
    )
    .exchange("8482330010 3132333435363738 4142434445464748", "9000")
    .exchange("80F28002024F0000", "E3134F08A0000001510000009F70010FC5039EFE80 9000")
    .exchange("84E60C001A 05A000000001 06A00000000101 06A00000000101 0100 02C900 00", "6A80")
    .exchange("80D8000003303132", "9000");
    let text = words::to_text(&desk.session(), words::Options::default());
    assert_data_eq!(
        text,
        str![[r#"
> 00 A4 04 00  SELECT by name  ch 0  Le 256
< 90 00  success
    6F file control information
      84 DF name: A000000151000000 (GlobalPlatform issuer security domain)
      A5 proprietary information
        9F65 maximum length of command data: FF
> 80 CA 00 66  GET DATA 0066 card data  ch 0  Le 256
< 90 00  success
    66 card data
      73 card recognition data
        06 object identifier: 2A864886FC6B01 (1.2.840.114283.1)
        60 card management type and version
          06 object identifier: 2A864886FC6B02020202 (1.2.840.114283.2.2.2.2)
        63 card identification scheme
          06 object identifier: 2A864886FC6B03 (1.2.840.114283.3)
        64 secure channel protocol
          06 object identifier: 2A864886FC6B040215 (1.2.840.114283.4.2.21)
        65 card configuration details
          06 object identifier: 2B8510864864020103 (1.3.656.840.100.2.1.3)
        66 card or chip details
          06 object identifier: 2B060104012A026E0102 (1.3.6.1.4.1.42.2.110.1.2)
> 80 50 00 00  INITIALIZE UPDATE default keys  ch 0  Lc 8  Le 256
    host challenge: 0001020304050607
< 90 00  success
    key diversification data: 00010203040506070809
    key version: 30
    secure channel protocol: 03
    options i: 60
    card challenge: 1112131415161718
    card cryptogram: 2122232425262728
    sequence counter: 1
> 84 82 33 00  EXTERNAL AUTHENTICATE C-MAC, C-DECRYPTION, R-MAC, R-ENCRYPTION  ch 0  Lc 16
    host cryptogram: 3132333435363738
    MAC: 4142434445464748
< 90 00  success
> 80 F2 80 02  GET STATUS issuer security domain  ch 0  Lc 2  Le 256
    4F AID
< 90 00  success
    E3 registry entry
      4F AID: A000000151000000 (GlobalPlatform issuer security domain)
      9F70 life cycle state: 0F
      C5 privileges: 9E FE 80
> 84 E6 0C 00  INSTALL [for install and make selectable]  ch 0  Lc 26
    load file: A000000001
    module: A00000000101
    application: A00000000101
    privileges: 00
    parameters:
      C9 application parameters
< 6A 80  incorrect parameters in the command data field
> 80 D8 00 00  PUT KEY new key 00  ch 0  Lc 3
    (3 bytes hidden)
< 90 00  success

"#]]
    );
}

/// TS 102 223 §6: a proactive command DISPLAY TEXT.
#[test]
fn a_proactive_command_in_words() {
    let mut desk = Desk::new();
    desk.exchange("A0A40000023F00", "9F16")
        .exchange("8012000012", "D0108103012180820281028D0504486921219000");
    let text = words::to_text(&desk.session(), words::Options::default());
    assert_data_eq!(
        text,
        str![[r#"
> A0 A4 00 00  SELECT  ch 0  Lc 2
    file: 3F00 (MF)
< 9F 16  success, 22 bytes of answer available
> 80 12 00 00  FETCH  ch 0  Le 18
< 90 00  success
    D0 proactive command
      81 command details: 01 21 80  DISPLAY TEXT
      82 device identities: 81 02  card to display
      8D text string: 04 48 69 21 21  "Hi!!"

"#]]
    );
}

#[test]
fn pins_and_keys_are_hidden_unless_asked_for() {
    let secret = "A1B2C3D4E5F60718";
    for command in [
        format!("0020000008{secret}"),
        format!("0C20008108{secret}"),
        format!("0024000108{secret}"),
        format!("002C000108{secret}"),
        format!("A020000108{secret}"),
        format!("A02C000108{secret}"),
        format!("80D8018108{secret}"),
        format!("84D8018108{secret}"),
        format!("80E2E00008{secret}"),
        // No table knows this class, and Lc is wrong.
        format!("B020000109{secret}"),
        // The purse's own commands.
        format!("805E010008{secret}"),
        format!("805E000008{secret}"),
        format!("84D4010008{secret}"),
    ] {
        let mut desk = Desk::new();
        desk.exchange("00A4040008A000000386980701", "9000").exchange(&command, "9000");
        if command.starts_with("80E2") || command.starts_with("80D80") {
            desk = Desk::new();
            desk.exchange(&command, "9000");
        }
        let session = desk.session();
        let hidden = words::to_text(&session, words::Options::default()).replace(' ', "");
        assert!(
            !hidden.contains("A1B2C3") && hidden.contains("bytes hidden".replace(' ', "").as_str()),
            "{hidden}"
        );
        let shown = words::to_text(&session, words::Options { show_secrets: true, ..Default::default() });
        assert!(shown.replace(' ', "").contains("A1B2C3D4E5F60718"), "{shown}");
    }
}

/// TS 51.011 §9.2.16: the answer of RUN GSM ALGORITHM, which ends in the session key Kc, is fetched.
#[test]
fn session_keys_are_hidden_also_when_they_are_fetched() {
    let mut desk = Desk::new();
    desk.exchange("A088000010000102030405060708090A0B0C0D0E0F", "9F0C")
        .exchange("A0C000000C", "A1A1A1A1C1C1C1C1C1C1C1C19000");
    let session = desk.session();
    let hidden = words::to_text(&session, words::Options::default());
    assert!(hidden.contains("(12 bytes hidden)") && !hidden.contains("C1 C1"), "{hidden}");
    let shown = words::to_text(&session, words::Options { show_secrets: true, ..Default::default() });
    assert!(shown.contains("C1 C1"), "{shown}");
}

/// ISO/IEC 7816-3 §12.2.2: with T=0 the fields of an answer come with GET RESPONSE.
#[test]
fn a_fetched_answer_is_read_as_that_of_its_command() {
    let mut desk = Desk::new();
    desk.exchange("00A4040008A000000386980701", "9000")
        .exchange("805001020B01000003E8112233445566", "610F")
        .exchange("00C000000F", "0000001B000000000001 0112345678 9000");
    let text = words::to_text(&desk.session(), words::Options::default());
    assert!(text.contains("GET RESPONSE  ch 0  Le 15\n< 90 00  success\n    old balance: 0.27\n"), "{text}");
}

/// ISO/IEC 7816-4 §5.4.1: each channel has its own selection.
#[test]
fn names_follow_what_is_selected_on_each_channel() {
    let mut desk = Desk::new();
    let balance = "0000001B9000";
    desk.exchange("805C000204", "6D00")
        .exchange("0070000001", "019000")
        .exchange("01A4040008A000000386980701", "9000")
        .exchange("815C000204", balance)
        .exchange("805C000204", "6D00")
        // A refused SELECT changes nothing.
        .exchange("01A4040005A000000151", "6A82")
        .exchange("815C000204", balance)
        .exchange("0070800100", "9000")
        .exchange("815C000204", "6881");
    // The card knows better than its commands: an applet selected by default.
    let aid = Aid::from_array(PURSE);
    let time = desk.now();
    desk.tell(&Event::Selected { channel: 0, aid });
    desk.recorder.reset(time, &[0x3B, 0x00]).unwrap();
    desk.exchange("805C000204", balance);
    let text = words::to_text(&desk.session(), words::Options::default());
    let names: Vec<&str> = text.lines().filter(|line| line.contains(" 5C 00 02")).collect();
    assert_eq!(
        names,
        [
            "> 80 5C 00 02  unknown instruction 5C  ch 0  Le 4",
            "> 81 5C 00 02  GET BALANCE (EP)  ch 1  Le 4",
            "> 80 5C 00 02  unknown instruction 5C  ch 0  Le 4",
            "> 81 5C 00 02  GET BALANCE (EP)  ch 1  Le 4",
            "> 81 5C 00 02  unknown instruction 5C  ch 1  Le 4",
            "> 80 5C 00 02  GET BALANCE (EP)  ch 0  Le 4",
        ]
    );
}

#[test]
fn times_and_colours_on_request() {
    let mut desk = Desk::new();
    desk.exchange("00A4040000", "9000").exchange("0084000008", "01020304050607089000");
    let session = desk.session();
    let options = words::Options { times: true, ..Default::default() };
    let text = words::to_text(&session, options);
    assert!(text.contains("[0.001000] > 00 84 00 00  GET CHALLENGE") && text.contains("success  250 us"));
    assert!(!text.contains('\u{1B}'));
    let coloured = words::to_text(&session, words::Options { colour: true, ..options });
    assert!(coloured.contains("\u{1B}[") && coloured.ends_with('\n'));
}

#[test]
fn sessions_are_kept_as_json_lines() {
    let session = purse_session();
    let mut kept = Vec::new();
    session.write_json_lines(&mut kept).unwrap();
    let text = String::from_utf8(kept.clone()).unwrap();
    assert!(
        text.starts_with("{\"time\":1700000000001000,\"entry\":\"power-up\",\"atr\":\"3B00\"}\n"),
        "{text}"
    );
    assert_eq!(Session::read_json_lines(kept.as_slice()).unwrap(), session);

    let broken = format!("{text}\n{{\"time\":1,\"entry\":\"exchange\",\"command\":\"0\"}}\n");
    let error = Session::read_json_lines(broken.as_bytes()).unwrap_err().to_string();
    assert!(error.starts_with("line 11 of the session is no record"), "{error}");
}

/// A card that answers 9000, tells that it was selected, and dies at its second command.
struct ShortLived {
    tracer: super::EventTracer,
    commands: usize,
}

impl SmartCard for ShortLived {
    fn power_on(&mut self, _: ResetKind) -> Result<Vec<u8>, CardError> {
        Ok(vec![0x3B, 0x00])
    }

    fn transmit(&mut self, _: &[u8], response: &mut Vec<u8>) -> Result<(), CardError> {
        self.commands += 1;
        response.clear();
        if self.commands == 2 {
            self.tracer.event(&Event::PowerLost);
            return Err(CardError::Mute);
        }
        response.extend_from_slice(&[0x90, 0x00]);
        Ok(())
    }

    fn power_off(&mut self) {}
}

#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Session>>);

impl RecordSink for Shared {
    fn record(&mut self, record: &Record) -> std::io::Result<()> {
        self.0.lock().unwrap().record(record)
    }
}

#[test]
fn a_traced_card_records_every_use() {
    let sink = Shared::default();
    let recorder = Recorder::new(sink.clone());
    let card = ShortLived { tracer: recorder.tracer(), commands: 0 };
    let mut card = TracedCard::new(Box::new(card), recorder);
    let mut response = Vec::new();
    card.power_on(ResetKind::Cold).unwrap();
    card.transmit(&[0, 0xA4, 4, 0], &mut response).unwrap();
    assert_eq!(card.transmit(&[0, 0xB0, 0, 0], &mut response), Err(CardError::Mute));
    card.power_on(ResetKind::Warm).unwrap();
    card.power_off();
    assert!(card.failure().is_none());

    let session = sink.0.lock().unwrap().clone();
    let kinds: Vec<&str> = session
        .records
        .iter()
        .map(|record| match &record.entry {
            Entry::PowerUp { .. } => "power up",
            Entry::Reset { .. } => "reset",
            Entry::PowerDown => "power down",
            Entry::Exchange(exchange) if exchange.response.is_some() => "answered",
            Entry::Exchange(_) => "mute",
        })
        .collect();
    assert_eq!(kinds, ["power up", "answered", "mute", "reset", "power down"]);
    let text = words::to_text(&session, words::Options::default());
    assert!(text.contains("why: power was lost during the command\n< no answer\n"), "{text}");
}

#[test]
fn a_command_under_secure_messaging_is_told_as_the_card_unwrapped_it() {
    let mut desk = Desk::new();
    let command = hex::decode("80E40000074F05A0000000F0").unwrap();
    desk.tell(&Event::Unwrapped { command })
        .tell(&Event::Refused {
            applet: None,
            status_word: StatusWord::new(0x6A88),
            rule: "the registry has no entry of this name (GPCS 2.3.1 11.2.3)",
        })
        .exchange("84E40000185A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5AFFFFFFFFFFFFFFFF", "6A88");
    let command = hex::decode("80CA0042").unwrap();
    let response = hex::decode("4203123456 9000").unwrap();
    desk.tell(&Event::Unwrapped { command })
        .tell(&Event::Wrapped { response })
        .exchange("84CA004208FFFFFFFFFFFFFFFF", "4A4A4A4A4A4A4A4A 1122334455667788 9000");
    let text = words::to_text(&desk.session(), words::Options::default());
    assert_data_eq!(
        text,
        str![[r#"
> 84 E4 00 00  DELETE object  ch 0  Lc 24
  in the session: 80 E4 00 00  DELETE object  ch 0  Lc 7
    4F AID: A0000000F0
  why: the registry has no entry of this name (GPCS 2.3.1 11.2.3)
< 6A 88  referenced data or reference data not found
> 84 CA 00 42  GET DATA 0042 issuer identification number  ch 0  Lc 8
  in the session: 80 CA 00 42  GET DATA 0042 issuer identification number  ch 0
< 90 00  success
    42 issuer identification number: 12 34 56

"#]]
    );
}

#[test]
fn install_parameters_may_hold_keys_and_those_of_security_domains_do_not() {
    let mut desk = Desk::new();
    let install = |package: &str, parameters: &str| {
        let fields =
            format!("07{package}06A0000000010106A000000001010100{:02X}{parameters}00", parameters.len() / 2);
        hex::decode(&format!("80E60C00{:02X}{fields}", fields.len() / 2)).unwrap()
    };
    let key = "C906810401414243";
    for command in [install("A0000000010203", key), install("A0000001515350", "C90481020370")] {
        desk.tell(&Event::Unwrapped { command }).exchange("84E60C0008FFFFFFFFFFFFFFFF", "9000");
    }
    let session = desk.session();
    let text = words::to_text(&session, words::Options::default());
    assert!(
        text.contains("C9 application parameters: (6 bytes hidden)") && !text.contains("414243"),
        "{text}"
    );
    assert!(text.contains("C9 application parameters: 81 02 03 70"), "{text}");
    let all = words::Options { show_secrets: true, ..words::Options::default() };
    let text = words::to_text(&session, all);
    assert!(text.contains("C9 application parameters: 81 04 01 41 42 43"), "{text}");
}
