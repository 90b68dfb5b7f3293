//! Statements whose text depends on how many values they carry.

use crate::Arg;

/// Values in one list at most: below the parameters both engines take, and few texts to prepare.
pub const LIST_MOST: usize = 1_024;

/// A growing statement: text and arguments together, so that `$n` always fits.
#[derive(Debug, Default)]
pub struct Shape {
    /// The text so far.
    pub text: String,
    /// The values of its `$n`, in order.
    pub args: Vec<Arg>,
}

impl Shape {
    /// Begins with this text and the arguments it names.
    #[must_use]
    pub fn new(text: &str, args: &[Arg]) -> Self {
        Self { text: text.to_owned(), args: args.to_vec() }
    }

    /// Adds a text without arguments.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a text in which each `{}` is the next argument.
    pub fn with(&mut self, text: &str, args: impl IntoIterator<Item = Arg>) -> &mut Self {
        let mut parts = text.split("{}");
        self.text.push_str(parts.next().unwrap_or_default());
        for (part, arg) in parts.zip(args) {
            self.bind(arg);
            self.text.push_str(part);
        }
        self
    }

    /// Adds `(value, value, …)`. The list is filled up to a power of two with its last value, so that few
    /// texts are ever prepared; an empty list holds nothing.
    pub fn list(&mut self, values: impl IntoIterator<Item = Arg>) -> &mut Self {
        let mut values: Vec<Arg> = values.into_iter().collect();
        let wanted = values.len().next_power_of_two();
        let last = values.last().cloned().unwrap_or(Arg::Null);
        values.resize(wanted.max(1), last);
        self.text.push('(');
        for (n, value) in values.into_iter().enumerate() {
            if n > 0 {
                self.text.push_str(", ");
            }
            self.bind(value);
        }
        self.text.push(')');
        self
    }

    fn bind(&mut self, value: Arg) {
        self.args.push(value);
        self.text.push('$');
        self.text.push_str(&self.args.len().to_string());
    }
}

/// A statement over some rows: `head` (up to and with `VALUES`), the rows, `tail`.
#[must_use]
pub fn rows(head: &str, rows: &[Vec<Arg>], tail: &str) -> Shape {
    let mut shape = Shape::new(head, &[]);
    for (n, row) in rows.iter().enumerate() {
        shape.push(if n > 0 { ", (" } else { " (" });
        for (m, value) in row.iter().enumerate() {
            if m > 0 {
                shape.push(", ");
            }
            shape.bind(value.clone());
        }
        shape.push(")");
    }
    shape.push(" ").push(tail);
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_filled_up_to_a_power_of_two_and_an_empty_one_matches_nothing() {
        let mut shape = Shape::new("a = $1 AND b IN ", &[Arg::Int(7)]);
        shape.list([1_i64, 2, 3].map(Arg::from)).with(" AND c > {} AND d < {}", [Arg::Int(8), Arg::Int(9)]);
        assert_eq!(shape.text, "a = $1 AND b IN ($2, $3, $4, $5) AND c > $6 AND d < $7");
        assert_eq!(shape.args[4], Arg::Int(3));
        let mut empty = Shape::default();
        empty.list([]);
        assert_eq!((empty.text.as_str(), &empty.args[0]), ("($1)", &Arg::Null));
    }

    #[test]
    fn many_rows_are_one_statement() {
        let shape = rows("VALUES", &[vec![Arg::Int(1), Arg::Int(2)], vec![Arg::Int(3), Arg::Int(4)]], "X");
        assert_eq!(shape.text, "VALUES ($1, $2), ($3, $4) X");
        assert_eq!(shape.args.len(), 4);
    }
}
