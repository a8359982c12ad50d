//! The static fields of a new package (JCVM 3.0.5 §6.10).

use alloc::vec;

use cardamom_cap::CapFile;
use cardamom_cap::static_field::ArrayInit;

use crate::heap::{ArrayElement, Heap, HeapError, NewStatics, Reference, Slot};
use crate::program::PackageId;

/// Makes the static fields of a package that was linked, and the arrays that they begin with.
///
/// # Errors
/// [`HeapError::NoSpace`].
pub fn create_statics<H: Heap>(cap: &CapFile, package: PackageId, heap: &mut H) -> Result<(), HeapError> {
    let component = &cap.static_field;
    let mut references = vec![None; usize::from(component.reference_count)];
    for (reference, array) in references.iter_mut().zip(&component.arrays) {
        *reference = Some(create_array(array, heap)?);
    }
    let mut primitives = vec![0; usize::from(component.default_value_count)];
    primitives.extend_from_slice(&component.non_default_values);
    heap.new_statics(package, NewStatics { references: &references, primitives: &primitives })
}

fn create_array<H: Heap>(array: &ArrayInit, heap: &mut H) -> Result<Reference, HeapError> {
    let size = array.element.size();
    let length = u16::try_from(array.values.len() / size).map_err(|_| HeapError::NoSpace)?;
    let reference = heap.new_array(ArrayElement::Primitive(array.element), length)?;
    for (index, bytes) in (0..length).zip(array.values.chunks_exact(size)) {
        let value = bytes.iter().fold(0_i32, |value, byte| value << 8 | i32::from(*byte));
        heap.store(reference, index, Slot::Primitive(value))?;
    }
    Ok(reference)
}
