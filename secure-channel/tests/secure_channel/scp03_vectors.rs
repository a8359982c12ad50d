//! Known answers for SCP03 from other implementations.
//!
//! `PYSIM`: osmocom/pysim, `tests/unittests/test_globalplatform.py`, exchanges with real eUICCs and cards. `SCLL`: the crate
//! scll-backend-rustcrypto 1.0.5, `tests/scp03_kat.rs`, made with an independent reference on pyca/cryptography.

use cardamom_apdu::Command;
use cardamom_secure_channel::initialize_update::{Protocol, Response};
use cardamom_secure_channel::session::{CardSession, HostSession};
use cardamom_secure_channel::{AesKey, SecurityLevel, key_check_value, scp03};

use crate::hex;

/// One recorded session.
struct Exchange {
    key_length: usize,
    initialize_update: &'static str,
    response: &'static str,
    external_authenticate: &'static str,
    /// A command's plain form, its protected form, the protected response's data and the plain one.
    store_data: [&'static str; 4],
    /// Plain commands, protected.
    commands: [&'static str; 4],
}

const PLAIN_COMMANDS: [&str; 4] =
    ["80F22002", "80CA006600", "80F220020A4F0212345C054F9F70C5", "80F28002024F0000"];

/// Keys, identifiers and lengths as there.
const PYSIM: [Exchange; 9] = [
    Exchange {
        key_length: 16,
        initialize_update: "8050300008B13E5F938FC108C400",
        response: "000000000000000000003003703EB51047495B249F66C484C1D2EF1948000002",
        external_authenticate: "84821100107D5F5826A993EBC89EEA24957FA0B3CE",
        store_data: [
            "80E2910006BF3E035C015A00",
            "84E291000EBF3E035C015A558D036518A2829700",
            "BF3E125A1089882119900000000000000000000005971BE68992DBBDFA",
            "BF3E125A1089882119900000000000000000000005",
        ],
        commands: [
            "84F220020863A63F8959827FB2",
            "84CA006608A0C6A4A74166F7CE00",
            "84F22002124F0212345C054F9F70C52249B50272656536",
            "84F280020A4F00E91443F6DCE6B8ED00",
        ],
    },
    Exchange {
        key_length: 16,
        initialize_update: "80503000088E1552D0513C60F300",
        response: "0000000000000000000030037030760CD2C47C1DD395065FE5EAD8A9D7000001",
        external_authenticate: "8482030010FD4721A14D9B07003C451D2F8AE6BB21",
        store_data: [
            "80E2910006BF3E035C015A00",
            "84E2910018CA9C00F6713D79BC8BAA642BDFF51C3F6A4082D3BD9AD26C00",
            "BF3E125A1089882119900000000000000000000005",
            "BF3E125A1089882119900000000000000000000005",
        ],
        commands: [
            "84F2200208C9811B11F1264CF1",
            "84CA006608E10AB60B3054798800",
            "84F22002184E2908BDB48B2315A55482E9E936CA122D6ECFAE7D17416E",
            "84F28002180DD10A6B6193E5340B9E77D32D5A179CD710AC2773AEFB2800",
        ],
    },
    Exchange {
        key_length: 16,
        initialize_update: "8050300008FDF38259A1E0DE4400",
        response: "000000000000000000003003703B1ACA81E821F219081CDC01C26B372D000003",
        external_authenticate: "84823300108C36F96BCC00724A4E13AD591D7DA3F0",
        store_data: [
            "80E2910006BF3E035C015A00",
            "84E2910018267A85DFE4A98FCA6FB0527E0DFECCE4914E40401433C87F00",
            "F3BA2B1013AA6224F5E1C138D71805C569E5439B47576260B75FC021B25097CB2E68F8A0144975B9",
            "BF3E125A1089882119900000000000000000000005",
        ],
        commands: [
            "84F2200208AC6A59024BED84CC",
            "84CA006608409912AD8FB7AED000",
            "84F22002185F3DAFC3AC14C381536A488BF44E06D056DF9D74DBD21E5A",
            "84F280021865165105BE3373347D0424D4400AF2AC393F569EC779389E00",
        ],
    },
    Exchange {
        key_length: 24,
        initialize_update: "80503100087396430B768B085B00",
        response: "000000000000000000003103708CFC23522FFDBF1E5DF5542CAC8FD866000003",
        external_authenticate: "84821100102145ED30B146F5DB252FB7E624CEC244",
        store_data: [
            "80E2910006BF3E035C015A00",
            "84E291000EBF3E035C015AFF42CF801D14394400",
            "BF3E125A1089882119900000000000000000000005162FBD33E04940A9",
            "BF3E125A1089882119900000000000000000000005",
        ],
        commands: [
            "84F22002084584E4F6784811EE",
            "84CA006608937776EBE190FA3000",
            "84F22002124F0212345C054F9F70C59A52BDDF3040368C",
            "84F280020A4F009804B11411F7393D00",
        ],
    },
    Exchange {
        key_length: 24,
        initialize_update: "805031000869C65DA8202BF19F00",
        response: "00000000000000000000310370B570A67BE38446717729D6DD3D2EC5B1000001",
        external_authenticate: "848203001065DF4F1A356A887905466516D9E5B7C1",
        store_data: [
            "80E2910006BF3E035C015A00",
            "84E2910018D2C6FB477C5D4AFE4FD4D21F17EFF10D3578EC1774A12A2D00",
            "BF3E125A1089882119900000000000000000000005",
            "BF3E125A1089882119900000000000000000000005",
        ],
        commands: [
            "84F2200208964E188F0B1BB697",
            "84CA006608F0820035A41D3E1800",
            "84F220021806B076ED452CD1FA84F77F5C08A146AA77A9286757DEA791",
            "84F2800218D06527E39222DCE091FABDB8E9B898417A67A6852D3577DB00",
        ],
    },
    Exchange {
        key_length: 24,
        initialize_update: "80503100089B3F2EEF0E8C937400",
        response: "00000000000000000000310370F6BB305A15BAE1A68F79FB08212FBED7000002",
        external_authenticate: "84823300109100BC22D58B45B86A26365CE39FF3CF",
        store_data: [
            "80E2910006BF3E035C015A00",
            "84E29100188F7F946C84F70D17994BC6E8791251BB1BB1BF02CF8DE58900",
            "C05176C1B6F72AAE50C32CBEE63B0E95998928FD4DFB2BE9F27FFDE8C8476F5909B4805CC4039599",
            "BF3E125A1089882119900000000000000000000005",
        ],
        commands: [
            "84F2200208D5D97754B6B3D2BA",
            "84CA006608516C82B8E30ADBEB00",
            "84F2200218CC247F4761E6944277A4E0D6E32E44025B1E31537E2FC668",
            "84F2800218BA22B63D509BEF5D093B43E5EAED03ED23144AB2D9CB51DE00",
        ],
    },
    Exchange {
        key_length: 32,
        initialize_update: "805032000811666D57866C6F5400",
        response: "0000000000000000000032037053EA8847EFA7674E41498A4D66CF0DEE000003",
        external_authenticate: "84821100102F2AD190EFF2FAFC4908996D1CEBD310",
        store_data: [
            "80E2910006BF3E035C015A00",
            "84E291000EBF3E035C015AF4B680372542B59D00",
            "BF3E125A10898821199000000000000000000000058012DD7F01F1C4C1",
            "BF3E125A1089882119900000000000000000000005",
        ],
        commands: [
            "84F2200208D618B7DA68D5FE52",
            "84CA0066088F3E055DB23AD5E500",
            "84F22002124F0212345C054F9F70C5B6E15CC42404915E",
            "84F280020A4F00AA124AA74AFE7F7500",
        ],
    },
    Exchange {
        key_length: 32,
        initialize_update: "8050320008C6066990FC426E1D00",
        response: "000000000000000000003203708682CD81BBD8919F2DE3F2664581F118000001",
        external_authenticate: "848203001077C493B632EDADAF865A1E64ACC07CE9",
        store_data: [
            "80E2910006BF3E035C015A00",
            "84E29100183DDAA60594963BEFAADA3525B492EDE23C2AB2C1CE3AFE4400",
            "BF3E125A1089882119900000000000000000000005",
            "BF3E125A1089882119900000000000000000000005",
        ],
        commands: [
            "84F2200208480DDC8E419DA38D",
            "84CA0066083E9D6A6C0B2D732000",
            "84F22002183EBFEF2DA8B04AF2A85F491F299B76973DF76FF08A4031BE",
            "84F2800218783FFF80990F5585B1055010EA95094A26E4A8F1EF4B18E100",
        ],
    },
    Exchange {
        key_length: 32,
        initialize_update: "805032000897B2055FE58599FD00",
        response: "00000000000000000000320370A8439A22CEDF045FA9F1903B2834F26E000002",
        external_authenticate: "8482330010508A0FD959D2E547C6B33154A6BE2057",
        store_data: [
            "80E2910006BF3E035C015A00",
            "84E29100187A5EF717EAF1E135AE92FE54429D0E465DECDA65F5FE5AEA00",
            "EA90DBFA648A67C5EB6ABC57F8530B97D0CD5647C5E8732016B55203B078DD2ACE7F8BC5D1C1CD99",
            "BF3E125A1089882119900000000000000000000005",
        ],
        commands: [
            "84F2200208BCC5C17275545D93",
            "84CA00660804806ABA9D543BB600",
            "84F2200218717222491556EC81A45F49CE48BE33320024801A1C4CB0E0",
            "84F2800218561F105BCCD3A1642904B251CCC1228BEB80A82370A8637000",
        ],
    },
];

fn pysim_key(first: u8, length: usize) -> AesKey {
    let sixteen: Vec<u8> = (first..first + 16).collect();
    AesKey::new(&sixteen.iter().copied().cycle().take(length).collect::<Vec<_>>()).unwrap()
}

#[test]
fn sessions_that_pysim_recorded() {
    for exchange in &PYSIM {
        let key = |first| pysim_key(first, exchange.key_length);
        let keys = scp03::KeySet { encryption: key(0x00), mac: key(0x10), data_encryption: key(0x20) };
        let initialize_update = hex(exchange.initialize_update);
        let host_challenge = &initialize_update[5..13];
        let response = Response::parse(&hex(exchange.response)).unwrap();
        assert_eq!(response.to_bytes(), hex(exchange.response));
        assert_eq!(response.key_version, initialize_update[2]);
        let Protocol::Scp03 { options, card_challenge, card_cryptogram, counter } = response.protocol else {
            panic!("not SCP03");
        };
        assert!(counter.is_some());

        let host =
            scp03::HostHandshake::new(&keys, options, host_challenge, &card_challenge, &card_cryptogram)
                .unwrap();
        let card = scp03::CardHandshake::new(&keys, options, host_challenge, &card_challenge).unwrap();
        assert_eq!(card.card_cryptogram(), card_cryptogram);

        let external_authenticate = hex(exchange.external_authenticate);
        let command = Command::parse(&external_authenticate).unwrap();
        let level = SecurityLevel::from_byte(command.p1());
        let (sent, host) = host.external_authenticate(level).unwrap();
        assert_eq!(sent, external_authenticate);
        let mut host = HostSession::Scp03(host);
        let mut card = CardSession::Scp03(card.external_authenticate(&command).unwrap());

        let [plain, protected, answered, answer] = exchange.store_data.map(hex);
        exchange_of(&mut host, &mut card, &plain, &protected);
        assert_eq!(card.wrap_response(&answer, 0x9000.into()).unwrap(), answered);
        let received = host.unwrap(&[answered.as_slice(), &[0x90, 0x00]].concat()).unwrap();
        assert_eq!(received, [answer.as_slice(), &[0x90, 0x00]].concat());
        for (plain, protected) in PLAIN_COMMANDS.into_iter().zip(exchange.commands) {
            exchange_of(&mut host, &mut card, &hex(plain), &hex(protected));
        }
    }
}

fn exchange_of(host: &mut HostSession, card: &mut CardSession, plain: &[u8], protected: &[u8]) {
    let plain = Command::parse(plain).unwrap();
    assert_eq!(host.wrap(&plain).unwrap(), protected);
    let unwrapped = card.unwrap(&Command::parse(protected).unwrap()).unwrap();
    assert_eq!(unwrapped.command().header()[1..], plain.header()[1..]);
    assert_eq!(unwrapped.command().data(), plain.data());
}

fn scll_keys() -> scp03::KeySet {
    let key = || AesKey::new(&hex("404142434445464748494A4B4C4D4E4F")).unwrap();
    scp03::KeySet { encryption: key(), mac: key(), data_encryption: key() }
}

/// Challenges' length, level, EXTERNAL AUTHENTICATE, the command `80E60000050102030405`, the response 00A40400.
const SCLL: [(u8, u8, &str, &str, &str); 6] = [
    (
        8,
        0x33,
        "8482330010FAFA93C2EDE62463CB51E38EC18EB00B",
        "84E6000018199DD7FF46730B64AC254C903EC573505C4291BB0B788746",
        "4C7F4E27E4F90AA7B13C60860F69FCD0989A968B68138D8E",
    ),
    (
        8,
        0x13,
        "8482130010FAFA93C2EDE6246389A42CEC80E1226C",
        "84E6000018199DD7FF46730B64AC254C903EC573501F8C45277CC91F5F",
        "00A40400E2D87FA5BE9616EE",
    ),
    (
        8,
        0x03,
        "8482030010FAFA93C2EDE6246363E5F7F00D7DB617",
        "84E6000018199DD7FF46730B64AC254C903EC57350CECB2CDB11BE6932",
        "00A40400",
    ),
    (
        16,
        0x33,
        "8482330020313082B4105AE33D7C2D323A1E5CD6FF782DCBE5BC45C062F64CD61937E03100",
        "84E60000207741688C2836B029A8ED938260CC067F4F45621753C5A9317EFB316696FFD61D",
        "E3FCD252C046A09E8E174C4A882615A02CF1558988FF0F3044DE83CA334829FB",
    ),
    (
        16,
        0x13,
        "8482130020313082B4105AE33D7C2D323A1E5CD6FF343B84121805124B821D0FC05CCBFACD",
        "84E60000207741688C2836B029A8ED938260CC067FCAD223BB9F79FB7E5062345977E964CE",
        "00A40400AF04B29A8600F9A6589499AAAC528AB8",
    ),
    (
        16,
        0x03,
        "8482030020313082B4105AE33D7C2D323A1E5CD6FF5D033E49191B0298AA603187AD0C3582",
        "84E60000207741688C2836B029A8ED938260CC067F1214BB4B5AF022C24988E42CDA8F49DD",
        "00A40400",
    ),
];

#[test]
fn sessions_of_another_implementation_with_both_lengths() {
    for (length, level, external_authenticate, protected, answered) in SCLL {
        let host_challenge: Vec<u8> = (0..length).collect();
        let card_challenge: Vec<u8> = (length..2 * length).collect();
        let options = scp03::Options::from_byte(if length == 16 { 0x61 } else { 0x60 }).unwrap();
        let card =
            scp03::CardHandshake::new(&scll_keys(), options, &host_challenge, &card_challenge).unwrap();
        let cryptogram = hex(match length {
            16 => "1F3975EB7C6D743F38BB5842328732A1",
            _ => "114F6BC5052C5228",
        });
        assert_eq!(card.card_cryptogram(), cryptogram);
        let host =
            scp03::HostHandshake::new(&scll_keys(), options, &host_challenge, &card_challenge, &cryptogram)
                .unwrap();
        let (sent, host) = host.external_authenticate(SecurityLevel::from_byte(level)).unwrap();
        assert_eq!(sent, hex(external_authenticate));
        let mut host = HostSession::Scp03(host);
        let mut card =
            CardSession::Scp03(card.external_authenticate(&Command::parse(&sent).unwrap()).unwrap());
        exchange_of(&mut host, &mut card, &hex("80E60000050102030405"), &hex(protected));
        let answer = hex("00A40400");
        assert_eq!(card.wrap_response(&answer, 0x9000.into()).unwrap(), hex(answered));
        let received = [hex(answered), vec![0x90, 0x00]].concat();
        assert_eq!(host.unwrap(&received).unwrap(), [answer, vec![0x90, 0x00]].concat());
    }
}

#[test]
fn pseudo_random_challenges_and_key_check_values_of_another_implementation() {
    let keys = scll_keys();
    let domain = hex("A000000151000000");
    let challenge = |options| {
        scp03::pseudo_random_challenge(
            &keys.encryption,
            scp03::Options::from_byte(options).unwrap(),
            1,
            &domain,
        )
    };
    assert_eq!(challenge(0x70), hex("86C8BD65FA1044EE"));
    assert_eq!(challenge(0x71), hex("6924434C956736C8EE6122E8A3FC612F"));
    assert_eq!(key_check_value::aes(&keys.encryption), [0x50, 0x4A, 0x77]);
    // Sensitive data under Key-DEK: `put_key_payload_under_dek`.
    let handshake = scp03::CardHandshake::new(&keys, scp03::Options::from_byte(0).unwrap(), &[0; 8], &[0; 8]);
    let (host, _) = (handshake.unwrap(), ());
    let external = scp03::HostHandshake::new(
        &keys,
        scp03::Options::from_byte(0).unwrap(),
        &[0; 8],
        &[0; 8],
        host.card_cryptogram(),
    );
    let (_, session) = external.unwrap().external_authenticate(SecurityLevel::C_MAC).unwrap();
    let session = HostSession::Scp03(session);
    let key = hex("0F0E0D0C0B0A09080706050403020100");
    let encrypted = session.encrypt_data(&key).unwrap();
    assert_eq!(*encrypted, hex("FAC3AF9FB177982EABA2E63D9EF03986"));
    assert_eq!(*session.decrypt_data(&encrypted).unwrap(), key);
}
