use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

fn component(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag], &u16::try_from(content.len()).unwrap().to_be_bytes()[..], content].concat()
}

fn header() -> Vec<u8> {
    component(1, &[0xDE, 0xCA, 0xFF, 0xED, 1, 2, 4, 3, 1, 6, 0xA0, 0, 0, 0, 0xF0, 1])
}

fn applet() -> Vec<u8> {
    component(3, &[1, 7, 0xA0, 0, 0, 0, 0xF0, 1, 1, 0, 0])
}

fn archive(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_cap_file_is_its_components_in_the_order_of_linking() {
    let (header, applet, method) = (header(), applet(), component(7, &[0; 500]));
    let files: [(&str, &[u8]); 5] = [
        ("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0"),
        ("a/javacard/Method.cap", &method),
        ("a/javacard/Applet.cap", &applet),
        ("a/javacard/Debug.cap", &[12, 0, 0]),
        ("a/javacard/Header.cap", &header),
    ];
    for compression in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let file = LoadFile::parse(&archive(&files, compression)).unwrap();
        assert_eq!(file.data_block(), [&header[..], &applet, &method].concat());
        assert_eq!(file.package().to_string(), "A0000000F001");
        assert_eq!(file.version(), (1, 3));
        assert_eq!(file.applets().iter().map(ToString::to_string).collect::<Vec<_>>(), ["A0000000F00101"]);
        // The same without the archive.
        assert_eq!(LoadFile::parse(file.data_block()).unwrap(), file);
        assert_eq!(file.hash(20).map(|hash| hash.len()), Some(20));
        assert_eq!(file.hash(16), None);
    }
}

#[test]
fn what_is_no_load_file_is_told() {
    let error = |bytes: &[u8]| LoadFile::parse(bytes).unwrap_err().to_string();
    assert_eq!(error(b""), "it is no CAP file: it has no component Header");
    assert_eq!(error(b"hello, world"), "the component at byte 0 does not end where it says");
    assert!(error(b"PK\x03\x04 and no more").starts_with("the archive is damaged"));
    let cut = header();
    assert_eq!(error(&cut[..10]), "the component at byte 0 does not end where it says");
    assert_eq!(error(&component(1, &[0; 20])), "its component Header is malformed");
    let (header, other) = (header(), applet());
    let two = [("a/javacard/Header.cap", &header[..]), ("b/javacard/Applet.cap", &other[..])];
    let two = archive(&two, CompressionMethod::Stored);
    assert_eq!(error(&two), "the archive holds several packages: a/javacard and b/javacard");
    // An archive that unpacks to more than a component may have.
    let bomb = archive(&[("a/Header.cap", &vec![0; 1 << 20])], CompressionMethod::Deflated);
    assert_eq!(error(&bomb), "it is longer than any load file");
    let missing = LoadFile::read(Path::new("/nonexistent.cap")).unwrap_err();
    assert!(missing.to_string().starts_with("/nonexistent.cap: "));
}

proptest::proptest! {
    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..400)) {
        let _ = LoadFile::parse(&bytes);
        let _ = LoadFile::parse(&[b"PK\x03\x04", &bytes[..]].concat());
        let _ = LoadFile::parse(&[&header()[..], &bytes].concat());
    }

    #[test]
    fn no_damage_brings_it_down(at in 0usize..600, byte: u8) {
        let (header, applet) = (header(), applet());
        let files = [("a/Header.cap", &header[..]), ("a/Applet.cap", &applet[..])];
        let mut bytes = archive(&files, CompressionMethod::Deflated);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = LoadFile::parse(&bytes);
    }
}
