//! A Java Card virtual machine that knows static methods of numbers and nothing else (JCVM specification §7.5), to
//! hold translated code against the original.

use cardamom_cap::CapFile;
use cardamom_cap::instruction::{Instruction, Operands};
use cardamom_cap::opcode::Opcode as O;

/// How a method ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Value(i32),
    /// An ArithmeticException.
    DivisionByZero,
}

/// The code of the method of a name, and the cells of its frame.
pub(crate) fn method(cap: &CapFile, name: &str) -> (Vec<u8>, usize) {
    let debug = cap.debug.as_ref().unwrap();
    let mut methods = debug.classes.iter().flat_map(|class| &class.methods);
    let method = methods.find(|method| debug.string(method.name_index) == Some(name)).unwrap();
    let header = cap.method.header_at(method.location.into()).unwrap();
    let start = usize::from(method.location) + header.length();
    let code = cap.method.bytes(start, start + usize::from(method.body_size)).unwrap().to_vec();
    (code, usize::from(header.nargs) + usize::from(header.max_locals))
}

struct Frame {
    locals: Vec<i16>,
    stack: Vec<i16>,
}

impl Frame {
    fn pop(&mut self) -> i16 {
        self.stack.pop().unwrap()
    }

    fn push(&mut self, value: i16) {
        self.stack.push(value);
    }

    fn pop_int(&mut self) -> i32 {
        let low = self.pop();
        let high = self.pop();
        join(high, low)
    }

    fn push_int(&mut self, value: i32) {
        let [a, b, c, d] = value.to_be_bytes();
        self.push(i16::from_be_bytes([a, b]));
        self.push(i16::from_be_bytes([c, d]));
    }

    fn local(&mut self, index: u8) -> &mut i16 {
        self.locals.get_mut(usize::from(index)).unwrap()
    }

    fn int(&mut self, index: u8) -> i32 {
        join(*self.local(index), *self.local(index + 1))
    }

    fn set_int(&mut self, index: u8, value: i32) {
        let [a, b, c, d] = value.to_be_bytes();
        *self.local(index) = i16::from_be_bytes([a, b]);
        *self.local(index + 1) = i16::from_be_bytes([c, d]);
    }
}

fn join(high: i16, low: i16) -> i32 {
    let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
    i32::from_be_bytes([a, b, c, d])
}

/// The low half.
fn short(value: i32) -> i16 {
    let [_, _, c, d] = value.to_be_bytes();
    i16::from_be_bytes([c, d])
}

fn byte(value: i32) -> i16 {
    let [.., d] = value.to_be_bytes();
    i8::from_be_bytes([d]).into()
}

fn operation(opcode: O, a: i32, b: i32) -> Option<i32> {
    let count = b & 0x1F;
    Some(match opcode {
        O::Sadd | O::Iadd => a.wrapping_add(b),
        O::Ssub | O::Isub => a.wrapping_sub(b),
        O::Smul | O::Imul => a.wrapping_mul(b),
        O::Sdiv | O::Idiv => a.checked_div(b).or((b != 0).then_some(a))?,
        O::Srem | O::Irem => a.checked_rem(b).or((b != 0).then_some(0))?,
        O::Sshl | O::Ishl => a << count,
        O::Sshr | O::Ishr => a >> count,
        O::Sushr | O::Iushr => (a.cast_unsigned() >> count).cast_signed(),
        O::Sand | O::Iand => a & b,
        O::Sor | O::Ior => a | b,
        O::Sxor | O::Ixor => a ^ b,
        other => panic!("{other:?} is not of numbers"),
    })
}

fn holds(opcode: O, a: i16, b: i16) -> bool {
    match opcode {
        O::Ifeq | O::IfeqW | O::IfScmpeq | O::IfScmpeqW => a == b,
        O::Ifne | O::IfneW | O::IfScmpne | O::IfScmpneW => a != b,
        O::Iflt | O::IfltW | O::IfScmplt | O::IfScmpltW => a < b,
        O::Ifge | O::IfgeW | O::IfScmpge | O::IfScmpgeW => a >= b,
        O::Ifgt | O::IfgtW | O::IfScmpgt | O::IfScmpgtW => a > b,
        O::Ifle | O::IfleW | O::IfScmple | O::IfScmpleW => a <= b,
        other => panic!("{other:?} is no comparison"),
    }
}

