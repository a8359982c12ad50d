//! What the linker refuses, and where.

use cardamom_cap::class::TypeInfo;
use cardamom_cap::constant_pool::{Constant, ConstantPool, StaticRef, VirtualMethodToken};
use cardamom_cap::package::{ClassRef, PackageToken};
use cardamom_cap::{CapFile, ComponentKind};
use cardamom_java_card_api::Release;
use cardamom_javacard::link::{LinkError, LinkRule};
use cardamom_javacard::program::Program;

use crate::fixture::Method;

fn program() -> Program {
    let mut program = Program::new();
    program.link_api(Release::V3_0_5.packages()).unwrap();
    program
}

/// Links the package of the fixture after a change.
fn refusal(change: impl FnOnce(&mut CapFile)) -> (ComponentKind, usize, LinkRule) {
    let (mut cap, _) = Method::new("return").handler((0, 1, 0, 0, true)).package();
    let mut program = program();
    let known = format!("{program:?}");
    change(&mut cap);
    let LinkError { component, offset, rule } = program.link(&cap).unwrap_err();
    assert_eq!(format!("{program:?}"), known, "a refusal changes nothing");
    (component, offset, rule)
}

fn refused_constant(constant: Constant) -> LinkRule {
    let (component, offset, rule) = refusal(|cap| cap.constant_pool.entries.push(constant));
    assert_eq!(component, ComponentKind::ConstantPool);
    assert_eq!(offset, ConstantPool::offset_of(23));
    rule
}

fn java_lang(class: u8, token: u8) -> StaticRef {
    StaticRef::External { package: PackageToken::new(0).unwrap(), class, token }
}

#[test]
fn constants() {
    let nowhere = ClassRef::Internal(2);
    let object = ClassRef::External { package: PackageToken::new(0).unwrap(), class: 0 };
    let token = VirtualMethodToken;
    let cases = [
        (Constant::Class(nowhere), LinkRule::ClassOffset),
        (
            Constant::Class(ClassRef::External { package: PackageToken::new(0).unwrap(), class: 99 }),
            LinkRule::ClassToken,
        ),
        (
            Constant::Class(ClassRef::External { package: PackageToken::new(1).unwrap(), class: 0 }),
            LinkRule::PackageToken,
        ),
        (Constant::InstanceField { class: nowhere, token: 0 }, LinkRule::ClassOffset),
        (Constant::InstanceField { class: object, token: 0 }, LinkRule::FieldToken),
        (Constant::InstanceField { class: ClassRef::Internal(0), token: 0 }, LinkRule::ClassKind),
        (Constant::VirtualMethod { class: object, token: token(1) }, LinkRule::MethodToken),
        (Constant::VirtualMethod { class: object, token: token(0x80) }, LinkRule::MethodToken),
        (Constant::VirtualMethod { class: ClassRef::Internal(0), token: token(0) }, LinkRule::MethodToken),
        (Constant::SuperMethod { class: object, token: token(0) }, LinkRule::SuperclassMissing),
        (Constant::StaticField(StaticRef::Internal(10)), LinkRule::StaticField),
        (Constant::StaticField(java_lang(0, 0)), LinkRule::StaticField),
        (Constant::StaticMethod(StaticRef::Internal(1)), LinkRule::Cap(cardamom_cap::Rule::MethodOffset)),
        (Constant::StaticMethod(java_lang(0, 1)), LinkRule::MethodToken),
    ];
    for (constant, rule) in cases {
        if matches!(constant, Constant::StaticMethod(StaticRef::Internal(_))) {
            let (component, _, found) = refusal(|cap| cap.constant_pool.entries.push(constant));
            assert_eq!((component, found), (ComponentKind::Method, rule));
        } else {
            assert_eq!(refused_constant(constant), rule, "{constant:?}");
        }
    }
}

fn refused_class(change: impl FnOnce(&mut cardamom_cap::class::ClassInfo)) -> LinkRule {
    let (component, _, rule) = refusal(|cap| {
        let Some(TypeInfo::Class(class)) = cap.class.types.get_mut(1) else { panic!("a class") };
        change(class);
    });
    assert_eq!(component, ComponentKind::Class);
    rule
}

#[test]
fn classes() {
    assert_eq!(refused_class(|class| class.super_class = None), LinkRule::SuperclassMissing);
    assert_eq!(
        refused_class(|class| class.super_class = Some(ClassRef::Internal(0))),
        LinkRule::ClassKind,
        "an interface"
    );
    assert_eq!(
        refused_class(|class| class.super_class = Some(ClassRef::Internal(1))),
        LinkRule::ClassOffset,
        "itself"
    );
    assert_eq!(refused_class(|class| class.reference_count = 5), LinkRule::InstanceSize);
    assert_eq!(refused_class(|class| class.first_reference_token = None), LinkRule::InstanceSize);
    assert_eq!(refused_class(|class| class.first_reference_token = Some(255)), LinkRule::InstanceSize);
    assert_eq!(refused_class(|class| class.public_method_table_base = 2), LinkRule::MethodTable);
    assert_eq!(refused_class(|class| class.public_methods.push(None)), LinkRule::MethodInherited);
    // In the place of equals(Object), which takes two cells.
    assert_eq!(refused_class(|class| class.public_method_table_base = 0), LinkRule::MethodArguments);
    assert_eq!(refused_class(|class| class.interfaces[0].index = vec![2]), LinkRule::InterfaceIndex);
    let object = ClassRef::External { package: PackageToken::new(0).unwrap(), class: 0 };
    assert_eq!(refused_class(|class| class.interfaces[0].interface = object), LinkRule::ClassKind);
}

#[test]
fn imports_and_packages() {
    let (component, offset, rule) = refusal(|cap| cap.import.packages[0].version.minor = 99);
    assert_eq!((component, offset, rule), (ComponentKind::Import, 0, LinkRule::ImportMissing));
    let (_, _, rule) = refusal(|cap| cap.import.packages[0].version.major = 0);
    assert_eq!(rule, LinkRule::ImportMissing);
    let (_, _, rule) = refusal(|cap| cap.header.package.aid = "A0000000620001".parse().unwrap());
    assert_eq!(rule, LinkRule::PackageExists);
}

#[test]
fn handlers_catch_throwables() {
    for index in [1, 3, 200] {
        let (component, offset, rule) = refusal(|cap| cap.method.handlers[0].catch_type_index = index);
        assert_eq!((component, offset, rule), (ComponentKind::Method, 7, LinkRule::CatchType));
    }
}

#[test]
fn the_api_links_as_a_whole() {
    let mut program = Program::new();
    let framework = Release::V3_0_5.package("javacard/framework").unwrap();
    let error = program.link_api(&[framework]).unwrap_err();
    assert_eq!(error.rule, LinkRule::ApiClass, "java.lang is missing");
    assert!(program.api_class("javacard/framework/ISO7816").is_none());
    for release in Release::ALL {
        let mut program = Program::new();
        program.link_api(release.packages()).unwrap();
        assert!(program.api_class("javacard/framework/Applet").is_some());
    }
}
