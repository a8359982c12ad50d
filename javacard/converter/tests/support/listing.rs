//! A CAP file with a Debug component as text, with names in the place of tokens.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::fmt::Write as _;

use cardamom_cap::CapFile;
use cardamom_cap::constant_pool::{Constant, StaticRef};
use cardamom_cap::instruction::Instructions;
use cardamom_cap::package::ClassRef;
use cardamom_converter::ExportedPackage;

/// All methods with their code, in the order of the classes.
pub(crate) fn methods(cap: &CapFile, imports: &[ExportedPackage]) -> String {
    let debug = cap.debug.as_ref().unwrap();
    let text = |index: u16| debug.string(index).unwrap();
    let mut out = String::new();
    for class in &debug.classes {
        let simple = text(class.name_index).rsplit('/').next().unwrap();
        for method in class.methods.iter().filter(|method| method.location != 0) {
            let header = cap.method.header_at(method.location.into()).unwrap();
            let _ = writeln!(
                out,
                "{simple}.{}{} stack {} args {} locals {}",
                text(method.name_index),
                text(method.descriptor_index),
                header.max_stack,
                header.nargs,
                header.max_locals
            );
            let start = usize::from(method.location) + header.length();
            let code = cap.method.bytes(start, start + usize::from(method.body_size)).unwrap();
            for (offset, instruction) in Instructions::of(code) {
                let instruction = instruction.unwrap();
                let name = instruction
                    .pool_index()
                    .map(|index| format!(" {}", name(cap, imports, cap.constant_pool.get(index).unwrap())));
                let told = instruction.to_string();
                let told = match instruction.pool_index() {
                    Some(index) => told.replace(&format!("#{index}"), "").trim_end().to_owned(),
                    None => told,
                };
                let _ = writeln!(out, "{offset:5} {told}{}", name.unwrap_or_default());
            }
            for handler in &cap.method.handlers {
                let begin = usize::from(handler.start_offset);
                if (start..start + code.len()).contains(&begin) {
                    let caught = match handler.catch_type_index {
                        0 => "any".to_owned(),
                        index => name(cap, imports, cap.constant_pool.get(index).unwrap()),
                    };
                    let _ = writeln!(
                        out,
                        "      try {}..{} catch {caught} at {}{}",
                        begin - start,
                        handler.end_offset() - start,
                        usize::from(handler.handler_offset) - start,
                        if handler.is_last { " last" } else { "" }
                    );
                }
            }
        }
    }
    out
}

fn class_name(cap: &CapFile, imports: &[ExportedPackage], class: ClassRef) -> String {
    match class {
        ClassRef::Internal(offset) => {
            let debug = cap.debug.as_ref().unwrap();
            let class = debug.classes.iter().find(|class| class.location == offset).unwrap();
            debug.string(class.name_index).unwrap().rsplit('/').next().unwrap().to_owned()
        }
        ClassRef::External { package, class } => {
            external(cap, imports, package.number(), class).name.rsplit('/').next().unwrap().to_owned()
        }
    }
}

fn external<'a>(
    cap: &CapFile,
    imports: &'a [ExportedPackage],
    package: u8,
    class: u8,
) -> &'a cardamom_converter::ExportedClass {
    let aid = &cap.import.packages.get(usize::from(package)).unwrap().aid;
    let package = imports.iter().find(|import| import.aid == aid.as_bytes()).unwrap();
    package.classes.iter().find(|candidate| candidate.token == class).unwrap()
}

/// What an entry of the constant pool names.
pub(crate) fn name(cap: &CapFile, imports: &[ExportedPackage], constant: &Constant) -> String {
    let debug = cap.debug.as_ref().unwrap();
    let text = |index: u16| debug.string(index).unwrap();
    match *constant {
        Constant::Class(class) => class_name(cap, imports, class),
        Constant::InstanceField { class, token } => {
            let of = class_name(cap, imports, class);
            match class {
                ClassRef::Internal(offset) => {
                    let class = debug.classes.iter().find(|class| class.location == offset).unwrap();
                    let is_it = |flags: u16, contents: u32| flags & 8 == 0 && contents == u32::from(token);
                    let field =
                        class.fields.iter().find(|field| is_it(field.access_flags, field.contents)).unwrap();
                    format!("{of}.{}", text(field.name_index))
                }
                ClassRef::External { package, class } => {
                    let fields = &external(cap, imports, package.number(), class).fields;
                    let field =
                        fields.iter().find(|field| field.token == token && field.access & 8 == 0).unwrap();
                    format!("{of}.{}", field.name)
                }
            }
        }
        Constant::VirtualMethod { class, token } => {
            format!("{}.{}", class_name(cap, imports, class), virtual_name(cap, imports, class, token.0))
        }
        Constant::SuperMethod { class, token } => {
            format!("super of {} token {:02x}", class_name(cap, imports, class), token.0)
        }
        Constant::StaticField(StaticRef::Internal(offset)) => debug
            .classes
            .iter()
            .find_map(|class| {
                let is_it = |field: &&cardamom_cap::debug::DebugField| {
                    field.access_flags & 8 != 0
                        && field.contents == u32::from(offset)
                        && !(field.access_flags & 0x10 != 0 && text(field.descriptor_index).len() == 1)
                };
                let field = class.fields.iter().find(is_it)?;
                let of = text(class.name_index).rsplit('/').next().unwrap();
                Some(format!("{of}.{}", text(field.name_index)))
            })
            .unwrap(),
        Constant::StaticMethod(StaticRef::Internal(offset)) => {
            let (class, method) = debug.method_at(offset).unwrap();
            let of = text(class.name_index).rsplit('/').next().unwrap();
            format!("{of}.{}{}", text(method.name_index), text(method.descriptor_index))
        }
        Constant::StaticField(StaticRef::External { package, class, token }) => {
            let class = external(cap, imports, package.number(), class);
            let field =
                class.fields.iter().find(|field| field.token == token && field.access & 8 != 0).unwrap();
            format!("{}.{}", class.name, field.name)
        }
        Constant::StaticMethod(StaticRef::External { package, class, token }) => {
            let class = external(cap, imports, package.number(), class);
            let method = class.static_methods.iter().find(|method| method.token == token).unwrap();
            format!("{}.{}{}", class.name.rsplit('/').next().unwrap(), method.name, method.descriptor)
        }
    }
}

fn virtual_name(cap: &CapFile, imports: &[ExportedPackage], class: ClassRef, token: u8) -> String {
    match class {
        ClassRef::External { package, class } => {
            let class = external(cap, imports, package.number(), class);
            let method = class.virtual_methods.iter().find(|method| method.token == token).unwrap();
            format!("{}{}", method.name, method.descriptor)
        }
        ClassRef::Internal(offset) => {
            let token = cardamom_cap::constant_pool::VirtualMethodToken(token);
            let method = cap.class.class_at(offset).unwrap().method(token).unwrap().unwrap();
            let debug = cap.debug.as_ref().unwrap();
            let (_, method) = debug.method_at(method).unwrap();
            format!(
                "{}{}",
                debug.string(method.name_index).unwrap(),
                debug.string(method.descriptor_index).unwrap()
            )
        }
    }
}
