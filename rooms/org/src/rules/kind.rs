//! Words of levels and kinds as files write them, and what is derived from them.

/// The levels the program knows; a file may bring others, which are kept as they are.
pub const LEVELS: [&str; 4] = ["prefecture", "county", "township", "village"];

/// The kinds of organisation.
pub const KINDS: [&str; 6] =
    ["committee", "general_branch", "branch", "joint_branch", "leading_group", "working_committee"];

/// The ten domains (领域).
pub const DOMAINS: [&str; 10] = [
    "township",
    "village",
    "community",
    "converted_community",
    "office",
    "non_public",
    "education",
    "health",
    "social",
    "state_owned",
];

/// Kinds of division that a form offers, from below upwards; a file may bring others.
pub(crate) const DIVISIONS: [&str; 11] = [
    "village",
    "community",
    "town",
    "township",
    "subdistrict",
    "county",
    "county_city",
    "district",
    "autonomous_county",
    "prefecture_city",
    "autonomous_prefecture",
];

/// Sectors that a form offers in place of a division: the branch of a school, a hospital, a firm.
pub(crate) const SECTOR_KINDS: [&str; 6] = ["office", "education", "health", "social", "non_public", "state_owned"];

const PREFECTURE: &[&str] = &[
    "prefecture",
    "prefectural",
    "city",
    "州",
    "市",
    "地区",
    "盟",
    "地市",
    "市州",
    "州市",
    "地级",
    "市级",
    "州级",
    "地级市",
    "自治州",
    "市（州）",
    "地(州、市)",
];
const COUNTY: &[&str] = &[
    "county",
    "district",
    "banner",
    "县",
    "区",
    "旗",
    "县区",
    "区县",
    "县市",
    "县市区",
    "市县",
    "县级",
    "区级",
    "县级市",
    "自治县",
];
const TOWNSHIP: &[&str] = &[
    "township",
    "town",
    "street",
    "subdistrict",
    "乡",
    "镇",
    "乡镇",
    "街道",
    "乡级",
    "镇级",
    "乡镇级",
    "乡镇街道",
    "镇街",
    "镇乡",
    "苏木",
    "街道办",
    "街道办事处",
];
const VILLAGE: &[&str] = &[
    "village",
    "community",
    "村",
    "社区",
    "村级",
    "社区级",
    "村社区",
    "村居",
    "居委会",
    "村委会",
    "行政村",
    "建制村",
    "嘎查",
    "居",
    "村（社区）",
    "村(社区)",
];

/// The level that a word stands for; the word itself if it is none we know.
#[must_use]
pub(crate) fn level_of(word: &str) -> String {
    let plain = word.trim().to_lowercase();
    let lists = [(PREFECTURE, "prefecture"), (COUNTY, "county"), (TOWNSHIP, "township"), (VILLAGE, "village")];
    lists
        .iter()
        .find(|(words, _)| words.contains(&plain.as_str()))
        .map_or(plain.clone(), |(_, level)| (*level).to_owned())
}

/// The level when a file has no word for it: by the length of a statistical code, else one below the superior.
#[must_use]
pub(crate) fn level_by_code(code: &str, parent_level: Option<&str>) -> &'static str {
    if code.bytes().all(|b| b.is_ascii_digit()) {
        match code.len() {
            2 => return "province",
            4 => return "prefecture",
            6 => return "county",
            9 => return "township",
            12 => return "village",
            _ => {}
        }
    }
    match parent_level {
        None | Some("province") => "prefecture",
        Some("prefecture") => "county",
        Some("county") => "township",
        Some(_) => "village",
    }
}

/// Kind of a division read from the serial digits that the statistics office reserves, for files without a kind.
#[must_use]
pub(crate) fn division_by_code(code: &str) -> &'static str {
    let digit = |at: usize| code.as_bytes().get(at).copied();
    match (code.len(), digit(6), digit(9)) {
        (9, Some(b'0'), _) => "subdistrict",
        (9, Some(b'1'), _) => "town",
        (9, Some(b'2' | b'3'), _) => "township",
        (12, _, Some(b'0' | b'1')) => "community",
        (12, _, Some(b'2' | b'3')) => "village",
        _ => "",
    }
}

/// Whether a kind of division is a residents' community rather than a village.
fn is_community(division_kind: &str) -> bool {
    division_kind.starts_with("community") || division_kind.contains("社区") || division_kind.contains("居")
}

/// Whether a kind of division is a subdistrict (街道).
fn is_subdistrict(division_kind: &str) -> bool {
    division_kind == "subdistrict" || division_kind.contains("街道")
}

/// Words by which a sheet tells that an organisation belongs to a sector, not to a division.
const SECTORS: &[(&str, &[&str])] = &[
    ("office", &["office", "agency", "机关", "部门", "党政机关"]),
    ("non_public", &["non_public", "enterprise", "company", "非公", "企业", "非公企业", "非公有制企业", "民营企业"]),
    ("education", &["education", "school", "教育", "学校", "教育系统"]),
    ("health", &["health", "hospital", "卫生", "医院", "卫生院", "卫生系统"]),
    ("social", &["social", "association", "社会组织", "协会"]),
    ("state_owned", &["state_owned", "国企", "国有企业"]),
];

/// The sector that a kind names, if it names one.
fn sector(division_kind: &str) -> Option<&'static str> {
    let plain = division_kind.to_lowercase();
    SECTORS.iter().find(|(_, words)| words.contains(&plain.as_str())).map(|(domain, _)| *domain)
}

