//! `cardamom cap`

use cardamom_cap::container::CapContainer;
use cardamom_cap::debug::{DebugClass, DebugComponent, DebugField, DebugLine, DebugMethod};
use cardamom_cap::load_file::LoadFileOptions;
use cardamom_java_card_api::{Release, export_file};
use serde_json::Value;

use crate::cardamom::Desk;

const BENCH: &[u8] = include_bytes!("../../../javacard/cap/tests/data/bench-3.0.5.cap");
const PAGE: &str = include_str!("../../../docs/cap-files.md");

fn desk() -> Desk {
    let desk = Desk::new();
    std::fs::write(desk.path("bench.cap"), BENCH).unwrap();
    let shareable = Release::V3_0_5.package("javacardx/external").unwrap();
    std::fs::write(desk.path("external.exp"), export_file(shareable).unwrap().write().unwrap()).unwrap();
    desk
}

#[test]
fn a_cap_file_is_shown_with_names() {
    let text = desk().run(&["cap", "show", "bench.cap"]).succeeds();
    for expected in [
        "package     bench 1.0, F06A6342454E4348\n",
        "applets     F06A6342454E434801  bench.BenchApplet, install at 28\n",
        "imports     0  javacard.framework 1.6, A0000000620101\n",
        "structure   no violation found\n",
        "public class bench.BenchApplet extends javacard.framework.Applet\n",
        "  public static void install(byte[], short, byte)  token 0  at 28, stack 2, arguments 3, locals 0\n",
        "  public void process(APDU)  token 7  at 45",
        "invokestatic #35  javacard.framework.Util.getShort(byte[], short)\n",
        "invokeinterface 3 #24 4  javacard.security.AESKey.setKey(byte[], short)\n",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}

#[test]
fn a_cap_file_is_shown_to_programs() {
    let desk = desk();
    let json = desk.run(&["cap", "show", "bench.cap", "--json"]).succeeds();
    assert_eq!(desk.run(&["cap", "show", "bench.cap", "--format", "json"]).succeeds(), json);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["kind"], "cap");
    assert_eq!(json["imports"][3]["name"], "java.lang");
    assert_eq!(json["components"][6]["name"], "Method");
    assert_eq!(json["components"][6]["size"], 1044);
    let install = &json["classes"][0]["methods"][1];
    assert_eq!(install["name"], "install(byte[], short, byte)");
    assert_eq!(install["code"][0]["refers-to"], "bench.BenchApplet");
    assert_eq!(json["violations"], Value::Array(vec![]));
}

#[test]
fn what_goes_to_a_card_is_shown_without_a_descriptor() {
    let desk = desk();
    let cap = CapContainer::read(BENCH).unwrap().cap;
    let load_file = cap.to_load_file(LoadFileOptions::default()).unwrap();
    std::fs::write(desk.path("bench.ijc"), load_file).unwrap();
    let text = desk.run(&["cap", "show", "bench.ijc"]).succeeds();
    assert!(text.contains("class class@0 extends javacard.framework.Applet\n"), "{text}");
    assert!(text.contains("invokestatic #35  javacard.framework.Util.getShort(byte[], short)\n"), "{text}");
    assert!(text.contains("structure   no violation found\n"), "{text}");
}

#[test]
fn violations_are_shown() {
    let desk = desk();
    let mut container = CapContainer::read(BENCH).unwrap();
    container.cap.directory.applet_count = 2;
    std::fs::write(desk.path("wrong.cap"), container.write().unwrap()).unwrap();
    let text = desk.run(&["cap", "show", "wrong.cap"]).succeeds();
    let expected = "violations  Directory component, offset 29: the Directory tells another number of imports or \
                    applets than there are (JCVM §6.4)\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_debug_component_gives_names_and_lines() {
    let desk = desk();
    let mut container = CapContainer::read(BENCH).unwrap();
    let strings = ["bench", "bench/BenchApplet", "virt", "(S)S", "buf", "[B"];
    container.cap.debug = Some(DebugComponent {
        strings: strings.iter().map(|text| text.as_bytes().to_vec()).collect(),
        package_name_index: 0,
        classes: vec![DebugClass {
            name_index: 1,
            location: 0,
            fields: vec![DebugField { name_index: 4, descriptor_index: 5, access_flags: 2, contents: 0 }],
            methods: vec![DebugMethod {
                name_index: 2,
                descriptor_index: 3,
                location: 39,
                header_size: 2,
                body_size: 4,
                lines: vec![DebugLine { start_pc: 0, end_pc: 3, source_line: 31 }],
                ..DebugMethod::default()
            }],
            ..DebugClass::default()
        }],
    });
    std::fs::write(desk.path("debug.cap"), container.write().unwrap()).unwrap();
    let text = desk.run(&["cap", "show", "debug.cap"]).succeeds();
    for expected in [
        "  private byte[] buf  token 0\n",
        "  short virt(short)  token 128  at 39, stack 2, arguments 2, locals 0\n    line 31\n       41  sload_1\n",
        "putfield_a #0  bench.BenchApplet.buf\n",
        "  bench.BenchApplet.virt(short)\n",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}

#[test]
fn an_export_file_is_shown() {
    let text = desk().run(&["cap", "show", "external.exp"]).succeeds();
    assert!(text.contains("package      javacardx.external 1.0, A0000000620203, library\n"), "{text}");
    assert!(text.contains("class javacardx.external.Memory\n"), "{text}");
}

#[test]
fn what_cannot_be_read_is_told() {
    let desk = desk();
    desk.write("text.cap", "no CAP file");
    let error = desk.run(&["cap", "show", "text.cap"]).fails(3);
    assert!(error.contains("text.cap: "), "{error}");
    std::fs::write(desk.path("cut.cap"), &BENCH[..600]).unwrap();
    let error = desk.run(&["cap", "show", "cut.cap"]).fails(3);
    assert!(error.contains("cut.cap: not a ZIP file that can be read"), "{error}");
    assert!(desk.run(&["cap", "show", "nowhere.cap"]).fails(3).contains("nowhere.cap: "));
}

/// What the page shows is what is printed: each of its blocks, in order, is a part of it.
#[test]
fn the_page_shows_what_is_printed() {
    let desk = desk();
    let cap = desk.run(&["cap", "show", "bench.cap"]).succeeds();
    let export = desk.run(&["cap", "show", "external.exp"]).succeeds();
    let blocks: Vec<&str> =
        PAGE.split("```text\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    assert!(blocks.len() >= 3, "{blocks:?}");
    for block in blocks {
        assert!(cap.contains(block) || export.contains(block), "{block}\nis not in\n{cap}\n{export}");
    }
}
