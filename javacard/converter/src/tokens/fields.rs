//! Instance fields: their tokens are their places in the object (JCVM specification §4.3.7.2, §6.8.2).

use std::collections::BTreeMap;

use crate::classfile::{Class, Field};
use crate::diagnostic::Findings;
use crate::exports::ExportedClass;

/// The instance fields of a class, its superclasses' not among them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FieldLayout {
    /// By the index of the field.
    pub(crate) tokens: BTreeMap<usize, u8>,
    /// Cells of 16 bits.
    pub(crate) size: u8,
    /// The token of the first reference.
    pub(crate) first_reference: Option<u8>,
    pub(crate) references: u8,
}

/// Whether a field is a compile-time constant, which a card does not store.
pub(crate) const fn is_constant(field: &Field) -> bool {
    field.access.is_static() && field.access.is_final() && field.constant.is_some()
}

/// Puts the fields in order: what others can see before what they cannot, and the references of both side by side.
pub(super) fn layout(class: &Class, before: Option<&ExportedClass>, findings: &mut Findings) -> FieldLayout {
    let mut fields: Vec<(usize, &Field)> =
        class.fields.iter().enumerate().filter(|(_, field)| !field.access.is_static()).collect();
    fields.sort_by_key(|(_, field)| {
        let visible = field.access.is_public_or_protected();
        (!visible, field.field_type.is_reference() == visible)
    });
    let mut layout = FieldLayout::default();
    let mut next = 0_u8;
    for (index, field) in fields {
        let cells = field.field_type.cells();
        let Some(after) = next.checked_add(cells) else {
            findings.error(
                class.place(),
                format!("the fields of {} take more than 255 cells of two bytes", class.display_name()),
                "put some of them into an array, or into an object of another class",
            );
            return layout;
        };
        layout.tokens.insert(index, next);
        if field.field_type.is_reference() {
            layout.first_reference.get_or_insert(next);
            layout.references += 1;
        }
        let old = before.and_then(|before| before.field(&field.name, &field.field_type.descriptor()));
        if old.is_some_and(|old| !old.is_static() && old.token != next) {
            findings.error(
                class.place(),
                format!("the field {} of the export map would move to another place", field.name),
                "declare new public and protected fields after the old ones, or none at all",
            );
        }
        next = after;
    }
    layout.size = next;
    layout
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classfile::Access;
    use crate::types::Type;

    fn field(name: &str, access: u16, descriptor: &str) -> Field {
        let field_type = Type::parse(descriptor).unwrap();
        Field { name: name.into(), access: Access(access), field_type, constant: None }
    }

    #[test]
    fn references_lie_side_by_side() {
        let fields = vec![
            field("privateShort", 2, "S"),
            field("privateArray", 2, "[B"),
            field("publicObject", 1, "Lx/Y;"),
            field("publicInt", 1, "I"),
            field("aStatic", 9, "[B"),
            field("packageInt", 0, "I"),
        ];
        let class = Class {
            name: "x/X".into(),
            access: Access(1),
            superclass: None,
            interfaces: Vec::new(),
            fields,
            methods: Vec::new(),
            source: "x/X.java".into(),
            has_source: true,
        };
        let layout = layout(&class, None, &mut Findings::default());
        let order: Vec<(usize, u8)> = layout.tokens.into_iter().collect();
        assert_eq!(order, [(0, 4), (1, 3), (2, 2), (3, 0), (5, 5)]);
        assert_eq!((layout.size, layout.first_reference, layout.references), (7, Some(2), 2));
    }
}
