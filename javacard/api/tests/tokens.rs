//! The token tables follow the rules by which tokens are given: JCVM specification §4.3.7.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

use cardamom_java_card_api::{AccessFlags, ApiClass, ApiMethod, ApiPackage, Release};
use std::collections::{BTreeSet, HashSet};

/// All packages of all releases.
fn packages() -> impl Iterator<Item = (Release, &'static ApiPackage)> {
    Release::ALL
        .into_iter()
        .flat_map(|release| release.packages().iter().map(move |package| (release, *package)))
}

/// All classes of all releases.
fn classes() -> impl Iterator<Item = (Release, &'static ApiClass)> {
    packages().flat_map(|(release, package)| package.classes.iter().map(move |class| (release, class)))
}

/// Tells whether tokens are those from 0 on, each once.
fn from_zero(tokens: impl Iterator<Item = u8>) -> bool {
    let mut tokens: Vec<_> = tokens.map(usize::from).collect();
    tokens.sort_unstable();
    tokens.iter().copied().eq(0..tokens.len())
}

/// Methods that Java Card 3.1 added to a class that had public subclasses: the subclasses had given the next token
/// away, so the method has another one in each of them. Only CAP files of format 2.3 on know of such tokens.
fn has_a_token_of_its_own(method: &ApiMethod) -> bool {
    method.name == "doIntermediateMessageDigest"
}

#[test]
fn packages_have_distinct_names_and_aids() {
    for release in Release::ALL {
        let names: HashSet<_> = release.packages().iter().map(|package| package.name).collect();
        let aids: HashSet<_> = release.packages().iter().map(|package| package.aid).collect();
        assert_eq!(names.len(), release.packages().len());
        assert_eq!(aids.len(), release.packages().len());
    }
}

/// What a disassembler does: AID and tokens back to names.
#[test]
fn tokens_lead_back_to_names() {
    for (release, package) in packages() {
        assert_eq!(release.package_by_aid(package.aid), Some(package));
        for class in package.classes {
            assert_eq!(package.class_by_token(class.token), Some(class));
            for method in class.static_methods {
                assert_eq!(class.static_method_by_token(method.token), Some(method));
            }
            for method in class.virtual_methods {
                assert_eq!(class.virtual_method_by_token(method.token), Some(method));
            }
            for method in class.interface_methods {
                assert_eq!(class.interface_method_by_token(method.token), Some(method));
            }
        }
    }
}

#[test]
fn class_tokens_count_from_zero_in_a_package() {
    for (release, package) in packages() {
        assert!(from_zero(package.classes.iter().map(|class| class.token)), "{release:?} {}", package.name);
        for class in package.classes {
            assert_eq!(class.name.rsplit_once('/').unwrap().0, package.name);
            assert_eq!(release.class(class.name), Some((package, class)));
        }
    }
}

#[test]
fn member_tokens_count_from_zero_in_each_scope() {
    for (release, class) in classes() {
        let what = format!("{release:?} {}", class.name);
        assert!(from_zero(class.static_methods.iter().map(|method| method.token)), "{what}");
        assert!(from_zero(class.virtual_methods.iter().map(|method| method.token)), "{what}");
        assert!(from_zero(class.interface_methods.iter().map(|method| method.token)), "{what}");
        for is_static in [true, false] {
            let scope =
                class.fields.iter().filter(|field| field.access.contains(AccessFlags::STATIC) == is_static);
            assert!(from_zero(scope.map(|field| field.token)), "{what}");
        }
    }
}

#[test]
fn methods_stand_in_the_scope_of_their_kind() {
    for (release, class) in classes() {
        let what = format!("{release:?} {}", class.name);
        for method in class.static_methods {
            assert!(
                method.name == "<init>" || method.access.contains(AccessFlags::STATIC),
                "{what} {}",
                method.name
            );
        }
        for method in class.virtual_methods.iter().chain(class.interface_methods) {
            assert!(
                method.name != "<init>" && !method.access.contains(AccessFlags::STATIC),
                "{what} {}",
                method.name
            );
        }
        if class.is_interface() {
            assert!(class.virtual_methods.is_empty() && class.static_methods.is_empty(), "{what}");
            assert!(class.access.contains(AccessFlags::ABSTRACT), "{what}");
        } else {
            assert!(class.interface_methods.is_empty(), "{what}");
        }
        for member in class.static_methods.iter().chain(class.virtual_methods).chain(class.interface_methods)
        {
            let public = member.access.contains(AccessFlags::PUBLIC);
            assert_ne!(public, member.access.contains(AccessFlags::PROTECTED), "{what} {}", member.name);
        }
    }
}

