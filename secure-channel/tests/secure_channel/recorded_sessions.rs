//! Sessions that other programs recorded with real cards: kaoh/globalplatform, `globalplatform/src/scp02Test.c` and
//! `globalplatform/src/scp03Test.c`; and the crate scll-backend-rustcrypto 1.0.5, `tests/scp02_kat.rs` (a JCOP 4 P71).
//! And what yubikey-manager 5.9.2 (`yubikit/core/smartcard`, `ScpProcessor`) makes of commands in extended form.

use cardamom_apdu::Command;
use cardamom_secure_channel::initialize_update::{Protocol, Response};
use cardamom_secure_channel::session::{CardSession, HostSession};
use cardamom_secure_channel::{AesKey, SecurityLevel, TripleDesKey, scp02, scp03};

use crate::hex;

/// Command by command: plain and protected.
type Commands<'a> = &'a [(&'a str, &'a str)];

fn protects(mut host: HostSession, mut card: CardSession, commands: Commands<'_>) {
    for (plain, protected) in commands {
        let (plain, protected) = (hex(plain), hex(protected));
        let plain = Command::parse(&plain).unwrap();
        assert_eq!(host.wrap(&plain).unwrap(), protected);
        let unwrapped = card.unwrap(&Command::parse(&protected).unwrap()).unwrap();
        assert_eq!(unwrapped.command().header(), plain.header());
        assert_eq!(unwrapped.command().data(), plain.data());
    }
}

fn scp02_session(
    keys: &scp02::KeySet,
    i: u8,
    host_challenge: &str,
    response: &str,
    external_authenticate: &str,
) -> (HostSession, CardSession) {
    let Protocol::Scp02 { counter, card_challenge, card_cryptogram } =
        Response::parse(&hex(response)).unwrap().protocol
    else {
        panic!("not SCP02");
    };
    let options = scp02::Options::from_byte(i).unwrap();
    let host_challenge = hex(host_challenge).try_into().unwrap();
    let card = scp02::CardHandshake::new(keys, options, counter, host_challenge, card_challenge);
    let host =
        scp02::HostHandshake::new(keys, options, counter, host_challenge, card_challenge, card_cryptogram)
            .unwrap();
    let recorded = hex(external_authenticate);
    let command = Command::parse(&recorded).unwrap();
    let (sent, host) = host.external_authenticate(SecurityLevel::from_byte(command.p1())).unwrap();
    assert_eq!(sent, recorded);
    (HostSession::Scp02(host), CardSession::Scp02(card.external_authenticate(&command).unwrap()))
}

fn scp03_session(
    keys: &scp03::KeySet,
    host_challenge: &str,
    security_domain: Option<&str>,
    response: &str,
    external_authenticate: &str,
) -> (HostSession, CardSession) {
    let response = Response::parse(&hex(response)).unwrap();
    let Protocol::Scp03 { options, card_challenge, card_cryptogram, counter } = response.protocol else {
        panic!("not SCP03");
    };
    if let Some(domain) = security_domain {
        let counter = counter.unwrap();
        let challenge = scp03::pseudo_random_challenge(&keys.encryption, options, counter, &hex(domain));
        assert_eq!(challenge, card_challenge);
    }
    let host_challenge = hex(host_challenge);
    let card = scp03::CardHandshake::new(keys, options, &host_challenge, &card_challenge).unwrap();
    let host =
        scp03::HostHandshake::new(keys, options, &host_challenge, &card_challenge, &card_cryptogram).unwrap();
    let recorded = hex(external_authenticate);
    let command = Command::parse(&recorded).unwrap();
    let (sent, host) = host.external_authenticate(SecurityLevel::from_byte(command.p1())).unwrap();
    assert_eq!(sent, recorded);
    (HostSession::Scp03(host), CardSession::Scp03(card.external_authenticate(&command).unwrap()))
}

fn triple_des_keys(keys: [&str; 3]) -> scp02::KeySet {
    let [encryption, mac, data_encryption] =
        keys.map(|key| TripleDesKey::from_bytes(hex(key).try_into().unwrap()));
    scp02::KeySet { encryption, mac, data_encryption }
}

