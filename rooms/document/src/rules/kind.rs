//! What sorts of documents there are, and the places of the “1+3” framework.

/// A sort of document (`domain.md` §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 意见
    Opinion,
    /// 方案 (of work, of implementation)
    Plan,
    /// 规章制度
    Regulation,
    /// 考核办法
    AssessmentMethod,
    /// 五年规划
    FiveYearPlan,
    /// 年度计划
    YearPlan,
    /// 工作规程, one for each domain
    WorkProcedure,
}

impl Kind {
    /// Every sort, in the order in which lists offer them.
    pub const ALL: [Self; 7] = [
        Self::Opinion,
        Self::Plan,
        Self::Regulation,
        Self::AssessmentMethod,
        Self::FiveYearPlan,
        Self::YearPlan,
        Self::WorkProcedure,
    ];

    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opinion => "opinion",
            Self::Plan => "plan",
            Self::Regulation => "regulation",
            Self::AssessmentMethod => "assessment_method",
            Self::FiveYearPlan => "five_year_plan",
            Self::YearPlan => "year_plan",
            Self::WorkProcedure => "work_procedure",
        }
    }

    /// The sort with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A place in the “1+3” framework: one opinion and three plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slot {
    /// The opinion.
    Opinion,
    /// The first plan.
    Plan1,
    /// The second plan.
    Plan2,
    /// The third plan.
    Plan3,
}

impl Slot {
    /// All four, the opinion first.
    pub const ALL: [Self; 4] = [Self::Opinion, Self::Plan1, Self::Plan2, Self::Plan3];

    /// The stored code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Opinion => "opinion",
            Self::Plan1 => "plan_1",
            Self::Plan2 => "plan_2",
            Self::Plan3 => "plan_3",
        }
    }

    /// The place with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|slot| slot.code() == code)
    }

    /// The sort of document that may stand here.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Opinion => Kind::Opinion,
            Self::Plan1 | Self::Plan2 | Self::Plan3 => Kind::Plan,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_what_it_stands_for() {
        assert!(Kind::ALL.into_iter().all(|kind| Kind::of_code(kind.code()) == Some(kind)));
        assert!(Slot::ALL.into_iter().all(|slot| Slot::of_code(slot.code()) == Some(slot)));
        assert_eq!((Kind::of_code("letter"), Slot::of_code("plan_4")), (None, None));
    }
}
