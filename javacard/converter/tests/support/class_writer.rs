//! A class file written by hand, for what javac no longer makes or never made: subroutines, as in class files up to
//! version 49, and `swap`.

use cardamom_converter::ClassFile;

/// The entries of a constant pool.
#[derive(Default)]
struct Pool {
    entries: Vec<Vec<u8>>,
}

impl Pool {
    fn add(&mut self, entry: Vec<u8>) -> u16 {
        if let Some(place) = self.entries.iter().position(|known| *known == entry) {
            return u16::try_from(place + 1).unwrap();
        }
        self.entries.push(entry);
        u16::try_from(self.entries.len()).unwrap()
    }

    fn utf8(&mut self, text: &str) -> u16 {
        let length = u16::try_from(text.len()).unwrap().to_be_bytes();
        self.add([&[1], length.as_slice(), text.as_bytes()].concat())
    }

    fn class(&mut self, name: &str) -> u16 {
        let name = self.utf8(name).to_be_bytes();
        self.add([&[7], name.as_slice()].concat())
    }
}

/// A `finally` that is a subroutine, called on both ways out of the `try`.
const FINALLY: &[u8] = &[
    0x2A, 0x1B, 0x33, // 0: aload_0, iload_1, baload
    0x3D, // 3: istore_2
    0xA8, 0x00, 0x0D, // 4: jsr 17
    0x1C, 0xAC, // 7: iload_2, ireturn
    0x4E, // 9: handler: astore_3
    0xA8, 0x00, 0x07, // 10: jsr 17
    0x2D, 0xBF, // 13: aload_3, athrow
    0x00, 0x00, // 15: nop, nop, never reached
    0x3A, 0x04, // 17: astore 4
    0x84, 0x01, 0x01, // 19: iinc 1 1
    0x1B, 0x93, 0x3C, // 22: iload_1, i2s, istore_1
    0xA9, 0x04, // 25: ret 4
];

/// The difference the other way round: iload_0, iload_1, swap, isub, i2s, ireturn.
const SWAP: &[u8] = &[0x1A, 0x1B, 0x5F, 0x64, 0x93, 0xAC];

/// The class `corpus/Old` with the static methods `run([BS)S` and `swapped(SS)S`.
pub(crate) fn old_class() -> Vec<ClassFile> {
    let mut pool = Pool::default();
    let this = pool.class("corpus/Old").to_be_bytes();
    let superclass = pool.class("java/lang/Object").to_be_bytes();
    let code_name = pool.utf8("Code").to_be_bytes();
    // The range from 0 to 9 has a handler at 9, for every exception.
    let run = (pool.utf8("run"), pool.utf8("([BS)S"), FINALLY, &[0, 1, 0, 0, 0, 9, 0, 9, 0, 0][..]);
    let swapped = (pool.utf8("swapped"), pool.utf8("(SS)S"), SWAP, &[0, 0][..]);
    let mut bytes = vec![0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 49];
    bytes.extend(u16::try_from(pool.entries.len() + 1).unwrap().to_be_bytes());
    bytes.extend(pool.entries.concat());
    bytes.extend([0x00, 0x21]);
    bytes.extend(this);
    bytes.extend(superclass);
    bytes.extend([0, 0, 0, 0, 0, 2]);
    for (name, descriptor, code, handlers) in [run, swapped] {
        let mut attribute = vec![0, 2, 0, 5];
        attribute.extend(u32::try_from(code.len()).unwrap().to_be_bytes());
        attribute.extend_from_slice(code);
        attribute.extend_from_slice(handlers);
        attribute.extend([0, 0]);
        // public static
        bytes.extend([0x00, 0x09]);
        bytes.extend(name.to_be_bytes());
        bytes.extend(descriptor.to_be_bytes());
        bytes.extend([0, 1]);
        bytes.extend(code_name);
        bytes.extend(u32::try_from(attribute.len()).unwrap().to_be_bytes());
        bytes.extend(attribute);
    }
    bytes.extend([0, 0]);
    vec![ClassFile { path: "corpus/Old.class".into(), bytes }]
}