fn aes_keys(keys: [&str; 3]) -> scp03::KeySet {
    let [encryption, mac, data_encryption] = keys.map(|key| AesKey::new(&hex(key)).unwrap());
    scp03::KeySet { encryption, mac, data_encryption }
}

const DEFAULT: [&str; 3] = ["404142434445464748494A4B4C4D4E4F"; 3];

#[test]
fn scp02_with_macs() {
    let (host, card) = scp02_session(
        &triple_des_keys(DEFAULT),
        0x15,
        "D5AD539A60CA5E72",
        "000074746E6E6E6262620102069FAA2A0591E73367DD78794D04315E",
        "84820100107C799B3C771DBAE6BEF49310977617BA",
    );
    protects(host, card, &[("80F22002024F0000", "84F220020A4F00BB6E71C0EFCFCF0D00")]);
}

#[test]
fn scp02_with_encryption() {
    let (host, card) = scp02_session(
        &triple_des_keys(DEFAULT),
        0x15,
        "EBAA9E53C696281B",
        "000074746E6E6E626262010206A15086BBEE58F467149061DA4B6EAE",
        "848203001005814C116071EB67D8BA9D9879454564",
    );
    protects(
        host,
        card,
        &[
            (
                "80E400800A4F08D0D1D2D3D4D5010100",
                "84E4008018BC146FA0403BE4BAD3BC089E4ABD8674DA7EFEA21047B85800",
            ),
            (
                "80E40080094F07D0D1D2D3D4D50100",
                "84E4008018C2748C1669FAFC0E20C5253680388A4A49C9A6038D77B45700",
            ),
        ],
    );
}

#[test]
fn scp02_of_a_jcop_4_p71() {
    scp02_session(
        &triple_des_keys([
            "90379A3E7116D455E55F9398736A01CA",
            "473F36161A7F7F60CC3A766EA4BE5247",
            "D3749ED4FF42FD58B39EEB562B017CD9",
        ]),
        0x15,
        "2572AE5C04A7C329",
        "00000000000000000000FF02001C3A58BF1253D5BC5D5979580A581F",
        "8482010010079F403962F6CA28D06BD84078D9E3C2",
    );
}

#[test]
fn scp03_with_encryption() {
    let (host, card) = scp03_session(
        &aes_keys([
            "F995D0A069335C7DF42E590317FFEA6D",
            "58563362EC5A4541ABCD32B34B1EAE7D",
            "0A02A6D687406DCFA09DC70B3EDB7E38",
        ]),
        "B2BDE1A2DC66BD56",
        Some("A000000151000000"),
        "00000000000000000000300370C40932A6FEFEAEB2E127185170F45FCA000015",
        "848203001059D54D932423D29F6313C970875F8C2F",
    );
    protects(
        host,
        card,
        &[("80E400800A4F08A00100015141434C", "84E400801829F06AEC3180B3EFE91FF662310B945DE0D5FE66AD67A5B6")],
    );
}

#[test]
fn scp03_with_a_key_of_24_bytes() {
    let (host, card) = scp03_session(
        &aes_keys(["DE2A3629CBC24E8D8869E82C8B4C0D874D88166B6F8A1C12"; 3]),
        "4157115CAD7D2FE7",
        Some("A000000151000000"),
        "00008301A8186727A822020310726B1E22EED4F4BBAB21001BFD4B6F02000012",
        "84820300109B126D1B1557297F3C06766CA9ACBD27",
    );
    protects(
        host,
        card,
        &[("80F22002024F0000", "84F2200218110C222888859059700E5D42AD65F41299B0BFFC03BF79A800")],
    );
}

