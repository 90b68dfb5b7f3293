//! Invented papers that use everything the press can do; for tests.

use crate::{Align, Annex, Block, Colophon, Column, Head, Paper, Party, Proof, Signature, Table};

pub(crate) fn paragraph(text: &str) -> Block {
    Block::Paragraph { text: text.to_owned() }
}

fn heading(level: u8, text: &str) -> Block {
    Block::Heading { level, text: text.to_owned(), own: false }
}

pub(crate) fn table(rows: usize) -> Block {
    let column = |head: &str, width, align| Column { head: head.to_owned(), width, align };
    let row = |n: usize| {
        vec![
            n.to_string(),
            format!("核对本村“四议两公开”记录并补齐第{n}次会议纪要\n须附照片一张"),
            "《工作规程》第三条：每季度至少召开一次".to_owned(),
            "2026-11-23".to_owned(),
        ]
    };
    Block::Table(Table {
        caption: "事项一览".to_owned(),
        columns: vec![
            column("序号", 8, Align::Center),
            column("事项", 40, Align::Left),
            column("依据", 34, Align::Left),
            column("办结期限", 18, Align::Center),
        ],
        rows: (1..=rows).map(row).collect(),
    })
}

pub(crate) fn proof() -> Proof {
    Proof {
        number: "L-2026-000123".to_owned(),
        hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".to_owned(),
        url: "https://qingdan.example.gov.cn/check/7F3KQ2M8XA5T".to_owned(),
    }
}

fn single(by: &str, day: &str) -> Option<Signature> {
    Some(Signature::Single { by: by.to_owned(), day: day.to_owned() })
}

/// A list of the month, with all that a head and a foot can hold.
pub(crate) fn list() -> Paper {
    Paper {
        head: Some(Head {
            issuer: "中共松江县委组织部文件".to_owned(),
            number: "松组发〔2026〕11号".to_owned(),
            signer: String::new(),
        }),
        title: "关于交办2026年11月基层党建\n重点工作任务的通知".to_owned(),
        addressee: "各乡镇党委，县直各单位党组织".to_owned(),
        blocks: vec![
            paragraph(
                "为落实“清单制＋责任制”，现将11月重点工作任务交办如下，请按期办结并如实上报。确因特殊情况不能按期办结的，\
                 应于期限届满前提出延期申请；不属于本级职责的，可以说明理由申请不办。",
            ),
            heading(1, "工作任务"),
            heading(2, "规范组织生活"),
            heading(3, "召开支部党员大会"),
            heading(4, "会前准备"),
            paragraph("会前五日通知全体党员，议题不少于一项。"),
            heading(2, "核对基础台账"),
            paragraph("屲上村、癿藏镇、枹罕镇、埉坪村、䃎石村等地名按民政部门公布的用字填写。"),
            table(14),
            heading(1, "工作要求"),
            paragraph("请各单位于11月25日前完成，逾期未报的列入当月晒账单。"),
        ],
        attached: vec!["11月重点工作任务清单".to_owned(), "填报说明".to_owned()],
        signature: single("中共松江县委组织部", "2026年11月1日"),
        annexes: vec![
            Annex { title: "11月重点工作任务清单".to_owned(), blocks: vec![table(4)] },
            Annex {
                title: "填报说明".to_owned(), blocks: vec![paragraph("每项只填写一次，已有数据不再重复填报。")]
            },
        ],
        colophon: Some(Colophon {
            copies: "县纪委监委，县委办公室，县政府办公室，各乡镇人民政府。".to_owned(),
            office: "中共松江县委组织部办公室".to_owned(),
            day: "2026年11月1日".to_owned(),
        }),
        proof: Some(proof()),
        day: "2026-11-01".to_owned(),
    }
}

/// A paper that goes upwards.
pub(crate) fn upward() -> Paper {
    let mut paper = list();
    if let Some(head) = &mut paper.head {
        head.signer = "田海川".to_owned();
    }
    Paper { annexes: Vec::new(), attached: Vec::new(), ..paper }
}

/// A letter of responsibility between two parties.
pub(crate) fn letter() -> Paper {
    let party = |role: &str, by: &str| Party {
        role: role.to_owned(),
        by: by.to_owned(),
        hand: "第一责任人：".to_owned(),
        day: "　　年　月　日".to_owned(),
    };
    Paper {
        title: "2026年度党建工作目标责任书".to_owned(),
        blocks: vec![
            paragraph("为压实责任，经双方协商一致，签订本责任书。"),
            heading(1, "工作目标"),
            table(3),
            heading(1, "附则"),
            paragraph("本责任书一式两份，双方各执一份。"),
        ],
        signature: Some(Signature::Two {
            left: party("签发单位", "中共松江县委员会"),
            right: party("责任单位", "中共临河镇委员会"),
        }),
        proof: Some(proof()),
        day: "2026-02-28".to_owned(),
        ..Paper::default()
    }
}

/// Pages of nothing but text.
pub(crate) fn plain() -> Paper {
    Paper { blocks: vec![paragraph(&"清单明责晒账问效逐级压实".repeat(150))], ..Paper::default() }
}

/// A table of so many rows and the signature right after it.
pub(crate) fn tail_of_table(rows: usize) -> Paper {
    Paper {
        title: "松江县11月晒账单".to_owned(),
        blocks: vec![table(rows)],
        signature: single("中国共产党松江县临河镇委员会柳林村支部委员会", "2026年12月1日"),
        proof: Some(proof()),
        ..Paper::default()
    }
}

/// A paragraph of so many lines and the signature right after it.
pub(crate) fn tail_of_text(lines: usize) -> Paper {
    let text: String = "清单明责晒账问效逐级压实基层".chars().cycle().take(lines * 28 - 10).collect();
    Paper {
        title: "会议纪要".to_owned(),
        blocks: vec![paragraph(&text)],
        signature: single("松江县委", "2026年12月1日"),
        ..Paper::default()
    }
}