/// Kind of the organisation at a division: a committee down to the town, a working committee in a
/// subdistrict, a branch in a village or community.
#[must_use]
pub(crate) fn kind_of(level: &str, division_kind: &str) -> &'static str {
    if sector(division_kind).is_some() {
        return "branch";
    }
    match level {
        "village" => "branch",
        "township" if is_subdistrict(division_kind) => "working_committee",
        _ => "committee",
    }
}

/// Domain of the organisation at a division. `before` is the domain it had under another kind of division:
/// a village that became a community is a converted one (村转社区), and stays it under later renamings.
#[must_use]
pub(crate) fn domain_of(level: &str, division_kind: &str, before: Option<&str>) -> &'static str {
    if let Some(sector) = sector(division_kind) {
        return sector;
    }
    match level {
        "village" if is_community(division_kind) => match before {
            Some("village" | "converted_community") => "converted_community",
            _ => "community",
        },
        "village" => "village",
        "township" if is_subdistrict(division_kind) => "community",
        "township" => "township",
        _ => "office",
    }
}

/// Endings by which names of one stem differ, longest first.
const ENDINGS: &[&str] = &[
    "社区居民委员会",
    "社区村民委员会",
    "街道办事处",
    "居民委员会",
    "村民委员会",
    "社区居委会",
    "社区村委会",
    "自治州",
    "居委会",
    "村委会",
    "自治县",
    "街道",
    "社区",
    "地区",
    "村",
    "镇",
    "乡",
    "县",
    "市",
    "区",
    "州",
];

/// A name without its ending: 韩集 of 韩集村委会, of 韩集居委会 and of 韩集镇.
#[must_use]
pub(crate) fn stem(name: &str) -> &str {
    let rest = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    if rest.is_empty() { name } else { rest }
}

/// What the ending of a wanted name says of the kind meant.
fn family(name: &str) -> &'static str {
    let ends = |list: &[&str]| list.iter().any(|e| name.ends_with(e));
    match () {
        () if ends(&["居委会", "居民委员会"]) => "community",
        () if ends(&["村委会", "村民委员会", "村"]) => "village",
        () if ends(&["社区"]) => "community",
        () if ends(&["镇", "乡", "街道", "街道办事处"]) => "township",
        () if ends(&["县", "自治县"]) => "county",
        () => "",
    }
}

/// How well `name` answers to a wanted name: 0 the same, 1 the same stem and kind (韩集村 and 韩集村委会),
/// 2 the same stem, 3 only contained in it; none if it does not answer.
#[must_use]
pub(crate) fn answers(wanted: &str, name: &str) -> Option<u8> {
    if wanted == name {
        return Some(0);
    }
    if stem(wanted) == stem(name) {
        let (asked, has) = (family(wanted), family(name));
        return Some(if !asked.is_empty() && asked == has { 1 } else { 2 });
    }
    name.contains(wanted).then_some(3)
}

/// Other forms of a code in use: a statistical code is padded with zeros to 9 or 12 digits in some sheets.
/// Shorter forms, longest first; empty for a code that is not padded.
#[must_use]
pub(crate) fn unpadded(code: &str) -> Vec<&str> {
    let mut forms = Vec::new();
    let mut rest = code;
    if !code.bytes().all(|b| b.is_ascii_digit()) {
        return forms;
    }
    while let Some(shorter) = match rest.len() {
        12 | 9 => rest.strip_suffix("000"),
        6 | 4 => rest.strip_suffix("00"),
        _ => None,
    } {
        forms.push(shorter);
        rest = shorter;
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_levels_are_known_in_both_languages_and_strange_ones_are_kept() {
        for (word, level) in
            [("州", "prefecture"), ("County", "county"), ("乡镇", "township"), ("社区", "village"), ("片区", "片区")]
        {
            assert_eq!(level_of(word), level);
        }
        assert_eq!(level_by_code("622921106", None), "township");
        assert_eq!(level_by_code("A-7", Some("township")), "village");
    }

    #[test]
    fn a_village_that_becomes_a_community_is_a_converted_one_for_good() {
        assert_eq!(domain_of("village", "community", None), "community");
        assert_eq!(domain_of("village", "community", Some("village")), "converted_community");
        assert_eq!(domain_of("village", "community", Some("converted_community")), "converted_community");
        assert_eq!(kind_of("township", "subdistrict"), "working_committee");
        assert_eq!((domain_of("county", "学校", None), kind_of("county", "学校")), ("education", "branch"));
    }

    #[test]
    fn names_of_one_stem_are_told_apart_by_the_kind_asked_for() {
        assert_eq!(answers("韩集村", "韩集村委会"), Some(1));
        assert_eq!(answers("韩集村", "韩集居委会"), Some(2));
        assert_eq!(answers("肖家社区村委会", "肖家社区村委会"), Some(0));
        assert_eq!(answers("肖家", "肖家社区村委会"), Some(2));
        assert_eq!(answers("集", "韩集镇"), Some(3));
        assert_eq!(answers("双城", "韩集镇"), None);
        assert_eq!(stem("村"), "村");
    }

    #[test]
    fn padded_codes_are_read_back() {
        assert_eq!(unpadded("622921000000"), ["622921000", "622921"]);
        assert_eq!(unpadded("622900000000"), ["622900000", "622900", "6229"]);
        assert!(unpadded("622921106201").is_empty());
    }
}
