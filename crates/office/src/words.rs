//! Every kind of fault with its code and its sentence in both languages: one table, so that none can lack a sentence.
//!
//! `{name}` in a sentence is filled from the fault's arguments. Each sentence says what is wrong, then what to do.

macro_rules! fault_kinds {
    ($($(#[$doc:meta])* $kind:ident $code:literal $zh:literal $en:literal;)*) => {
        /// What can be wrong with a table file, its headings or one of its cells. A closed list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum FaultKind { $($(#[$doc])* $kind,)* }

        impl FaultKind {
            /// All kinds, for a reference page and for tests.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The machine-readable code; never changes once published.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$kind => $code,)* }
            }

            pub(crate) const fn zh(self) -> &'static str {
                match self { $(Self::$kind => $zh,)* }
            }

            pub(crate) const fn en(self) -> &'static str {
                match self { $(Self::$kind => $en,)* }
            }
        }
    };
}

fault_kinds! {
    /// The file cannot be opened or read (`reason`).
    FileUnreadable "file_unreadable"
        "文件无法读取（{reason}）。请确认文件存在、未被其他程序占用，再试一次。"
        "The file cannot be read ({reason}). Check that it exists and is not open in another program, then try again.";
    /// Larger than allowed, packed or unpacked (`limit_mb`).
    FileTooBig "file_too_big"
        "文件过大，超过 {limit_mb} MB。请删去图片和无关的工作表，或分成几个文件。"
        "The file is larger than {limit_mb} MB. Remove pictures and unrelated sheets, or split it.";
    /// Nothing in it.
    FileEmpty "file_empty"
        "文件是空的。请确认选对了文件。"
        "The file is empty. Check that you chose the right one.";
    /// Not a table file we read (`name`).
    KindUnknown "kind_unknown"
        "“{name}”不是可读的表格文件。请用 Excel 或 WPS 另存为 .xlsx 或 .csv 后再导入。"
        "“{name}” is not a table file that can be read. Save it as .xlsx or .csv in Excel or WPS, then import that.";
    /// A web page that carries the name of a workbook.
    HtmlSheet "html_sheet"
        "“{name}”实际是网页（HTML），不是工作簿。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。"
        "“{name}” is really a web page (HTML), not a workbook. Open it in Excel or WPS, save it as .xlsx, then import that.";
    /// Encrypted with a password.
    Password "password"
        "工作簿设有打开密码。请取消密码后再导入。"
        "The workbook is protected by a password. Remove the password, then import it.";
    /// The workbook's inside is damaged or not as the format demands (`reason`).
    WorkbookBroken "workbook_broken"
        "工作簿已损坏或格式不规范（{reason}）。请用 Excel 或 WPS 打开，另存为新的 .xlsx 后再导入。"
        "The workbook is damaged or malformed ({reason}). Open it in Excel or WPS, save it as a new .xlsx, then import that.";
    /// Too many parts in the package (`count`, `limit`).
    TooManyParts "too_many_parts"
        "工作簿内含 {count} 个部件，超过 {limit} 个。请把数据复制到新工作簿后再导入。"
        "The workbook holds {count} parts, more than {limit}. Copy the data into a new workbook, then import that.";
    /// A part of the workbook declares its own entities, as no spreadsheet program does (`part`).
    ForeignEntities "foreign_entities"
        "工作簿部件“{part}”含有文档类型声明，为安全起见不予读取。请把数据复制到新工作簿后再导入。"
        "Part “{part}” of the workbook contains a document type declaration and is not read, for safety. Copy the data into a new workbook.";
    /// The `.gz` cannot be unpacked (`reason`).
    GzipBroken "gzip_broken"
        "压缩文件已损坏（{reason}）。请重新压缩或直接导入未压缩的 .csv。"
        "The compressed file is damaged ({reason}). Compress it again or import the plain .csv.";
    /// No sheet of that name (`sheet`, `sheets`).
    SheetUnknown "sheet_unknown"
        "没有名为“{sheet}”的工作表。现有工作表：{sheets}。"
        "There is no sheet named “{sheet}”. The sheets are: {sheets}.";
    /// A workbook without any sheet of cells.
    NoSheet "no_sheet"
        "工作簿里没有数据工作表。请确认选对了文件。"
        "The workbook has no sheet with cells. Check that you chose the right file.";
    /// Bytes that do not belong to the encoding (`encoding`); the fault's row says where.
    EncodingBroken "encoding_broken"
        "此行起文字编码有误：文件按 {encoding} 读取，但此处不是。请用 Excel 打开检查此行，另存为“CSV UTF-8”后再导入。"
        "From this row the text is not {encoding}, as the file so far was. Check this row, save the file as “CSV UTF-8”, then import that.";
    /// A quotation mark opened and never closed; the fault's row is where it opened.
    QuoteUnclosed "quote_unclosed"
        "此行的英文双引号 \" 只有开头没有结尾。请补上或删去后再导入。"
        "A quotation mark \" is opened in this row and never closed. Close or remove it, then import again.";
    /// One row is implausibly long (`limit_mb`).
    RowTooLong "row_too_long"
        "此行超过 {limit_mb} MB，不像表格数据。请确认文件的换行符完好。"
        "This row is longer than {limit_mb} MB and hardly a table row. Check that the file's line breaks are intact.";
    /// More rows than allowed (`limit`).
    TooManyRows "too_many_rows"
        "超过 {limit} 行。请分成几个文件。"
        "More than {limit} rows. Split the file.";
    /// A filled cell too far to the right (`limit`).
    TooManyColumns "too_many_columns"
        "第 {limit} 列以后仍有内容。请清除数据右侧的无关单元格。"
        "There is content beyond column {limit}. Clear the stray cells to the right of the data.";
    /// A cell with too much text (`limit`).
    CellTooLong "cell_too_long"
        "单元格文字超过 {limit} 个字符。请缩短。"
        "The cell holds more than {limit} characters. Shorten it.";
    /// A required column has no heading (`key`, `names`, `found`).
    ColumnMissing "column_missing"
        "缺少必需的列“{names}”（{key}）。表中的列标题有：{found}。请改列标题，或指定：{key}=列标题 或 {key}=列字母。"
        "The required column “{names}” ({key}) is missing. Headings found: {found}. Rename the heading, or tell: {key}=heading or {key}=column letter.";
    /// The same heading stands over two columns (`heading`, `letters`, `key`).
    HeadingTwice "heading_twice"
        "列标题“{heading}”出现在 {letters} 列，无法判断用哪一列。请改名，或指定：{key}=列字母。"
        "The heading “{heading}” stands over columns {letters}; which one is meant is unclear. Rename one, or tell: {key}=column letter.";
    /// `--columns` cannot be read (`text`).
    OverrideSyntax "override_syntax"
        "列指定“{text}”写法有误。应写成：code=区划代码,name=B。"
        "The column assignment “{text}” cannot be read. Write it like: code=区划代码,name=B.";
    /// `--columns` names a key that does not exist (`key`, `keys`).
    OverrideKeyUnknown "override_key_unknown"
        "列指定中的“{key}”不存在。可用：{keys}。"
        "“{key}” in the column assignment does not exist. Possible: {keys}.";
    /// `--columns` names a heading that is not there (`key`, `heading`, `found`).
    OverrideHeadingMissing "override_heading_missing"
        "为“{key}”指定的列“{heading}”不在表中。表中的列标题有：{found}。"
        "The column “{heading}” told for “{key}” is not in the table. Headings found: {found}.";
    /// No row of headings at all: no filled row in the file or sheet.
    NoHeadings "no_headings"
        "表中没有任何内容。请确认选对了文件和工作表。"
        "The table has no content. Check that you chose the right file and sheet.";
    /// A needed cell is empty.
    ValueMissing "value_missing"
        "必填项为空。请填写。"
        "A required value is empty. Fill it in.";
    /// The cell shows a calculation error such as `#REF!`.
    CellError "cell_error"
        "单元格是公式错误。请改正公式或直接填写数值。"
        "The cell shows a formula error. Correct the formula or type the value.";
    /// Characters were lost when the file was saved.
    TextDamaged "text_damaged"
        "文字中有保存时丢失的字（显示为 ? 或 �）。请从原文件另存为 .xlsx 或“CSV UTF-8”。"
        "Characters were lost when the file was saved (shown as ? or �). Save the original again as .xlsx or “CSV UTF-8”.";
    /// A code that went through a number and lost digits.
    CodeDigitsLost "code_digits_lost"
        "代码被 Excel 当作数字，位数已丢失。请把该列设为“文本”格式后重新填写完整代码。"
        "The code was treated as a number and lost its digits. Format the column as text and type the full code again.";
    /// A code with a fraction or a sign.
    CodeNotWhole "code_not_whole"
        "代码应是整数，不能带小数或正负号。请改正。"
        "A code is a whole number without fraction or sign. Correct it.";
    /// A code with a character that no code has (`character`).
    CodeBadCharacter "code_bad_character"
        "代码中有不应出现的字符“{character}”。请改正。"
        "The code contains the character “{character}”, which no code has. Correct it.";
    /// A code that Excel turned into a date.
    CodeIsDate "code_is_date"
        "代码被 Excel 变成了日期。请把该列设为“文本”格式后重新填写代码。"
        "Excel turned the code into a date. Format the column as text and type the code again.";
    /// Not a date in any known form.
    DateUnreadable "date_unreadable"
        "看不懂这个日期。请写成 2026-11-03。"
        "This is not a date we can read. Write it like 2026-11-03.";
    /// A form of date, but no such day.
    DateImpossible "date_impossible"
        "没有这一天。请改正日期。"
        "There is no such day. Correct the date.";
    /// `1998.1`: January, or October without its zero.
    DateMonthAmbiguous "date_month_ambiguous"
        "无法判断是 1 月还是 10 月（末尾的 0 可能丢失）。请写成 2026-01 或 2026-10。"
        "January or October? A final 0 may have been lost. Write it like 2026-01 or 2026-10.";
    /// `98.7`: which century?
    DateTwoDigitYear "date_two_digit_year"
        "年份只有两位。请写四位年份，如 1998-07。"
        "The year has two digits only. Write all four, like 1998-07.";
    /// Writing failed (`reason`).
    WriteFailed "write_failed"
        "文件无法写出（{reason}）。请检查磁盘空间后再试。"
        "The file cannot be written ({reason}). Check the disk space, then try again.";
    /// More rows than a sheet holds (`limit`).
    WriteTooManyRows "write_too_many_rows"
        "超过 Excel 一张工作表的 {limit} 行。请导出为 .csv 或缩小范围。"
        "More than the {limit} rows of an Excel sheet. Export as .csv or narrow the selection.";
    /// A row with more cells than columns, or a text longer than a cell (`limit`).
    WriteTooWide "write_too_wide"
        "内容放不下（上限 {limit}）。请导出为 .csv 或缩短内容。"
        "The content does not fit (at most {limit}). Export as .csv or shorten it.";
}