/// Protected commands, all with the same plain data, and their responses.
const ECHOES: [(&str, &str); 3] = [
    (
        "84400000B80422E602DD973125102DDE05875CA115C04D811A40593DB9D9480927CC9A249BD118FB6C674A86BF70\
         D0CD898153A438DAC4CD302B74876D718481FCDB9D39944453BEBD28832300C99FB8035D2DFF3E3CB3F5DAD56833\
         0127929207A179226EB5C6C52341A297CB2C8F25E481F1CE6EF6EADD2410E70EB268AF48D29CB20CFCB8448DE832\
         35ADA96A5EEED379C0701924707DA111DBB9039ACF8E19F1CE62AA4EF26D7C871E842ED815245F7F2D9A9A87D9BD\
         A54B188DCB",
        "20F075017DE9F58A1E3D7567CBE71140AC0EBFA376881449A0665992BB997C6A145AC6BE3B642931C2652F62B855\
         32B45689EB3E37602E6276B72BABE6A0FF00BEB02473EF22792A37F70D17F7715F103528CC6122880FC86AE75E5F\
         085F1B37492FF33DD148162DAFA203D973F3A4579F8B547FACB14034641FC817BBDF119A9EB0F24DED4F9CE3640B\
         46189EE2138B405446FA4F154D4F9600B288299642BEF5A387B71922A0CAD4D77D9596E8F417A6DB42CFE2C1081E\
         9000",
    ),
    (
        "84400000B803C6D93C9A2EBE310E2215CEAC64C9CB8A03A89657272AE001E398FB7A7F42E02210672D0927DBE2BF\
         6F80AA322D948C2743EFBA75EC51FD9BC5E6B4306371916CC50B0F341177FB99091F560A37C88D1A387443792E12\
         8A3A04118D0EA9F8EC989012FE4E097440411852373B4470851AC573A0B15262E506B34F771DCC53A24E91FAD37F\
         E67454FAAFEFCC3E2F7141DCD7174D88933629E632C1CFDD5D1D30017D0CA14FE32A022F064C93EB4769F5A497BE\
         036C5A563F",
        "EFA214CD7DE37F299690265ECDBF210361CBC87EAA227C7A5FC1C984A8DFFAF82B6C1856E57C399FA46AA13F9A71\
         50F76207BCBF7421EFE6424D1FCFEF090F63CDF6C1F21F951E286D6A237843B4E1AD070D7FB16C883D052338F19D\
         5C5E96135398F6251E5D48984EBE528E42A93CBD880D67D6631BCCEF13C3D54572C77CEAD84D26F72A4A66FA13DD\
         CFA6C1BF8F5CF4AB151D722B3DBE86841F30BA15E4B90834B122257913FAA6F09D0E540E114817C1ED9F9D2F7AD3\
         9000",
    ),
    (
        "84400000B8982E6E5F120796589037A751431F835CCF17C5A13CB4D7F5E0948CF48538FEDCD6F2F0A54F813E8BA7\
         55DFE22F7B847BF6A8BBDB1FEEC531B44D01B92BD55EEAA5B55B770AF293E4995E14E3076A40A89ED21A6C2F3772\
         839E6E9A31FAB4B493AB31FE1D951AD11D9924DF15C1C33A5F3C90D168E2A78437ED40601B5289C56F2F020C7874\
         4C8C22141A2FCFFADB4B4FDE504EFABA6DD9D5EAD7E0F7D57B58F97C28DACD4C9E93052A0F16EFDF2A41DDFE3739\
         17C351B9B8",
        "0E625EA4492C2253DF239C271E0DEA22DDB136461742E6AD02FA9710588655A17B9C9C115076E00EF858C8466282\
         7AF5B90CE2374A575A7208E708BB3D01F655A996BF10F6077F61FBD71927E352215CE9348429FDAB03A3E6EEC5C7\
         1556A3C42B98240D224314638608CFDCFE5847BB2811948956F9204BC69085A034F33982E75BEBDEB71B59665FCE\
         A9EDD27A85ABE908171D68E2FA639E2ABA02A27CD21E3A37EE831A1C1C1CF6ECD1B4C744EBD250EA42072B530078\
         9000",
    ),
];

