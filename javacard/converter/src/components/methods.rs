//! The Method component and the locations of its references (JCVM specification §6.9, §6.11).

use cardamom_cap::method::{ExceptionHandler, MethodComponent, MethodHeader};
use cardamom_cap::reference_location::ReferenceLocation;

use super::{WriteError, narrow};
use crate::link::{Linked, header_length};

pub(super) fn write(linked: &Linked<'_>) -> Result<(MethodComponent, ReferenceLocation), WriteError> {
    let mut component = MethodComponent::default();
    let mut locations = ReferenceLocation::default();
    for (index, method) in &linked.methods {
        let Some((_, assembled)) = &method.code else { continue };
        let start = usize::from(linked.method_offset(*index)?) + header_length(method);
        for handler in &assembled.handlers {
            let catch_type_index = match handler.catch {
                None => 0,
                Some(class) => {
                    // The handlers stand before the methods: a class that is caught is a reference of two bytes.
                    let place = component.handlers.len() * ExceptionHandler::LENGTH + 1 + 6;
                    locations.byte2_indexes.push(narrow(place)?);
                    linked.pool_index(class)?
                }
            };
            component.handlers.push(ExceptionHandler {
                start_offset: narrow(start + usize::from(handler.start))?,
                active_length: handler.length,
                is_last: handler.stop,
                handler_offset: narrow(start + usize::from(handler.handler))?,
                catch_type_index,
            });
        }
    }
    for (index, method) in &linked.methods {
        let parameters = u8::try_from(method.parameters).map_err(|_| WriteError::Offset)?;
        let Some((card, assembled)) = &method.code else {
            component.push(MethodHeader::new_abstract(parameters), &[])?;
            continue;
        };
        let max_stack = u8::try_from(assembled.max_stack).map_err(|_| WriteError::Offset)?;
        let locals = u8::try_from(card.locals).map_err(|_| WriteError::Offset)?;
        let header = MethodHeader::new(max_stack, parameters, locals);
        let start = usize::from(linked.method_offset(*index)?) + header_length(method);
        let mut code = assembled.bytecodes.clone();
        for (offset, length, entry) in &assembled.references {
            let [high, low] = linked.pool_index(*entry)?.to_be_bytes();
            let place = usize::from(*offset);
            let location = narrow(start + place)?;
            let operand: &[u8] = if *length == 1 {
                locations.byte_indexes.push(location);
                &[low]
            } else {
                locations.byte2_indexes.push(location);
                &[high, low]
            };
            let there = code.get_mut(place..place + operand.len()).ok_or(WriteError::Offset)?;
            there.copy_from_slice(operand);
        }
        let offset = component.push(header, &code)?;
        if offset != linked.method_offset(*index)? {
            return Err(WriteError::Offset);
        }
    }
    Ok((component, locations))
}
