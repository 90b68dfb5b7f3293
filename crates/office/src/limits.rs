//! How much of a stranger's file we are ready to read.

/// Upper bounds for one file. They exist because a small upload can unfold into gigabytes; a genuine sheet never meets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Size of the file as it lies on disk. Default 100 MiB: the whole country as CSV is 40 MB.
    pub file_bytes: u64,
    /// Size after unpacking (all parts of a workbook together, or the text inside a `.gz`). Default 512 MiB.
    pub unpacked_bytes: u64,
    /// Parts inside a workbook. Default 4,096: 24 sheets with pictures stay under 200.
    pub zip_entries: usize,
    /// Last row number that may carry data. Default 2,000,000: three times the country, twice what Excel holds.
    pub rows: u32,
    /// Columns that may carry data. Default 1,024.
    pub columns: usize,
    /// Characters in one cell. Default 32,767, which is Excel's own bound.
    pub cell_chars: usize,
    /// Cells of an old `.xls` workbook, counted as rows × columns of each sheet's used block, because that format can
    /// only be read into memory as a block. Default 4,000,000 (about 130 MB while reading).
    pub xls_cells: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 100 << 20,
            unpacked_bytes: 512 << 20,
            zip_entries: 4_096,
            rows: 2_000_000,
            columns: 1_024,
            cell_chars: 32_767,
            xls_cells: 4_000_000,
        }
    }
}