#[test]
fn scp03_with_encrypted_responses() {
    let (mut host, mut card) = scp03_session(
        &aes_keys(DEFAULT),
        "2C8130E574247B1B",
        // The name that went into the challenge was not recorded.
        None,
        "00010203040506070809000370A5874C57119B976BF94879E36F29E039000001",
        "8482330010A75F1CD48F3B93DFA57E690937921F92",
    );
    let text = b"Hello World".repeat(15);
    let plain = Command::new(0x80, 0x40, 0, 0).with_data(&text);
    for (protected, answered) in ECHOES {
        let (protected, answered) = (hex(protected), hex(answered));
        assert_eq!(host.wrap(&plain).unwrap(), protected);
        let unwrapped = card.unwrap(&Command::parse(&protected).unwrap()).unwrap();
        assert_eq!(unwrapped.command().data(), text);
        let received = host.unwrap(&answered).unwrap();
        let (data, status) = received.split_last_chunk::<2>().unwrap();
        let sent = card.wrap_response(data, u16::from_be_bytes(*status).into()).unwrap();
        assert_eq!([sent.as_slice(), status].concat(), answered);
    }
}

/// Lc counts in the MAC as it is transmitted, and empty data may come as padding alone.
#[test]
fn scp03_commands_of_yubikit_in_extended_form() {
    let keys = aes_keys(DEFAULT);
    let (host_challenge, card_challenge) = (hex("0001020304050607"), hex("08090A0B0C0D0E0F"));
    let options = scp03::Options::from_byte(0x60).unwrap();
    let card = scp03::CardHandshake::new(&keys, options, &host_challenge, &card_challenge).unwrap();
    let external_authenticate = hex("84823300000010FAFA93C2EDE6246319F2A41A9004A3A0");
    let opened = card.external_authenticate(&Command::parse(&external_authenticate).unwrap());
    let mut card = CardSession::Scp03(opened.unwrap());
    for (protected, header, data) in YUBIKIT {
        let protected = hex(protected);
        let plain = card.unwrap(&Command::parse(&protected).unwrap()).unwrap();
        assert_eq!(plain.command().header(), header);
        assert_eq!(plain.command().data(), (0..data).map(|index| index.to_le_bytes()[0]).collect::<Vec<_>>());
    }
}

/// The protected command, its header and the number of bytes 00 01 02 and so on that are its data.
const YUBIKIT: [(&str, [u8; 4], u16); 3] = [
    ("04CA0066000018EE2C9A82D5755262533DE651A3AE9043D5033F411383118B", [0x00, 0xCA, 0x00, 0x66], 0),
    (
        "84E2800000002896645F58D006B278F5491E2B97401F3F010847ECA7F4D7D976472CDB5B108CC497BCBB6022BB3C\
         3D",
        [0x80, 0xE2, 0x80, 0x00],
        20,
    ),
    (
        "84E2800100013851BAB9B6432CCFDD23F3E48D43BFA637DBC54B344127A88827C09E360DFC7402750A46F73A4178\
         5EA9650E71466C904593D8FF870FB59D171C9D5757F1E2395FF1E1D6D29218CB913CEFC8332DCBA8C193AF75E59F\
         8EAF7B5B243695212EE7AE8522BF49B5B4C3B0C3EFBF506196ED5E8780A7C21409DF4FB48460EF70FC1096390C36\
         81CB3C96A3F4CB7E689F0C7EF597CFDB2DE28DB75A28914E89B17710EE6F8659714A111A08C090E15A7299C08D25\
         FF4F4CD64184545AF55F85AA035A889866D68C759B2673F7795F2FCF8BA853195E412F2FAABF273B9F125CDFFD57\
         522B1B003B01D6D1A44100FCB2D52BD238CE98003A91C7E8D329ACD0F1F78037FC79A492801888B823D9D82C246E\
         E8E827772CEAF5309CBA75D858920013F12941163BB72C16588D9B5058ABA66016BC569F6C73DD97C1F2AA",
        [0x80, 0xE2, 0x80, 0x01],
        300,
    ),
];
