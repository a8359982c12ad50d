//! As much of `javacard.framework` as the corpus calls: exceptions with a reason.

use cardamom_javacard::heap::{Heap, Reference, Slot};
use cardamom_javacard::interpreter::Value;
use cardamom_javacard::native::{JavaLang, NativeError, NativeMethod, Natives};
use cardamom_javacard::program::Program;

#[derive(Debug)]
pub(crate) struct Framework;

/// The cell of the reason in an exception of `javacard.framework`: the only one.
const REASON: u16 = 0;

impl<H: Heap> Natives<H> for Framework {
    fn call(
        &mut self,
        program: &Program,
        heap: &mut H,
        method: &NativeMethod,
        arguments: &[Value],
    ) -> Result<Option<Value>, NativeError> {
        let set = |heap: &mut H, object: Reference, reason: i16| {
            heap.store(object, REASON, Slot::Primitive(reason.into())).map_err(NativeError::from_heap)
        };
        match (method.class.name, method.method.name, arguments) {
            ("javacard/framework/ISOException", "throwIt", [Value::Short(reason)]) => {
                let class = program.api_class(method.class.name).ok_or(NativeError::Unsupported)?;
                let object =
                    heap.new_object(class, &program.layouts(class)).map_err(NativeError::from_heap)?;
                set(heap, object, *reason)?;
                Err(NativeError::Throw(object))
            }
            (_, "<init>", [Value::Reference(Some(object)), Value::Short(reason)]) => {
                set(heap, *object, *reason)?;
                Ok(None)
            }
            (_, "getReason", [Value::Reference(Some(object))]) => match heap.load(*object, REASON) {
                Ok(Slot::Primitive(reason)) => Ok(Some(Value::Short(i16::try_from(reason).unwrap()))),
                _ => Err(NativeError::Unsupported),
            },
            _ => JavaLang.call(program, heap, method, arguments),
        }
    }
}
