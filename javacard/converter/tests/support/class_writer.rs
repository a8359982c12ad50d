//! A class file written by hand, for what javac no longer makes: subroutines, as in class files up to version 49.

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

/// `corpus/Old.java`: a method with a `finally` that is a subroutine, called on both ways out.
///
/// ```text
/// static short run(byte[] a, short b)
///     int r is a number on the way out of the try, and a reference in the handler
/// ```
pub(crate) fn subroutines() -> Vec<ClassFile> {
    let code: &[u8] = &[
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
    let mut pool = Pool::default();
    let this = pool.class("corpus/Old").to_be_bytes();
    let superclass = pool.class("java/lang/Object").to_be_bytes();
    let name = pool.utf8("run").to_be_bytes();
    let descriptor = pool.utf8("([BS)S").to_be_bytes();
    let code_name = pool.utf8("Code").to_be_bytes();
    // Both ends of the range, and the handler, for every exception.
    let table: &[u8] = &[0, 1, 0, 0, 0, 9, 0, 9, 0, 0];
    let mut attribute = vec![0, 2, 0, 5];
    attribute.extend(u32::try_from(code.len()).unwrap().to_be_bytes());
    attribute.extend_from_slice(code);
    attribute.extend_from_slice(table);
    attribute.extend([0, 0]);
    let mut bytes = vec![0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 49];
    bytes.extend(u16::try_from(pool.entries.len() + 1).unwrap().to_be_bytes());
    bytes.extend(pool.entries.concat());
    bytes.extend([0x00, 0x21]);
    bytes.extend(this);
    bytes.extend(superclass);
    bytes.extend([0, 0, 0, 0, 0, 1]);
    // public static
    bytes.extend([0x00, 0x09]);
    bytes.extend(name);
    bytes.extend(descriptor);
    bytes.extend([0, 1]);
    bytes.extend(code_name);
    bytes.extend(u32::try_from(attribute.len()).unwrap().to_be_bytes());
    bytes.extend(attribute);
    bytes.extend([0, 0]);
    vec![ClassFile { path: "corpus/Old.class".into(), bytes }]
}
