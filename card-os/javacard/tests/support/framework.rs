//! As much of `javacard.framework` as the tests call: exceptions with a reason, an APDU buffer, `Util`.

#![allow(dead_code, reason = "each test program uses a part of it")]

use cardamom_cap::opcode::RuntimeException;
use cardamom_javacard::heap::{Heap, HeapError, Reference, Slot};
use cardamom_javacard::interpreter::Value;
use cardamom_javacard::native::{JavaLang, NativeError, NativeMethod, Natives};
use cardamom_javacard::program::Program;

#[derive(Debug, Default)]
pub(crate) struct Framework {
    /// The buffer of the APDU.
    pub(crate) buffer: Option<Reference>,
    /// The applet that registered itself.
    pub(crate) applet: Option<Reference>,
    /// Offset and length of what was sent.
    pub(crate) sent: Option<(i16, i16)>,
}

/// The cell of the reason in an exception of `javacard.framework`: the only one.
const REASON: u16 = 0;

type Outcome = Result<Option<Value>, NativeError>;

fn byte<H: Heap>(heap: &H, array: Reference, index: i16) -> Result<u8, NativeError> {
    let index = u16::try_from(index).ok().filter(|index| heap.array_length(array).is_ok_and(|n| *index < n));
    let index = index.ok_or(NativeError::Runtime(RuntimeException::ArrayIndexOutOfBounds))?;
    match heap.load(array, index).map_err(NativeError::from_heap)? {
        Slot::Primitive(value) => Ok(value.to_be_bytes()[3]),
        Slot::Reference(_) => Err(NativeError::Unsupported),
    }
}

fn set_byte<H: Heap>(heap: &mut H, array: Reference, index: i16, value: u8) -> Result<(), NativeError> {
    byte(heap, array, index)?;
    let index = u16::try_from(index).unwrap();
    heap.store(array, index, Slot::Primitive(value.into())).map_err(NativeError::from_heap)
}

impl Framework {
    fn apdu(&mut self, name: &str, arguments: &[Value]) -> Outcome {
        match (name, arguments) {
            ("getBuffer", [_]) => Ok(Some(Value::Reference(self.buffer))),
            ("setOutgoingAndSend", [_, Value::Short(offset), Value::Short(length)]) => {
                self.sent = Some((*offset, *length));
                Ok(None)
            }
            _ => Err(NativeError::Unsupported),
        }
    }

    fn applet(&mut self, name: &str, arguments: &[Value]) -> Outcome {
        match (name, arguments) {
            ("<init>", [_]) => Ok(None),
            ("register", [Value::Reference(applet)]) => {
                self.applet = *applet;
                Ok(None)
            }
            ("selectingApplet", [_]) => Ok(Some(Value::Short(0))),
            _ => Err(NativeError::Unsupported),
        }
    }
}

fn util<H: Heap>(heap: &mut H, name: &str, arguments: &[Value]) -> Outcome {
    match (name, arguments) {
        ("getShort", [Value::Reference(Some(array)), Value::Short(at)]) => {
            let bytes = [byte(heap, *array, *at)?, byte(heap, *array, at.wrapping_add(1))?];
            Ok(Some(Value::Short(i16::from_be_bytes(bytes))))
        }
        ("setShort", [Value::Reference(Some(array)), Value::Short(at), Value::Short(value)]) => {
            let [high, low] = value.to_be_bytes();
            set_byte(heap, *array, *at, high)?;
            set_byte(heap, *array, at.wrapping_add(1), low)?;
            Ok(Some(Value::Short(at.wrapping_add(2))))
        }
        (
            "arrayCopyNonAtomic",
            [
                Value::Reference(Some(from)),
                Value::Short(start),
                Value::Reference(Some(to)),
                Value::Short(at),
                Value::Short(length),
            ],
        ) => {
            let bytes: Result<Vec<u8>, _> =
                (*start..start.wrapping_add(*length)).map(|index| byte(heap, *from, index)).collect();
            for (index, value) in (*at..).zip(bytes?) {
                set_byte(heap, *to, index, value)?;
            }
            Ok(Some(Value::Short(at.wrapping_add(*length))))
        }
        _ => Err(NativeError::Unsupported),
    }
}

/// Exceptions with a reason.
fn exception<H: Heap>(
    program: &Program,
    heap: &mut H,
    method: &NativeMethod,
    arguments: &[Value],
) -> Outcome {
    let set = |heap: &mut H, object: Reference, reason: i16| -> Result<(), HeapError> {
        heap.store(object, REASON, Slot::Primitive(reason.into()))
    };
    match (method.method.name, arguments) {
        ("throwIt", [Value::Short(reason)]) => {
            let class = program.api_class(method.class.name).ok_or(NativeError::Unsupported)?;
            let object = heap.new_object(class, &program.layouts(class)).map_err(NativeError::from_heap)?;
            set(heap, object, *reason).map_err(NativeError::from_heap)?;
            Err(NativeError::Throw(object))
        }
        ("<init>", [Value::Reference(Some(object)), Value::Short(reason)]) => {
            set(heap, *object, *reason).map_err(NativeError::from_heap)?;
            Ok(None)
        }
        ("getReason", [Value::Reference(Some(object))]) => match heap.load(*object, REASON) {
            Ok(Slot::Primitive(reason)) => Ok(Some(Value::Short(i16::try_from(reason).unwrap()))),
            _ => Err(NativeError::Unsupported),
        },
        _ => Err(NativeError::Unsupported),
    }
}

impl<H: Heap> Natives<H> for Framework {
    fn call(
        &mut self,
        program: &Program,
        heap: &mut H,
        method: &NativeMethod,
        arguments: &[Value],
    ) -> Result<Option<Value>, NativeError> {
        let name = method.method.name;
        match method.class.name {
            "javacard/framework/APDU" => self.apdu(name, arguments),
            "javacard/framework/Applet" => self.applet(name, arguments),
            "javacard/framework/Util" => util(heap, name, arguments),
            "javacard/framework/JCSystem" if matches!(name, "beginTransaction" | "commitTransaction") => {
                Ok(None)
            }
            class if class.starts_with("javacard/framework/") && class.ends_with("Exception") => {
                exception(program, heap, method, arguments)
            }
            _ => JavaLang.call(program, heap, method, arguments),
        }
    }
}