/// Runs a method.
pub(crate) fn run(code: &[u8], cells: usize, arguments: &[i16]) -> Ended {
    let mut locals = arguments.to_vec();
    locals.resize(cells, 0);
    let mut frame = Frame { locals, stack: Vec::new() };
    let mut at = 0;
    // No method of these tests runs longer.
    for _ in 0..100_000 {
        let instruction = Instruction::decode(code, at).unwrap();
        let mut next = at + instruction.length();
        let opcode = instruction.opcode;
        let mnemonic = opcode.mnemonic();
        let jump = |branch: i16| at.checked_add_signed(branch.into()).unwrap();
        let local = instruction.local();
        match (&instruction.operands, opcode) {
            (Operands::Value(value), O::Bspush | O::Sspush) => frame.push(short(*value)),
            (Operands::Value(value), _) => frame.push_int(*value),
            (Operands::LocalValue { local, value }, O::Sinc | O::SincW) => {
                let cell = frame.local(*local);
                *cell = cell.wrapping_add(*value);
            }
            (Operands::LocalValue { local, value }, _) => {
                let sum = frame.int(*local).wrapping_add((*value).into());
                frame.set_int(*local, sum);
            }
            (Operands::Branch(branch), O::Goto | O::GotoW) => next = jump(*branch),
            (Operands::Branch(branch), _) => {
                let b = if mnemonic.starts_with("if_s") { frame.pop() } else { 0 };
                let a = frame.pop();
                if holds(opcode, a, b) {
                    next = jump(*branch);
                }
            }
            (Operands::TableSwitch { default, low, offsets }, _) => {
                let key = if opcode == O::Itableswitch { frame.pop_int() } else { frame.pop().into() };
                let place = key.checked_sub(*low).and_then(|place| usize::try_from(place).ok());
                next = jump(*place.and_then(|place| offsets.get(place)).unwrap_or(default));
            }
            (Operands::LookupSwitch { default, pairs }, _) => {
                let key = if opcode == O::Ilookupswitch { frame.pop_int() } else { frame.pop().into() };
                next = jump(
                    pairs.iter().find(|(value, _)| *value == key).map_or(*default, |(_, branch)| *branch),
                );
            }
            (_, O::Dup) => {
                let top = frame.pop();
                frame.stack.extend([top, top]);
            }
            (_, O::Dup2) => {
                let (low, high) = (frame.pop(), frame.pop());
                frame.stack.extend([high, low, high, low]);
            }
            (_, O::Pop) => {
                frame.pop();
            }
            (Operands::Words { m, n }, O::SwapX) => {
                let start = frame.stack.len() - usize::from(m + n);
                let words = frame.stack.get_mut(start..).unwrap();
                words.rotate_left(usize::from(*n));
            }
            (_, O::S2b) => {
                let value = frame.pop();
                frame.push(byte(value.into()));
            }
            (_, O::S2i) => {
                let value = frame.pop();
                frame.push_int(value.into());
            }
            (_, O::I2b) => {
                let value = frame.pop_int();
                frame.push(byte(value));
            }
            (_, O::I2s) => {
                let value = frame.pop_int();
                frame.push(short(value));
            }
            (_, O::Icmp) => {
                let (b, a) = (frame.pop_int(), frame.pop_int());
                frame.push(match a.cmp(&b) {
                    std::cmp::Ordering::Less => -1,
                    std::cmp::Ordering::Equal => 0,
                    std::cmp::Ordering::Greater => 1,
                });
            }
            (_, O::Sneg) => {
                let value = frame.pop();
                frame.push(value.wrapping_neg());
            }
            (_, O::Ineg) => {
                let value = frame.pop_int();
                frame.push_int(value.wrapping_neg());
            }
            (_, O::Sreturn) => return Ended::Value(frame.pop().into()),
            (_, O::Ireturn) => return Ended::Value(frame.pop_int()),
            _ => {
                if let Some(constant) = mnemonic.strip_prefix("sconst_") {
                    frame.push(if constant == "m1" { -1 } else { constant.parse().unwrap() });
                } else if let Some(constant) = mnemonic.strip_prefix("iconst_") {
                    frame.push_int(if constant == "m1" { -1 } else { constant.parse().unwrap() });
                } else if let (Some(local), true) = (local, mnemonic.starts_with("sload")) {
                    let value = *frame.local(local);
                    frame.push(value);
                } else if let (Some(local), true) = (local, mnemonic.starts_with("iload")) {
                    let value = frame.int(local);
                    frame.push_int(value);
                } else if let (Some(local), true) = (local, mnemonic.starts_with("sstore")) {
                    *frame.local(local) = frame.pop();
                } else if let (Some(local), true) = (local, mnemonic.starts_with("istore")) {
                    let value = frame.pop_int();
                    frame.set_int(local, value);
                } else if mnemonic.starts_with('s') {
                    let (b, a) = (frame.pop(), frame.pop());
                    let Some(result) = operation(opcode, a.into(), b.into()) else {
                        return Ended::DivisionByZero;
                    };
                    frame.push(short(result));
                } else {
                    let (b, a) = (frame.pop_int(), frame.pop_int());
                    let Some(result) = operation(opcode, a, b) else { return Ended::DivisionByZero };
                    frame.push_int(result);
                }
            }
        }
        at = next;
    }
    panic!("the method does not end");
}
