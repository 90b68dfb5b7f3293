//! Keyset pages: “after this key, so many”, never an offset.

/// Which page of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Key of the last row seen, as the list printed it; none for the first page.
    pub after: Option<String>,
    /// Rows wanted, 1 to [`Page::MOST`].
    pub size: i64,
}

impl Page {
    /// The most rows one page may hold.
    pub const MOST: i64 = 200;

    /// A page with its size brought into range.
    #[must_use]
    pub fn new(after: Option<String>, size: Option<i64>) -> Self {
        Self { after: after.filter(|a| !a.is_empty()), size: size.unwrap_or(50).clamp(1, Self::MOST) }
    }
}

impl Default for Page {
    fn default() -> Self {
        Self::new(None, None)
    }
}

/// One page of a list and the key that opens the next, if there is more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paged<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Key to pass as `after`; none on the last page.
    pub next: Option<String>,
}

impl<T> Paged<T> {
    /// Makes a page from `size + 1` fetched rows: the surplus row proves that there is more.
    #[must_use]
    pub fn from_surplus(mut rows: Vec<T>, page: &Page, key: impl Fn(&T) -> String) -> Self {
        let size = usize::try_from(page.size).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        let next = if more { rows.last().map(key) } else { None };
        Self { items: rows, next }
    }

    /// Makes a page from a whole list that is short by nature: what follows the row that `after` names. A key that no row
    /// has opens nothing, so that whoever follows it comes to an end.
    #[must_use]
    pub fn of_whole(rows: Vec<T>, page: &Page, key: impl Fn(&T) -> String) -> Self {
        let mut rows = rows.into_iter();
        if let Some(after) = &page.after {
            rows.find(|row| key(row) == *after);
        }
        let most = usize::try_from(page.size).unwrap_or(usize::MAX).saturating_add(1);
        Self::from_surplus(rows.take(most).collect(), page, key)
    }

    /// The same page with its rows turned into something else.
    #[must_use]
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Paged<U> {
        Paged { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_list_is_gone_through_page_by_page_and_comes_to_an_end() {
        let page = |after: Option<&str>| {
            Paged::of_whole(vec![5, 3, 9], &Page::new(after.map(str::to_owned), Some(2)), ToString::to_string)
        };
        assert_eq!(page(None), Paged { items: vec![5, 3], next: Some("3".to_owned()) });
        assert_eq!(page(Some("3")), Paged { items: vec![9], next: None });
        assert_eq!(page(Some("4")), Paged { items: Vec::new(), next: None });
    }
}