#[test]
fn inherited_methods_keep_their_tokens_and_new_ones_follow() {
    for (release, class) in classes().filter(|(_, class)| !class.is_interface()) {
        let Some(superclass) = class.superclass() else { continue };
        let (_, superclass) = release.class(superclass).unwrap();
        for method in superclass.virtual_methods {
            let own = class.virtual_method(method.name, method.descriptor).unwrap();
            if !has_a_token_of_its_own(method) {
                assert_eq!(own.token, method.token, "{release:?} {}.{}", class.name, method.name);
            }
        }
        for method in class.virtual_methods {
            let inherited = superclass.virtual_method(method.name, method.descriptor).is_some();
            let inheritable =
                superclass.virtual_methods.iter().filter(|method| !has_a_token_of_its_own(method)).count();
            if !inherited {
                assert!(
                    usize::from(method.token) >= inheritable,
                    "{release:?} {}.{}",
                    class.name,
                    method.name
                );
            }
        }
    }
}

#[test]
fn interfaces_have_the_methods_of_their_superinterfaces() {
    for (release, class) in classes().filter(|(_, class)| class.is_interface()) {
        for name in class.interfaces {
            let (_, superinterface) = release.class(name).unwrap();
            assert!(superinterface.is_interface());
            for method in superinterface.interface_methods {
                assert!(
                    class.interface_method(method.name, method.descriptor).is_some(),
                    "{release:?} {} lacks {}",
                    class.name,
                    method.name
                );
            }
        }
    }
}

#[test]
fn classes_that_are_not_abstract_have_all_methods_of_their_interfaces() {
    let concrete = |class: &ApiClass| !class.access.contains(AccessFlags::ABSTRACT);
    for (release, class) in classes().filter(|(_, class)| concrete(class)) {
        for interface in class.interfaces.iter().map(|name| release.class(name).unwrap().1) {
            for method in interface.interface_methods {
                let own = class.virtual_method(method.name, method.descriptor).unwrap();
                assert!(
                    own.access.contains(AccessFlags::PUBLIC),
                    "{release:?} {}.{}",
                    class.name,
                    method.name
                );
            }
        }
        for method in class.virtual_methods {
            assert!(
                !method.access.contains(AccessFlags::ABSTRACT),
                "{release:?} {}.{}",
                class.name,
                method.name
            );
        }
    }
}

#[test]
fn supertypes_are_complete_and_in_order() {
    for (release, class) in classes() {
        let what = format!("{release:?} {}", class.name);
        let Some(superclass) = class.superclass() else {
            assert_eq!(class.name, "java/lang/Object");
            continue;
        };
        let (_, superclass) = release.class(superclass).unwrap_or_else(|| panic!("{what}: no {superclass}"));
        assert_eq!(class.superclasses.split_last().unwrap().1, superclass.superclasses, "{what}");
        let interfaces: BTreeSet<_> = class.interfaces.iter().copied().collect();
        assert_eq!(interfaces.len(), class.interfaces.len(), "{what}");
        let mut implied: BTreeSet<_> = superclass.interfaces.iter().copied().collect();
        for name in class.interfaces {
            implied.extend(release.class(name).unwrap_or_else(|| panic!("{what}: no {name}")).1.interfaces);
        }
        assert!(implied.is_subset(&interfaces), "{what}");
    }
}

#[test]
fn the_types_in_descriptors_are_there() {
    for (release, class) in classes() {
        let methods = class.static_methods.iter().chain(class.virtual_methods).chain(class.interface_methods);
        let descriptors =
            methods.map(|method| method.descriptor).chain(class.fields.iter().map(|f| f.descriptor));
        for descriptor in descriptors {
            let mut rest = descriptor;
            while let Some((name, after)) = rest.split_once('L').and_then(|(_, rest)| rest.split_once(';')) {
                assert!(release.class(name).is_some(), "{release:?} {}: {descriptor}", class.name);
                rest = after;
            }
        }
    }
}

/// Binary compatibility (JCVM specification §4.4): a later release only adds.
#[test]
fn a_later_release_has_all_of_an_earlier_one() {
    for (earlier, later) in Release::ALL.into_iter().zip(Release::ALL.into_iter().skip(1)) {
        for package in earlier.packages() {
            let grown = later.package(package.name).unwrap();
            assert_eq!(grown.aid, package.aid);
            assert_eq!(grown.version.major, package.version.major);
            assert!(grown.version.minor >= package.version.minor, "{}", package.name);
            for class in package.classes {
                let what = format!("{later:?} {}", class.name);
                let new = grown.class(class.name).unwrap();
                assert_eq!((new.token, new.access), (class.token, class.access), "{what}");
                assert!(
                    class.static_methods.iter().all(|method| new.static_methods.contains(method)),
                    "{what}"
                );
                assert!(
                    class.virtual_methods.iter().all(|method| new.virtual_methods.contains(method)),
                    "{what}"
                );
                assert!(class.interface_methods.iter().all(|m| new.interface_methods.contains(m)), "{what}");
                assert!(class.fields.iter().all(|field| new.fields.contains(field)), "{what}");
                assert!(class.constants.iter().all(|constant| new.constants.contains(constant)), "{what}");
            }
            let grows = grown.classes.iter().any(|class| !package.classes.contains(class));
            assert!(
                !grows || grown.version != package.version,
                "{}: a version stands for its contents",
                package.name
            );
        }
    }
}
