//! The lists of the demo: what a prefecture, a county and a township ask in a month. All fictitious.

/// One item: text, requirement, basis, working days until the deadline, the answer form as JSON.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) text: &'static str,
    pub(super) requirement: &'static str,
    pub(super) basis: &'static str,
    /// The target of the year's letters that it carries out, as `duties.rs` names it; empty for none, so that the red
    /// list of items that rest on words alone has something to show.
    pub(super) serves: &'static str,
    /// Days after the list is sent.
    pub(super) days: i64,
    pub(super) form: &'static str,
}

/// What the prefecture asks of every organisation below.
pub(super) const PREFECTURE: &[Asked] = &[
    Asked {
        text: "开展本月主题党日",
        requirement: "每个党组织一次，内容与本月学习安排一致；在外党员可线上参加。",
        basis: "基层党组织组织生活规程 第三条",
        serves: "按月开展主题党日",
        days: 12,
        form: r#"{"fields":[
            {"key":"held","label":"已按期开展","type":"yes_no","required":true},
            {"key":"on","label":"开展日期","type":"day","required":true},
            {"key":"present","label":"到会人数","type":"number","min":0,"max":2000,"unit":"人"}]}"#,
    },
    Asked {
        text: "核对本组织基本信息",
        requirement: "只核对，已有的不再填报；有变化的改正即可。",
        basis: "基层党建工作信息台账办法 第五条",
        serves: "",
        days: 20,
        form: r#"{"fields":[{"key":"right","label":"基本信息无误","type":"yes_no","required":true}]}"#,
    },
    Asked {
        text: "更新第一责任人公开承诺的办理情况",
        requirement: "逐项写明已办、在办、未办；未办的说明原因。",
        basis: "党建工作目标管理责任考核办法 第十二条",
        serves: "公开承诺事项按期办结",
        days: 26,
        form: r#"{"fields":[
            {"key":"kept","label":"已兑现","type":"number","min":0,"max":50,"unit":"项","required":true},
            {"key":"open","label":"未兑现","type":"number","min":0,"max":50,"unit":"项","required":true},
            {"key":"why","label":"未兑现的原因","type":"short"}]}"#,
    },
];

/// What a county asks of its townships and villages.
pub(super) const COUNTY: &[Asked] = &[
    Asked {
        text: "活动场所冬季取暖、用电安全自查",
        requirement: "查线路、查火炉、查疏散通道；有隐患的当日处理。",
        basis: "村级组织活动场所管理办法 第九条",
        serves: "村级组织活动场所达标",
        days: 14,
        form: r#"{"fields":[
            {"key":"done","label":"已自查","type":"yes_no","required":true},
            {"key":"found","label":"发现隐患","type":"number","min":0,"max":99,"unit":"处"}]}"#,
    },
    Asked {
        text: "公布本月值班安排",
        requirement: "在活动场所门口公布，写明时间和岗位。",
        basis: "干部值班办公制度 第二条",
        serves: "",
        days: 9,
        form: r#"{"fields":[{"key":"posted","label":"公布日期","type":"day","required":true}]}"#,
    },
];

/// What a township asks of its villages.
pub(super) const TOWNSHIP: &[Asked] = &[Asked {
    text: "收集群众反映的问题，注明能办与不能办",
    requirement: "只写事，不写人；能办的写明时限。",
    basis: "为民服务办事制度 第四条",
    serves: "",
    days: 16,
    form: r#"{"fields":[
        {"key":"heard","label":"收集问题","type":"number","min":0,"max":99,"unit":"件","required":true},
        {"key":"solved","label":"当月办结","type":"number","min":0,"max":99,"unit":"件","required":true}]}"#,
}];

/// Reasons with which a report is sent back.
pub(super) const RETURNED: &[&str] =
    &["到会人数与签到册不一致，请核对。", "开展日期填成了上月，请改正。", "请补充未办的原因。"];
/// Reasons with which an organisation asks not to do it.
pub(super) const DECLINED: &[&str] = &["本组织没有活动场所，不涉及此项。", "上月已向县委组织部报送同样内容。"];
/// Reasons with which an organisation asks for a later day.
pub(super) const ASKING: &[&str] = &["负责人外出培训，周末返回后办理。"];
