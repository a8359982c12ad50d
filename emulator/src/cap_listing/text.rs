//! A CAP file for people.

use std::fmt;

use super::cap::{CapListing, Class, Field, Method, Package};

impl fmt::Display for CapListing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "CAP file    format {}", self.format)?;
        writeln!(f, "package     {}", self.package)?;
        if !self.flags.is_empty() {
            writeln!(f, "has         {}", self.flags.join(", "))?;
        }
        for (index, applet) in self.applets.iter().enumerate() {
            let label = if index == 0 { "applets" } else { "" };
            let class = applet.class.as_deref().unwrap_or("class not known");
            writeln!(f, "{label:11} {}  {class}, install at {}", applet.aid, applet.install_method)?;
        }
        for (index, package) in self.imports.iter().enumerate() {
            let label = if index == 0 { "imports" } else { "" };
            writeln!(f, "{label:11} {index}  {package}")?;
        }
        for (index, component) in self.components.iter().enumerate() {
            let label = if index == 0 { "components" } else { "" };
            writeln!(f, "{label:11} {:15} {:5} bytes", component.name, component.size)?;
        }
        let statics = &self.static_fields;
        write!(f, "statics     {} bytes, {} references", statics.image_size, statics.references)?;
        let arrays = if statics.arrays.is_empty() {
            String::new()
        } else {
            format!(", {}", statics.arrays.join(", "))
        };
        writeln!(f, "{arrays}")?;
        for (index, violation) in self.violations.iter().enumerate() {
            let label = if index == 0 { "violations" } else { "" };
            writeln!(f, "{label:11} {violation}")?;
        }
        if self.violations.is_empty() {
            writeln!(f, "structure   no violation found")?;
        }
        for class in &self.classes {
            write!(f, "\n{class}")?;
        }
        for method in &self.methods {
            write!(f, "\n{method}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name.as_deref().unwrap_or("(name not known)");
        write!(f, "{name} {}, {}", self.version, self.aid)
    }
}

/// Words, each with a space behind it.
fn spaced(words: &[&str]) -> String {
    words.iter().map(|word| format!("{word} ")).collect()
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keyword = if self.is_interface { "interface" } else { "class" };
        let access: Vec<&str> = self.access.iter().copied().filter(|word| *word != "interface").collect();
        let access: Vec<&str> =
            access.into_iter().filter(|word| !(self.is_interface && *word == "abstract")).collect();
        write!(f, "{}{keyword} {}", spaced(&access), self.name)?;
        if let Some(superclass) = &self.superclass {
            write!(f, " extends {superclass}")?;
        }
        if !self.interfaces.is_empty() {
            let word = if self.is_interface { "extends" } else { "implements" };
            write!(f, " {word} {}", self.interfaces.join(", "))?;
        }
        write!(f, "\n  at {}", self.offset)?;
        if let Some(token) = self.token {
            write!(f, ", token {token}")?;
        }
        if let Some(cells) = self.instance_cells {
            write!(f, ", {cells} cells of its own in an instance")?;
        }
        writeln!(f)?;
        for field in &self.fields {
            writeln!(f, "  {field}")?;
        }
        for method in &self.methods {
            write!(f, "\n{method}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{} {}  {}", spaced(&self.access), self.field_type, self.name, self.place)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let result = if self.result.is_empty() { String::new() } else { format!("{} ", self.result) };
        write!(f, "  {}{result}{}", spaced(&self.access), self.name)?;
        if let Some(token) = self.token {
            write!(f, "  token {token}")?;
        }
        if self.offset == 0 {
            // A method of an interface is nowhere.
            return writeln!(f);
        }
        let Self { offset, max_stack, arguments, max_locals, .. } = self;
        writeln!(f, "  at {offset}, stack {max_stack}, arguments {arguments}, locals {max_locals}")?;
        for handler in &self.handlers {
            let (start, end, at) = (handler.start, handler.end, handler.handler);
            writeln!(f, "    {start} to {end}: {} is caught at {at}", handler.catches)?;
        }
        for code in &self.code {
            if let Some(line) = code.line {
                writeln!(f, "    line {line}")?;
            }
            write!(f, "    {:5}  {}", code.offset, code.instruction)?;
            match &code.refers_to {
                Some(name) => writeln!(f, "  {name}")?,
                None => writeln!(f)?,
            }
        }
        Ok(())
    }
}
