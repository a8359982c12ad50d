//! From bytes to the model.

use noak::reader::attributes::{Code as RawCode, ConstantValue, LocalVariableTable, SourceFile};
use noak::reader::cpool::{self, ConstantPool, Item};
use noak::reader::{Attribute, AttributeContent, Class as RawClass};

use super::decode::{decode, index_of};
use super::{Access, Class, Code, Constant, Field, Handler, LocalVariable, Method};
use crate::types::{MethodType, Type, package_of, simple_name};

/// Why a class file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClassFileError {
    /// The bytes break the format of the JVM specification §4.
    #[error("the class file is damaged: {0}")]
    Damaged(String),
    /// It is of a later version of the format than the converter knows.
    #[error("the class file has version {0}")]
    Version(u16),
    /// A module-info or package-info.
    #[error("the class file holds no class")]
    NoClass,
}

/// The latest version that is read: that of Java SE 8.
const LATEST_VERSION: u16 = 52;

pub(super) type Result<T> = std::result::Result<T, ClassFileError>;

/// An error of the parser.
pub(super) fn damaged(error: impl std::fmt::Display) -> ClassFileError {
    ClassFileError::Damaged(error.to_string())
}

/// An error of ours.
pub(super) fn broken(what: &str) -> ClassFileError {
    ClassFileError::Damaged(what.to_owned())
}

/// Strings and members of a constant pool.
pub(super) struct Pool<'input>(ConstantPool<'input>);

impl<'input> Pool<'input> {
    pub(super) fn text<'i>(&self, index: cpool::Index<cpool::Utf8<'i>>) -> Result<String>
    where
        'input: 'i,
    {
        let index = cpool::Index::<cpool::Utf8<'input>>::new(index.as_u16()).map_err(damaged)?;
        let utf8 = self.0.get(index).map_err(damaged)?;
        Ok(utf8.content.to_str().map_or_else(|| utf8.content.display().to_string(), str::to_owned))
    }

    pub(super) fn class(&self, index: cpool::Index<cpool::Class<'input>>) -> Result<String> {
        let class = self.0.get(index).map_err(damaged)?;
        self.text(class.name)
    }

    /// What a class entry names, an array type included.
    pub(super) fn class_type(&self, index: cpool::Index<cpool::Class<'input>>) -> Result<Type> {
        Type::parse_class_entry(&self.class(index)?)
            .ok_or_else(|| broken("a class entry does not name a class"))
    }

    pub(super) fn item(&self, index: cpool::Index<Item<'input>>) -> Result<&Item<'input>> {
        self.0.get(index).map_err(damaged)
    }

    pub(super) fn field(
        &self,
        index: cpool::Index<cpool::FieldRef<'input>>,
    ) -> Result<cpool::FieldRef<'input>> {
        self.0.get(index).map_err(damaged).cloned()
    }

    pub(super) fn method(
        &self,
        index: cpool::Index<cpool::MethodRef<'input>>,
    ) -> Result<cpool::MethodRef<'input>> {
        self.0.get(index).map_err(damaged).cloned()
    }

    pub(super) fn interface_method(
        &self,
        index: cpool::Index<cpool::InterfaceMethodRef<'input>>,
    ) -> Result<cpool::InterfaceMethodRef<'input>> {
        self.0.get(index).map_err(damaged).cloned()
    }

    pub(super) fn name_and_type(
        &self,
        index: cpool::Index<cpool::NameAndType<'input>>,
    ) -> Result<(String, String)> {
        let both = self.0.get(index).map_err(damaged)?;
        Ok((self.text(both.name)?, self.text(both.descriptor)?))
    }

    fn constant(&self, index: cpool::Index<Item<'input>>) -> Result<Constant> {
        Ok(match self.item(index)? {
            Item::Integer(integer) => Constant::Int(integer.value),
            Item::String(_) => Constant::Unsupported("String"),
            Item::Long(_) => Constant::Unsupported("long"),
            Item::Float(_) => Constant::Unsupported("float"),
            Item::Double(_) => Constant::Unsupported("double"),
            _ => return Err(broken("the value of a constant is none")),
        })
    }
}

impl Class {
    /// Reads a class file. Attributes that say nothing to a card (annotations, generic signatures, stack maps)
    /// are passed over.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self> {
        let raw = RawClass::new(bytes).map_err(damaged)?;
        if raw.version().major > LATEST_VERSION {
            return Err(ClassFileError::Version(raw.version().major));
        }
        let pool = Pool(raw.pool().clone());
        let access = Access(raw.access_flags().bits());
        let name = class_name(&pool, raw.this_class())?;
        if simple_name(&name) == "package-info" || access.0 & 0x8000 != 0 {
            return Err(ClassFileError::NoClass);
        }
        let superclass = raw.super_class().map(|index| class_name(&pool, index)).transpose()?;
        let mut interfaces = Vec::new();
        for interface in raw.interfaces() {
            interfaces.push(class_name(&pool, interface.map_err(damaged)?)?);
        }
        let mut fields = Vec::new();
        for field in raw.fields() {
            let field = field.map_err(damaged)?;
            let descriptor = pool.text(field.descriptor())?;
            fields.push(Field {
                name: pool.text(field.name())?,
                access: Access(field.access_flags().bits()),
                field_type: Type::parse(&descriptor).ok_or_else(|| broken("the type of a field is none"))?,
                constant: constant_value(&pool, field.attributes())?,
            });
        }
        let mut methods = Vec::new();
        for method in raw.methods() {
            let method = method.map_err(damaged)?;
            let descriptor = pool.text(method.descriptor())?;
            methods.push(Method {
                name: pool.text(method.name())?,
                access: Access(method.access_flags().bits()),
                method_type: MethodType::parse(&descriptor)
                    .ok_or_else(|| broken("the type of a method is none"))?,
                code: code(&pool, method.attributes())?,
            });
        }
        let mut source = None;
        for attribute in raw.attributes() {
            let attribute = attribute.map_err(damaged)?;
            if let Some(AttributeContent::SourceFile(file)) = known(&pool, &attribute, "SourceFile")? {
                source = Some(source_file(&pool, &file)?);
            }
        }
        let has_source = source.is_some();
        let file = source.unwrap_or_else(|| format!("{}.class", simple_name(&name)));
        let package = package_of(&name);
        let source = if package.is_empty() { file } else { format!("{package}/{file}") };
        Ok(Self { name, access, superclass, interfaces, fields, methods, source, has_source })
    }
}

