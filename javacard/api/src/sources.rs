//! The Java sources, embedded: tables of path and text, made by the build.

include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// The sources of the API, ordered by path: `java.lang` and what a card has of `java.io` and `java.rmi` included.
///
/// How javac compiles them is told in [`crate::compiler_sources`]; an applet is compiled against the result.
#[must_use]
pub fn sources() -> impl ExactSizeIterator<Item = (&'static str, &'static str)> {
    API.iter().copied()
}

/// Types that no card has and no CAP file can name, but that javac looks up: `Error`, the annotations that only javac
/// reads, the boxes of primitive types with nothing but their limits, and a `String` that has no methods.
///
/// javac is to find them on its source path and make no class files of them. So these options compile the API's
/// sources (and, with the result as the boot class path, an applet that can then use nothing that a card lacks):
///
/// ```text
/// javac -source 8 -target 8 -Xlint:-options -proc:none -implicit:none \
///     -bootclasspath "" -sourcepath compiler -d classes $(find java -name '*.java')
/// ```
#[must_use]
pub fn compiler_sources() -> impl ExactSizeIterator<Item = (&'static str, &'static str)> {
    COMPILER.iter().copied()
}
