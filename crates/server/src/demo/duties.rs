//! The documents, the plan and the targets of the demo. All fictitious: titles, clauses and figures are invented, and
//! what is asked are plain duties that grade nobody.

use document::{Kind, Slot};
use target::Kind as Counted;

/// One document: sort, place in the framework, title, number, text.
pub(super) struct Paper {
    pub(super) kind: Kind,
    pub(super) slot: Option<Slot>,
    pub(super) title: &'static str,
    pub(super) number: &'static str,
    pub(super) text: &'static str,
}

/// The framework “1+3”, the plan that milestones rest on and the method of assessment.
pub(super) const PAPERS: &[Paper] = &[
    Paper {
        kind: Kind::Opinion,
        slot: Some(Slot::Opinion),
        title: "关于清单化推进基层党建工作的意见（演示）",
        number: "演组发〔2026〕1号",
        text: "一、总体要求\n（一）把基层党建年度任务逐级落实到目标责任书，做到任务有依据、责任有主体、进度可查询。\n（二）能从台账取得的数据不再要求基层填报。\n二、责任体系\n（三）各级党组织第一责任人每季度专题研究一次基层党建工作。\n（四）公开承诺事项按期办结，未办结的说明原因。\n三、保障\n（五）村级组织办公经费按季度足额拨付。\n（六）同一事项不得重复布置、重复报表。",
    },
    Paper {
        kind: Kind::Plan,
        slot: Some(Slot::Plan1),
        title: "村级组织活动场所规范管理工作方案（演示）",
        number: "演组发〔2026〕2号",
        text: "一、目标\n（一）村级组织活动场所面积、功能、安全三项全部达标。\n二、措施\n（二）每年入冬前完成一次用电用火安全检查。\n（三）活动场所门口公布值班电话。",
    },
    Paper {
        kind: Kind::Plan,
        slot: Some(Slot::Plan2),
        title: "党组织生活规范化工作方案（演示）",
        number: "演组发〔2026〕3号",
        text: "一、主题党日\n（一）每个党支部每月开展一次主题党日，提前三天通知到每名党员。\n二、组织生活会\n（二）每年召开一次组织生活会，问题整改逐项销号。",
    },
    Paper {
        kind: Kind::Plan,
        slot: Some(Slot::Plan3),
        title: "基层党组织书记队伍建设工作方案（演示）",
        number: "演组发〔2026〕4号",
        text: "一、培训\n（一）村党组织书记每年参加集中培训不少于五天。\n二、联系\n（二）直属部门每年确定一批基层联系点，年内到点不少于四次。",
    },
    Paper {
        kind: Kind::AssessmentMethod,
        slot: None,
        title: "党建工作目标管理责任考核办法（演示）",
        number: "演组发〔2026〕5号",
        text: "第一条 目标责任书按年度签订，双方第一责任人签字后生效。\n第二条 对目标有异议的，应当在签订前书面提出，下发单位逐件答复。\n第三条 考核以台账记录为准，不另行要求报送材料。",
    },
];

/// The five-year plan's own document.
pub(super) const FIVE_YEARS: Paper = Paper {
    kind: Kind::FiveYearPlan,
    slot: None,
    title: "基层党建工作五年规划（演示）",
    number: "演组发〔2026〕6号",
    text: "一、主要目标\n（一）村级组织活动场所达标村占比逐年提高。\n（二）村党组织书记集中培训参训率逐年提高。\n二、保障措施\n（三）每年评估一次规划进度，进度向社会公布。",
};

/// A line of milestones: words of its clause, text, what is counted, thousandths of a per cent for each of five years.
pub(super) const MILESTONES: [(&str, &str, &str, [i64; 5]); 2] = [
    ("达标村占比", "村级组织活动场所达标村占比", "达标村占全部村的比例", [80_000, 85_000, 90_000, 95_000, 98_000]),
    ("参训率", "村党组织书记集中培训参训率", "参训书记占全部书记的比例", [90_000, 92_000, 95_000, 98_000, 100_000]),
];

/// One target of the letters.
pub(super) struct Duty {
    /// Words of the clause it rests on.
    pub(super) rests_on: &'static str,
    pub(super) project: &'static str,
    pub(super) text: &'static str,
    pub(super) requirement: &'static str,
    pub(super) kind: Counted,
    pub(super) measure: &'static str,
    pub(super) value: &'static str,
    /// In tenths.
    pub(super) weight: i64,
}

/// What the prefecture asks of its counties; the last one a county does itself.
pub(super) const DUTIES: &[Duty] = &[
    Duty {
        rests_on: "三项全部达标",
        project: "阵地建设",
        text: "村级组织活动场所达标",
        requirement: "面积、功能、安全三项同时具备才算达标。",
        kind: Counted::Metric,
        measure: "达标村占全部村的比例",
        value: "≥85%",
        weight: 150,
    },
    Duty {
        rests_on: "每月开展一次主题党日",
        project: "组织生活",
        text: "按月开展主题党日",
        requirement: "提前三天通知到每名党员，在外党员可线上参加。",
        kind: Counted::Metric,
        measure: "按期开展的党支部占比",
        value: "100%",
        weight: 150,
    },
    Duty {
        rests_on: "每季度专题研究",
        project: "责任落实",
        text: "第一责任人专题研究基层党建",
        requirement: "有议题、有结论，结论列入下月交办单。",
        kind: Counted::Metric,
        measure: "全年次数",
        value: "4 次",
        weight: 150,
    },
    Duty {
        rests_on: "公开承诺事项",
        project: "责任落实",
        text: "公开承诺事项按期办结",
        requirement: "未办结的逐项写明原因。",
        kind: Counted::Metric,
        measure: "按期办结事项占比",
        value: "≥95%",
        weight: 150,
    },
    Duty {
        rests_on: "不少于五天",
        project: "队伍建设",
        text: "村党组织书记集中培训",
        requirement: "五天可以分期完成。",
        kind: Counted::Metric,
        measure: "参训书记占比",
        value: "≥92%",
        weight: 150,
    },
    Duty {
        rests_on: "按季度足额拨付",
        project: "保障",
        text: "村级组织办公经费按季拨付",
        requirement: "季度首月十五日前到账。",
        kind: Counted::Metric,
        measure: "按期足额拨付的村占比",
        value: "100%",
        weight: 100,
    },
    Duty {
        rests_on: "不得重复布置",
        project: "减负",
        text: "不重复布置、不重复报表",
        requirement: "能从台账取得的不再要求填报。",
        kind: Counted::Judgement,
        measure: "有无重复布置",
        value: "无重复",
        weight: 100,
    },
    Duty {
        rests_on: "基层联系点",
        project: "工作联系",
        text: "直属部门联系点到点",
        requirement: "每个联系点年内到点不少于四次。",
        kind: Counted::Metric,
        measure: "到点次数达到四次的联系点占比",
        value: "100%",
        weight: 50,
    },
];

/// Why a county does not carry the last one on.
pub(super) const CUT: &str = "由县直部门承担，不分解到乡镇。";

/// What a township objects to.
pub(super) const OBJECTIONS: &[&str] = &[
    "活动场所有两处正在改建，年内达标比例请按实际工期核定。",
    "集中培训与换届时间重叠，建议参训比例分两期计算。",
    "经费由县级财政统一拨付，到账时间乡镇无法决定，请调整要求。",
];
