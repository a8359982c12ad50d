//! The Debug component (JCVM specification §6.14).

use std::collections::BTreeMap;

use cardamom_cap::debug::{DebugClass, DebugComponent, DebugField, DebugLine, DebugMethod, DebugVariable};

use super::{WriteError, narrow};
use crate::assemble::Assembled;
use crate::classfile::{Class, Constant, Method};
use crate::link::{Linked, header_length};
use crate::select::CardCode;
use crate::tokens::is_constant;

pub(super) fn write(linked: &Linked<'_>) -> Result<DebugComponent, WriteError> {
    let mut strings = Strings::default();
    let package_name_index = strings.index(&linked.resolver.package.name)?;
    let mut classes = Vec::new();
    for (index, class) in linked.resolver.package.classes.iter().enumerate() {
        classes.push(debug_class(linked, index, class, &mut strings)?);
    }
    Ok(DebugComponent { strings: strings.list, package_name_index, classes })
}

#[derive(Default)]
struct Strings {
    list: Vec<Vec<u8>>,
    indices: BTreeMap<String, u16>,
}

impl Strings {
    fn index(&mut self, text: &str) -> Result<u16, WriteError> {
        if let Some(index) = self.indices.get(text) {
            return Ok(*index);
        }
        let index = narrow(self.list.len())?;
        self.list.push(text.as_bytes().to_vec());
        self.indices.insert(text.to_owned(), index);
        Ok(index)
    }
}

fn debug_class(
    linked: &Linked<'_>,
    index: usize,
    class: &Class,
    strings: &mut Strings,
) -> Result<DebugClass, WriteError> {
    let mut fields = Vec::new();
    for (number, field) in class.fields.iter().enumerate() {
        let contents = match &field.constant {
            Some(Constant::Int(value)) if is_constant(field) => value.cast_unsigned(),
            _ if field.access.is_static() => linked.field_offset(index, number)?.into(),
            _ => {
                let tokens = linked.resolver.tokens.classes.get(index);
                let token = tokens.and_then(|tokens| tokens.instance.tokens.get(&number));
                u32::from(*token.ok_or(WriteError::Offset)?)
            }
        };
        fields.push(DebugField {
            name_index: strings.index(&field.name)?,
            descriptor_index: strings.index(&field.field_type.descriptor())?,
            access_flags: field.access.0,
            contents,
        });
    }
    let mut methods = Vec::new();
    for (number, method, offset) in linked.class_methods(index) {
        if method.name == "<clinit>" {
            continue;
        }
        let compiled = linked.methods.get(&(index, number));
        let code = compiled.and_then(|compiled| compiled.code.as_ref());
        let mut entry = DebugMethod {
            name_index: strings.index(&method.name)?,
            descriptor_index: strings.index(&method.method_type.descriptor())?,
            access_flags: method.access.0,
            location: narrow(offset.unwrap_or(0))?,
            header_size: compiled.map_or(0, |compiled| if header_length(compiled) == 4 { 4 } else { 2 }),
            body_size: 0,
            variables: Vec::new(),
            lines: Vec::new(),
        };
        if let Some((card, assembled)) = code {
            entry.body_size = narrow(assembled.bytecodes.len())?;
            entry.variables = variables(method, card, assembled, strings)?;
            entry.lines = lines(assembled);
        }
        methods.push(entry);
    }
    Ok(DebugClass {
        name_index: strings.index(&class.name)?,
        access_flags: class.access.0,
        location: narrow(*linked.class_offsets.get(index).ok_or(WriteError::Offset)?)?,
        superclass_name_index: strings.index(class.superclass.as_deref().unwrap_or("java/lang/Object"))?,
        source_file_index: strings.index(class.source.rsplit('/').next().unwrap_or(&class.source))?,
        interface_name_indexes: class
            .interfaces
            .iter()
            .map(|interface| strings.index(interface))
            .collect::<Result<_, _>>()?,
        fields,
        methods,
    })
}

fn variables(
    method: &Method,
    card: &CardCode,
    assembled: &Assembled,
    strings: &mut Strings,
) -> Result<Vec<DebugVariable>, WriteError> {
    let declared = method.code.as_ref().map_or(&[][..], |code| code.variables.as_slice());
    let mut variables = Vec::new();
    for ((variable, cell), (start_pc, length)) in
        declared.iter().zip(&card.variables).zip(&assembled.variables)
    {
        let (Some(index), true) = (*cell, *length > 0) else { continue };
        variables.push(DebugVariable {
            index,
            name_index: strings.index(&variable.name)?,
            descriptor_index: strings.index(&variable.variable_type.descriptor())?,
            start_pc: *start_pc,
            length: *length,
        });
    }
    Ok(variables)
}

fn lines(assembled: &Assembled) -> Vec<DebugLine> {
    let end = u16::try_from(assembled.bytecodes.len()).unwrap_or(u16::MAX);
    let ends = assembled.lines.iter().skip(1).map(|(start, _)| *start).chain([end]);
    assembled
        .lines
        .iter()
        .zip(ends)
        .map(|((start, line), next)| DebugLine {
            start_pc: *start,
            end_pc: next.saturating_sub(1),
            source_line: *line,
        })
        .collect()
}
