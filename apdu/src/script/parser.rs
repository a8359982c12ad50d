//! The native language's parser: tokens to syntax tree, line by line, going on after errors.

mod assertion;
pub(crate) mod exchange;
pub(crate) mod expression;
pub(crate) mod mask;
mod statement;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::ast::{Case, Script, Statement, Switch};
use super::diagnostic::Diagnostic;
use super::lexer::{self, Lexeme, Line, Token};
use super::pattern::StatusPattern;
use super::source::{Source, Span, Spanned};

/// How deep `switch` and `#( )` may nest.
pub(crate) const MAX_NESTING: usize = 32;

/// Reads a script in the native language.
///
/// # Errors
///
/// Every line that is wrong, in the order of the file: a wrong line does not hide those after it.
pub fn parse(source: &Source) -> Result<Script, Vec<Diagnostic>> {
    let mut diagnostics = Vec::new();
    let lines = lexer::lines(source, &mut diagnostics);
    let mut parser = Parser { source, blocks: Vec::new(), statements: Vec::new(), orphaned: false };
    for line in &lines {
        if let Err(diagnostic) = parser.line(line) {
            if let Some(block) = parser.blocks.last_mut() {
                block.faulty = true;
            }
            diagnostics.push(diagnostic);
        }
    }
    parser.close_all(&mut diagnostics);
    if diagnostics.is_empty() {
        Ok(Script { statements: parser.statements })
    } else {
        diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
        Err(diagnostics)
    }
}

/// A `switch` that is being read.
struct Block {
    span: Span,
    /// Something in it was reported: that it has no case is not reported as well.
    faulty: bool,
    switch: Switch,
    branch: Branch,
    outer: Vec<Spanned<Statement>>,
}

/// Where the statements inside a `switch` belong.
enum Branch {
    /// Before the first `case`.
    None,
    Case(Vec<StatusPattern>),
    Else,
}

struct Parser<'s> {
    source: &'s Source,
    blocks: Vec<Block>,
    /// The statements of the innermost open block.
    statements: Vec<Spanned<Statement>>,
    /// The command that indented lines belong to could not be read: they are checked but not complained of.
    orphaned: bool,
}

impl Parser<'_> {
    fn line(&mut self, line: &Line<'_>) -> Result<(), Diagnostic> {
        let Some(first) = line.lexemes.first() else {
            if let Some(comment) = line.comment {
                self.statements.push(Spanned::new(Statement::Comment(comment.into()), line.span));
            }
            return Ok(());
        };
        let mut cursor = Cursor::new(self.source, &line.lexemes, line.span.end);
        if line.indented && assertion::begins(&line.lexemes) {
            return self.assertions(&mut cursor);
        }
        let keyword = match first.token {
            Token::Word(word) => word,
            _ => "",
        };
        self.orphaned = true;
        if keyword.eq_ignore_ascii_case("switch") {
            cursor.advance();
            cursor.finish("switch")?;
            self.open(line.span)?;
        } else if keyword.eq_ignore_ascii_case("case") {
            self.case(&mut cursor, line.span)?;
        } else if keyword.eq_ignore_ascii_case("else") {
            cursor.advance();
            cursor.finish("else")?;
            self.otherwise(line.span)?;
        } else if keyword.eq_ignore_ascii_case("end") {
            cursor.advance();
            cursor.finish("end")?;
            self.close(line.span)?;
        } else {
            let statement = statement::parse(&mut cursor)?;
            if matches!(self.blocks.last(), Some(Block { branch: Branch::None, .. })) {
                return Err(self
                    .error(line.span, "a statement before the first `case` of a `switch`")
                    .with_help("begin with `case 9000` or `else`"));
            }
            self.statements.push(Spanned::new(statement, line.span));
        }
        self.orphaned = false;
        Ok(())
    }

    fn error(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.source, span, message)
    }

    fn assertions(&mut self, cursor: &mut Cursor<'_, '_>) -> Result<(), Diagnostic> {
        let span = cursor.rest_span();
        let assertions = assertion::parse(cursor)?;
        let mut previous = self.statements.iter_mut().rev().map(|statement| &mut statement.value);
        let previous = previous.find(|statement| !matches!(statement, Statement::Comment(_)));
        if let Some(Statement::Exchange(exchange)) = previous.filter(|_| !self.orphaned) {
            exchange.assertions.extend(assertions);
            Ok(())
        } else if self.orphaned {
            Ok(())
        } else {
            Err(self
                .error(span, "an assertion without a command before it")
                .with_help("an indented assertion belongs to the command APDU on the line above"))
        }
    }

    fn open(&mut self, span: Span) -> Result<(), Diagnostic> {
        if self.blocks.len() >= MAX_NESTING {
            return Err(self.error(span, format!("`switch` nested more than {MAX_NESTING} deep")));
        }
        let outer = core::mem::take(&mut self.statements);
        let switch = Switch { cases: Vec::new(), otherwise: None };
        self.blocks.push(Block { span, faulty: false, switch, branch: Branch::None, outer });
        Ok(())
    }

    fn case(&mut self, cursor: &mut Cursor<'_, '_>, span: Span) -> Result<(), Diagnostic> {
        cursor.advance();
        // A wrong list of status words still begins a case: what follows is not to be blamed for it.
        let status = mask::status_list(cursor, false);
        let source = self.source;
        let Some(block) = self.blocks.last_mut() else {
            return Err(outside(source, span, "case"));
        };
        if matches!(block.branch, Branch::Else) {
            return Err(Diagnostic::new(source, span, "`case` after `else`").with_help("put `else` last"));
        }
        end_branch(block, core::mem::take(&mut self.statements));
        let (status, result) = match status {
            Ok(status) => (status, cursor.finish("case")),
            Err(diagnostic) => (Vec::new(), Err(diagnostic)),
        };
        block.branch = Branch::Case(status);
        result
    }

    fn otherwise(&mut self, span: Span) -> Result<(), Diagnostic> {
        let Some(block) = self.blocks.last_mut() else {
            return Err(outside(self.source, span, "else"));
        };
        if matches!(block.branch, Branch::Else) {
            return Err(Diagnostic::new(self.source, span, "a second `else` in one `switch`"));
        }
        end_branch(block, core::mem::take(&mut self.statements));
        block.branch = Branch::Else;
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Diagnostic> {
        let Some(mut block) = self.blocks.pop() else {
            return Err(outside(self.source, span, "end"));
        };
        let body = core::mem::replace(&mut self.statements, core::mem::take(&mut block.outer));
        end_branch(&mut block, body);
        let empty = block.switch.cases.is_empty() && block.switch.otherwise.is_none() && !block.faulty;
        let whole = block.span.to(span);
        self.statements.push(Spanned::new(Statement::Switch(block.switch), whole));
        if empty {
            return Err(self.error(block.span, "a `switch` without a case").with_help("add `case 9000`"));
        }
        Ok(())
    }

    fn close_all(&mut self, diagnostics: &mut Vec<Diagnostic>) {
        while let Some(block) = self.blocks.pop() {
            let diagnostic = self.error(block.span, "this `switch` has no `end`");
            diagnostics.push(diagnostic.with_help("close it with a line `end`"));
        }
    }
}

