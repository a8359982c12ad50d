//! A heap in RAM: without owners, without a firewall, without transactions.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;
use core::num::NonZeroU16;

use cardamom_cap::type_descriptor::PrimitiveType;

use super::{ArrayElement, Heap, HeapError, NewStatics, ObjectKind, Reference, Slot};
use crate::program::{ClassId, InstanceLayout, PackageId};

/// A heap in RAM. Objects are never freed; there are at most 65535, and no more cells than its budget.
#[derive(Clone, Debug)]
pub struct RamHeap {
    objects: Vec<Object>,
    statics: BTreeMap<PackageId, Statics>,
    cells: usize,
}

#[derive(Clone, Debug)]
struct Object {
    kind: ObjectKind,
    slots: Vec<Slot>,
}

#[derive(Clone, Debug)]
struct Statics {
    references: Vec<Option<Reference>>,
    primitives: Vec<u8>,
}

impl RamHeap {
    /// An empty heap for objects and arrays of at most so many cells and elements together.
    #[must_use]
    pub const fn new(cells: usize) -> Self {
        Self { objects: Vec::new(), statics: BTreeMap::new(), cells }
    }

    /// How many objects and arrays there are.
    #[must_use]
    pub fn object_count(&self) -> usize {
        self.objects.len()
    }

    fn add(&mut self, kind: ObjectKind, slots: Vec<Slot>) -> Result<Reference, HeapError> {
        let left = self.cells.checked_sub(slots.len()).ok_or(HeapError::NoSpace)?;
        let number = u16::try_from(self.objects.len().saturating_add(1)).map_err(|_| HeapError::NoSpace)?;
        let number = NonZeroU16::new(number).ok_or(HeapError::NoSpace)?;
        self.cells = left;
        self.objects.push(Object { kind, slots });
        Ok(Reference(number))
    }

    fn object(&self, reference: Reference) -> Result<&Object, HeapError> {
        let index = usize::from(reference.0.get()).saturating_sub(1);
        self.objects.get(index).ok_or(HeapError::NoSuchSlot)
    }

    fn primitives(&self, package: PackageId, offset: u16, size: usize) -> Result<&[u8], HeapError> {
        let statics = self.statics.get(&package).ok_or(HeapError::NoSuchSlot)?;
        let start = usize::from(offset);
        statics.primitives.get(start..start.saturating_add(size)).ok_or(HeapError::NoSuchSlot)
    }
}

/// A number cut to a type and sign extended again.
fn narrowed(primitive: PrimitiveType, value: i32) -> i32 {
    let [_, _, high, low] = value.to_be_bytes();
    match primitive {
        PrimitiveType::Boolean | PrimitiveType::Byte => i8::from_be_bytes([low]).into(),
        PrimitiveType::Short => i16::from_be_bytes([high, low]).into(),
        PrimitiveType::Int => value,
    }
}

impl Heap for RamHeap {
    fn new_object(&mut self, class: ClassId, layouts: &[InstanceLayout]) -> Result<Reference, HeapError> {
        let size = layouts.iter().map(InstanceLayout::size).max().unwrap_or(0);
        let mut slots = vec![Slot::Primitive(0); usize::from(size)];
        for layout in layouts {
            for token in 0..layout.declared {
                let slot = layout.cell(token).and_then(|cell| slots.get_mut(usize::from(cell)));
                if let Some(slot) = slot.filter(|_| layout.is_reference(token)) {
                    *slot = Slot::Reference(None);
                }
            }
        }
        self.add(ObjectKind::Object(class), slots)
    }

    fn new_array(&mut self, element: ArrayElement, length: u16) -> Result<Reference, HeapError> {
        let empty = match element {
            ArrayElement::Primitive(_) => Slot::Primitive(0),
            ArrayElement::Reference(_) => Slot::Reference(None),
        };
        if usize::from(length) > self.cells {
            return Err(HeapError::NoSpace);
        }
        self.add(ObjectKind::Array(element), vec![empty; usize::from(length)])
    }

    fn kind(&self, object: Reference) -> Result<ObjectKind, HeapError> {
        self.object(object).map(|object| object.kind)
    }

    fn array_length(&self, array: Reference) -> Result<u16, HeapError> {
        let object = self.object(array)?;
        match object.kind {
            ObjectKind::Array(_) => u16::try_from(object.slots.len()).map_err(|_| HeapError::NoSuchSlot),
            ObjectKind::Object(_) => Err(HeapError::NoSuchSlot),
        }
    }

    fn load(&self, object: Reference, index: u16) -> Result<Slot, HeapError> {
        self.object(object)?.slots.get(usize::from(index)).copied().ok_or(HeapError::NoSuchSlot)
    }

    fn store(&mut self, object: Reference, index: u16, value: Slot) -> Result<(), HeapError> {
        let place = usize::from(object.0.get()).saturating_sub(1);
        let object = self.objects.get_mut(place).ok_or(HeapError::NoSuchSlot)?;
        let primitive = match object.kind {
            ObjectKind::Array(ArrayElement::Primitive(primitive)) => primitive,
            ObjectKind::Array(ArrayElement::Reference(_)) | ObjectKind::Object(_) => PrimitiveType::Short,
        };
        let slot = object.slots.get_mut(usize::from(index)).ok_or(HeapError::NoSuchSlot)?;
        match (slot, value) {
            (Slot::Reference(slot), Slot::Reference(value)) => *slot = value,
            (Slot::Primitive(slot), Slot::Primitive(value)) => *slot = narrowed(primitive, value),
            _ => return Err(HeapError::NoSuchSlot),
        }
        Ok(())
    }

    fn new_statics(&mut self, package: PackageId, statics: NewStatics<'_>) -> Result<(), HeapError> {
        let statics =
            Statics { references: statics.references.to_vec(), primitives: statics.primitives.to_vec() };
        self.statics.insert(package, statics);
        Ok(())
    }

    fn load_static_reference(&self, package: PackageId, index: u16) -> Result<Option<Reference>, HeapError> {
        let statics = self.statics.get(&package).ok_or(HeapError::NoSuchSlot)?;
        statics.references.get(usize::from(index)).copied().ok_or(HeapError::NoSuchSlot)
    }

    fn store_static_reference(
        &mut self,
        package: PackageId,
        index: u16,
        value: Option<Reference>,
    ) -> Result<(), HeapError> {
        let statics = self.statics.get_mut(&package).ok_or(HeapError::NoSuchSlot)?;
        *statics.references.get_mut(usize::from(index)).ok_or(HeapError::NoSuchSlot)? = value;
        Ok(())
    }

    fn load_static_primitive(
        &self,
        package: PackageId,
        offset: u16,
        primitive: PrimitiveType,
    ) -> Result<i32, HeapError> {
        let bytes = self.primitives(package, offset, primitive.size())?;
        let value = bytes.iter().fold(0_i32, |value, byte| value << 8 | i32::from(*byte));
        Ok(narrowed(primitive, value))
    }

    fn store_static_primitive(
        &mut self,
        package: PackageId,
        offset: u16,
        primitive: PrimitiveType,
        value: i32,
    ) -> Result<(), HeapError> {
        let size = primitive.size();
        self.primitives(package, offset, size)?;
        let bytes = value.to_be_bytes();
        let low = bytes.get(bytes.len().saturating_sub(size)..).unwrap_or_default();
        if let Some(statics) = self.statics.get_mut(&package) {
            let start = usize::from(offset);
            for (target, byte) in statics.primitives.iter_mut().skip(start).zip(low) {
                *target = *byte;
            }
        }
        Ok(())
    }
}