fn class_name<'input>(pool: &Pool<'input>, index: cpool::Index<cpool::Class<'input>>) -> Result<String> {
    match pool.class_type(index)? {
        Type::Class(name) => Ok(name),
        _ => Err(broken("an array type stands where a class is wanted")),
    }
}

fn source_file(pool: &Pool<'_>, file: &SourceFile<'_>) -> Result<String> {
    let index = cpool::Index::new(file.source_file().as_u16()).map_err(damaged)?;
    pool.text(index)
}

/// An attribute that is wanted, none when it is another one.
fn known<'input>(
    pool: &Pool<'input>,
    attribute: &Attribute<'input>,
    name: &str,
) -> Result<Option<AttributeContent<'input>>> {
    if pool.text(attribute.name())? != name {
        return Ok(None);
    }
    attribute.read_content(&pool.0).map(Some).map_err(damaged)
}

fn constant_value<'input>(
    pool: &Pool<'input>,
    attributes: impl IntoIterator<Item = std::result::Result<Attribute<'input>, noak::error::DecodeError>>,
) -> Result<Option<Constant>> {
    for attribute in attributes {
        let attribute = attribute.map_err(damaged)?;
        if let Some(AttributeContent::ConstantValue(value)) = known(pool, &attribute, "ConstantValue")? {
            let value: ConstantValue<'input> = value;
            return pool.constant(value.value()).map(Some);
        }
    }
    Ok(None)
}

fn code<'input>(
    pool: &Pool<'input>,
    attributes: impl IntoIterator<Item = std::result::Result<Attribute<'input>, noak::error::DecodeError>>,
) -> Result<Option<Code>> {
    for attribute in attributes {
        let attribute = attribute.map_err(damaged)?;
        if let Some(AttributeContent::Code(raw)) = known(pool, &attribute, "Code")? {
            return read_code(pool, &raw).map(Some);
        }
    }
    Ok(None)
}

fn read_code<'input>(pool: &Pool<'input>, raw: &RawCode<'input>) -> Result<Code> {
    let (instructions, offsets) = decode(pool, raw)?;
    let at = |offset: u32| index_of(&offsets, i64::from(offset));
    // The end of a range may be the end of the code, which is no instruction.
    let end = |offset: u32| offsets.partition_point(|start| i64::from(*start) < i64::from(offset));
    let mut handlers = Vec::new();
    for handler in raw.exception_handlers() {
        handlers.push(Handler {
            start: at(handler.start().as_u32())?,
            end: end(handler.end().as_u32()),
            handler: at(handler.handler().as_u32())?,
            catch: handler.catch_type().map(|index| class_name(pool, index)).transpose()?,
        });
    }
    let mut lines = Vec::new();
    let mut variables = Vec::new();
    for attribute in raw.attributes() {
        let attribute = attribute.map_err(damaged)?;
        if pool.text(attribute.name())? == "LineNumberTable" {
            for (start, line) in line_numbers(attribute.content())? {
                lines.push((end(start.into()), line));
            }
        }
        if let Some(AttributeContent::LocalVariableTable(table)) =
            known(pool, &attribute, "LocalVariableTable")?
        {
            let table: LocalVariableTable<'input> = table;
            for local in table.locals() {
                let local = local.map_err(damaged)?;
                let descriptor = pool.text(local.descriptor())?;
                variables.push(LocalVariable {
                    start: end(local.range().start.as_u32()),
                    end: end(local.range().end.as_u32()),
                    name: pool.text(local.name())?,
                    variable_type: Type::parse(&descriptor)
                        .ok_or_else(|| broken("the type of a local variable is none"))?,
                    slot: local.index(),
                });
            }
        }
    }
    Ok(Code { max_locals: raw.max_locals(), instructions, handlers, lines, variables })
}

/// The pairs of a LineNumberTable (JVM specification §4.7.12). By hand, because noak 0.7 takes the offsets for
/// numbers of four bytes.
fn line_numbers(content: &[u8]) -> Result<Vec<(u16, u16)>> {
    let (count, pairs) =
        content.split_first_chunk::<2>().ok_or_else(|| broken("a line number table is cut off"))?;
    let (pairs, rest) = pairs.as_chunks::<4>();
    if pairs.len() != usize::from(u16::from_be_bytes(*count)) || !rest.is_empty() {
        return Err(broken("a line number table has a wrong length"));
    }
    Ok(pairs
        .iter()
        .map(|[s0, s1, l0, l1]| (u16::from_be_bytes([*s0, *s1]), u16::from_be_bytes([*l0, *l1])))
        .collect())
}