fn outside(source: &Source, span: Span, keyword: &str) -> Diagnostic {
    Diagnostic::new(source, span, format!("`{keyword}` outside of a `switch`"))
        .with_help("begin with a line `switch`, then `case 9000`")
}

fn end_branch(block: &mut Block, body: Vec<Spanned<Statement>>) {
    match core::mem::replace(&mut block.branch, Branch::None) {
        Branch::None => {}
        Branch::Case(status) => block.switch.cases.push(Case { status, body }),
        Branch::Else => block.switch.otherwise = Some(body),
    }
}

/// A place in the tokens of a line.
pub(crate) struct Cursor<'l, 's> {
    source: &'l Source,
    lexemes: &'l [Lexeme<'s>],
    at: usize,
    /// Where the line ends, for messages about what is missing.
    end: usize,
}

impl<'l, 's> Cursor<'l, 's> {
    /// The tokens of a line that ends at `end`.
    pub(crate) const fn new(source: &'l Source, lexemes: &'l [Lexeme<'s>], end: usize) -> Self {
        Self { source, lexemes, at: 0, end }
    }

    pub(crate) fn peek(&self) -> Option<&'l Lexeme<'s>> {
        self.lexemes.get(self.at)
    }

    pub(crate) fn peek_second(&self) -> Option<&'l Lexeme<'s>> {
        self.lexemes.get(self.at.saturating_add(1))
    }

    pub(crate) fn advance(&mut self) -> Option<&'l Lexeme<'s>> {
        let lexeme = self.lexemes.get(self.at)?;
        self.at = self.at.saturating_add(1);
        Some(lexeme)
    }

    /// Takes `symbol` if it is next.
    pub(crate) fn take(&mut self, symbol: &str) -> Option<Span> {
        let lexeme = self.peek().filter(|lexeme| lexeme.is_symbol(symbol))?;
        self.at = self.at.saturating_add(1);
        Some(lexeme.span)
    }

    /// What is left of the line, or its end.
    pub(crate) fn rest_span(&self) -> Span {
        self.peek().map_or(Span::new(self.end, self.end), |lexeme| Span::new(lexeme.span.start, self.end))
    }

    /// The next token, or the end of the line.
    pub(crate) fn next_span(&self) -> Span {
        self.peek().map_or(Span::new(self.end, self.end), |lexeme| lexeme.span)
    }

    pub(crate) fn error(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.source, span, message)
    }

    /// Complains if anything is left after `what`.
    pub(crate) fn finish(&self, what: &str) -> Result<(), Diagnostic> {
        if self.peek().is_none() {
            return Ok(());
        }
        Err(self
            .error(self.rest_span(), format!("nothing may follow `{what}` here"))
            .with_help("put one statement on a line; `#` begins a comment"))
    }

    /// The next word.
    pub(crate) fn word(&mut self) -> Option<(&'s str, Span)> {
        match self.peek()? {
            Lexeme { token: Token::Word(word), span, .. } => {
                self.at = self.at.saturating_add(1);
                Some((word, *span))
            }
            _ => None,
        }
    }
}
