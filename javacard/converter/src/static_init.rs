//! Static initializers: a card does not run them, it gets their result (JCVM specification §2.2.4.6, §6.10).

use std::collections::BTreeMap;

use crate::classfile::{Class, Code, Instruction, StackOperation};
use crate::diagnostic::Findings;
use crate::resolve::{FieldTarget, Resolver};
use crate::types::Type;

/// What a static field starts with; nothing is told of 0, false and null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum InitialValue {
    Number(i32),
    /// An array of numbers.
    Array {
        component: Type,
        values: Vec<i32>,
    },
}

/// The initial values of the static fields of a class, by the index of the field.
pub(crate) fn initial_values(
    resolver: Resolver<'_>,
    class: &Class,
    findings: &mut Findings,
) -> BTreeMap<usize, InitialValue> {
    let Some(method) = class.methods.iter().find(|method| method.name == "<clinit>") else {
        return BTreeMap::new();
    };
    let Some(code) = &method.code else { return BTreeMap::new() };
    if class.access.is_interface() {
        findings.error(
            class.place_of(method, 0),
            format!("the interface {} has a field that is not a constant number", class.display_name()),
            "move it to a class",
        );
        return BTreeMap::new();
    }
    let mut run = Run { resolver, class, stack: Vec::new(), arrays: Vec::new(), fields: BTreeMap::new() };
    for index in 0..code.instructions.len() {
        match run.step(code, index) {
            Ok(true) => {}
            Ok(false) => break,
            Err(Refusal { message, help }) => {
                findings.error(class.place_of(method, index), message, help);
                return BTreeMap::new();
            }
        }
    }
    run.values()
}

/// A number, null or an array, while the initializer is worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Number(i32),
    Null,
    Array(usize),
}

struct Refusal {
    message: String,
    help: &'static str,
}

const TOO_MUCH: &str = "set the field in install(), or in the constructor of the applet";

fn refuse(what: &str) -> Refusal {
    Refusal { message: format!("a static initializer {what}, which no card does"), help: TOO_MUCH }
}

struct Run<'a> {
    resolver: Resolver<'a>,
    class: &'a Class,
    stack: Vec<Item>,
    arrays: Vec<(Type, Vec<i32>)>,
    fields: BTreeMap<usize, Item>,
}

impl Run<'_> {
    /// Does one instruction. False at the end.
    fn step(&mut self, code: &Code, index: usize) -> Result<bool, Refusal> {
        let Some((_, instruction)) = code.instructions.get(index) else { return Ok(false) };
        match instruction {
            Instruction::Nop => {}
            Instruction::Constant(value) => self.stack.push(Item::Number(*value)),
            Instruction::Null => self.stack.push(Item::Null),
            Instruction::NewArray(component) => {
                if component.is_reference() {
                    return Err(refuse("makes an array of objects"));
                }
                let length = usize::try_from(self.number()?).ok().filter(|length| *length <= 32767);
                let length = length.ok_or_else(|| refuse("makes an array with more than 32767 elements"))?;
                self.stack.push(Item::Array(self.arrays.len()));
                self.arrays.push((component.clone(), vec![0; length]));
            }
            Instruction::Stack(StackOperation::Dup) => {
                let top = self.pop()?;
                self.stack.extend([top, top]);
            }
            Instruction::ToByte => {
                let [.., low] = self.number()?.to_be_bytes();
                self.stack.push(Item::Number(i8::from_be_bytes([low]).into()));
            }
            Instruction::ToShort => {
                let [.., high, low] = self.number()?.to_be_bytes();
                self.stack.push(Item::Number(i16::from_be_bytes([high, low]).into()));
            }
            Instruction::ArrayStore(_) => {
                let value = self.number()?;
                let place = self.number()?;
                let Item::Array(array) = self.pop()? else { return Err(refuse("writes through null")) };
                let element = self
                    .arrays
                    .get_mut(array)
                    .and_then(|(_, values)| values.get_mut(usize::try_from(place).ok()?))
                    .ok_or_else(|| refuse("writes beyond the end of an array"))?;
                *element = value;
            }
            Instruction::GetStatic(field) => match self.resolver.static_field(field) {
                Ok(FieldTarget::Constant(value)) => self.stack.push(Item::Number(value)),
                _ => return Err(refuse("reads a variable")),
            },
            Instruction::PutStatic(field) => {
                let value = self.pop()?;
                let place = self
                    .class
                    .fields
                    .iter()
                    .position(|own| {
                        own.name == field.name
                            && own.field_type == field.member_type
                            && own.access.is_static()
                    })
                    .filter(|_| field.class == self.class.name)
                    .ok_or_else(|| refuse("sets a field of another class"))?;
                if matches!(value, Item::Array(_)) && self.fields.values().any(|other| *other == value) {
                    return Err(refuse("lets two fields share one array"));
                }
                self.fields.insert(place, value);
            }
            Instruction::Return => return Ok(false),
            Instruction::New(name) => {
                return Err(refuse(&format!("makes an object of the class {}", name.replace('/', "."))));
            }
            Instruction::InvokeStatic(_)
            | Instruction::InvokeVirtual(_)
            | Instruction::InvokeSpecial(_)
            | Instruction::InvokeInterface(_) => return Err(refuse("calls a method")),
            Instruction::Arithmetic(_) | Instruction::Negate => {
                return Err(refuse("computes with a variable"));
            }
            _ => return Err(refuse("does more than set fields to constants and arrays of constants")),
        }
        Ok(true)
    }

    fn pop(&mut self) -> Result<Item, Refusal> {
        self.stack.pop().ok_or_else(|| refuse("takes what is not there"))
    }

    fn number(&mut self) -> Result<i32, Refusal> {
        match self.pop()? {
            Item::Number(number) => Ok(number),
            _ => Err(refuse("takes a reference for a number")),
        }
    }

    fn values(self) -> BTreeMap<usize, InitialValue> {
        let Self { arrays, fields, .. } = self;
        fields
            .into_iter()
            .filter_map(|(place, item)| match item {
                Item::Number(0) | Item::Null => None,
                Item::Number(number) => Some((place, InitialValue::Number(number))),
                Item::Array(array) => {
                    let (component, values) = arrays.get(array)?.clone();
                    Some((place, InitialValue::Array { component, values }))
                }
            })
            .collect()
    }
}
