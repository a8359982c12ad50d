//! The sources compile, and an applet compiles against them in each of the ways that the documentation tells.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

#[path = "support/java.rs"]
mod java;

use std::fs;
use std::process::Output;

/// An applet that uses several packages, and the constants that javac must write in their place.
const APPLET: &str = "
package com.example;

import javacard.framework.*;
import javacard.security.*;
import javacardx.apdu.ExtendedLength;
import javacardx.crypto.Cipher;
import org.globalplatform.GPSystem;

public class Example extends Applet implements ExtendedLength {
    private final Cipher cipher = Cipher.getInstance(Cipher.ALG_AES_BLOCK_128_CBC_NOPAD, false);
    private final AESKey key = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, KeyBuilder.LENGTH_AES_128, false);

    public static void install(byte[] parameters, short offset, byte length) {
        new Example().register(parameters, (short) (offset + 1), parameters[offset]);
    }

    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        try {
            cipher.init(key, Cipher.MODE_ENCRYPT);
            short length = cipher.doFinal(buffer, apdu.getOffsetCdata(), apdu.setIncomingAndReceive(), buffer, (short) 0);
            apdu.setOutgoingAndSend((short) 0, length);
        } catch (CryptoException e) {
            ISOException.throwIt(e.getReason() == CryptoException.ILLEGAL_USE ? ISO7816.SW_WRONG_LENGTH
                    : GPSystem.getCardState() == GPSystem.CARD_SECURED ? ISO7816.SW_WRONG_DATA : ISO7816.SW_UNKNOWN);
        }
    }
}
";

/// What a card lacks and a JDK has, and a word of javac's refusal: each a body of a method.
const REFUSED: [(&str, &str); 7] = [
    ("hashCode();", "hashCode"),
    ("Object boxed = (short) 5;", "valueOf"),
    ("assert this != null;", "desiredAssertionStatus"),
    ("String text = null; text.length();", "length"),
    ("try { run(); } catch (Throwable caught) { caught.getMessage(); }", "getMessage"),
    ("new Thread();", "Thread"),
    ("Runnable later = () -> { };", "Runnable"),
];

/// What leaves no trace in a CAP file and so is no card's concern.
const ACCEPTED: &str = "
class Accepted {
    static final short LIMIT = Short.MAX_VALUE;

    @Override
    @SuppressWarnings(\"unused\")
    public boolean equals(Object other) {
        byte least = Byte.MIN_VALUE;
        return this == other && (LIMIT > 0 ? least : 0) < 0;
    }

    @Deprecated
    void old() {
    }
}
";

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_sources_compile_without_a_warning_and_an_applet_against_their_jar() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let compiled = java::compile(path);
    assert_eq!(compiled.messages, "");
    assert!(compiled.classes.contains_key("javacard/framework/Applet"));
    assert!(!compiled.classes.contains_key("java/lang/Error"), "what only javac needs is no part of the API");

    let jar = path.join("api.jar");
    let output = java::run("jar", |tool| {
        tool.arg("--create").arg("--file").arg(&jar).arg("-C").arg(path.join("classes")).arg(".");
    });
    assert!(output.status.success(), "{}", said(&output));

    fs::write(path.join("Example.java"), APPLET).unwrap();
    let output = java::run("javac", |javac| {
        javac.args(["--release", "8", "-Xlint:-options", "-cp"]).arg(&jar).arg("-d").arg(path.join("applet"));
        javac.arg(path.join("Example.java"));
    });
    assert!(output.status.success(), "{}", said(&output));
    assert!(path.join("applet/com/example/Example.class").exists());
}

#[test]
fn an_applet_compiles_against_the_sources_and_nothing_else_of_the_jdk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    java::write(&path.join("java"), cardamom_java_card_api::sources());
    java::write(&path.join("compiler"), cardamom_java_card_api::compiler_sources());
    fs::create_dir(path.join("applet")).unwrap();
    let javac = |name: &str, text: &str| {
        fs::write(path.join(name), text).unwrap();
        java::run("javac", |javac| {
            javac.current_dir(path);
            javac.args(["-source", "8", "-target", "8", "-Xlint:-options", "-proc:none", "-implicit:none"]);
            let sourcepath = std::env::join_paths(["java", "compiler"]).unwrap();
            javac.args(["-bootclasspath", "", "-d", "applet", "-sourcepath"]).arg(sourcepath).arg(name);
        })
    };

    let output = javac("Example.java", APPLET);
    assert!(output.status.success(), "{}", said(&output));
    assert!(path.join("applet/com/example/Example.class").exists());
    assert!(!path.join("applet/javacard").exists(), "no class files of the API are made");

    let output = javac("Accepted.java", ACCEPTED);
    assert!(output.status.success(), "{}", said(&output));

    for (body, reason) in REFUSED {
        let output = javac(
            "Refused.java",
            &format!("class Refused {{\n    void run() {{\n        {body}\n    }}\n}}\n"),
        );
        assert!(!output.status.success(), "{body}");
        let said = said(&output);
        assert!(said.starts_with("Refused.java:3: error:") && said.contains(reason), "{body}: {said}");
    }
}
