//! Letters (目标责任书): what a superior and an organisation agree on for a year, signed by both and sealed.
//!
//! Words: letter 目标责任书, issue 下发批次, target 目标, weight 分值, sign 签订, countersign 会签, revision 修订,
//! cut 不分解, cascade 层层签订, key of a post 岗位密钥.
//! Life: an issue is draft → issued and makes one letter per recipient; a letter is issued → signed by the recipient
//! (its text is sealed) → countersigned and in force → superseded by a revision that both signed, or ended with its last
//! day. Before it is signed the recipient may object and the issuer answers; before it is in force it may be withdrawn.
//! Recorded: `target.drafted`, `target.edited`, `target.template_kept`, `target.discarded`, `target.values_set`,
//! `target.issued`, `target.objected`, `target.answered`, `target.signed`, `target.countersigned`, `target.revised`,
//! `target.withdrawn`, `target.set`, `target.rehomed`.
//! Tables owned: letter_issue, target, target_cut, letter_value, letter, letter_target, letter_step, letter_seal,
//! letter_signature, post_key, letter_setting
//! Tables read: org, post, holder, account
//! Used by: task_list, reach, paper, meeting, desk, server.

pub mod access;
mod actions;
mod api;
mod pages;
mod rules;
mod sheet;
mod store;

pub use access::ACTIONS;
pub use actions::{
    Key, Seen,
    above::{Above, Buildable, buildable},
    board::{Board, BoardChild, BoardQuery, BoardRow, Tally, all, board},
    cascade::{Cascade, cascade_in, cascades_in},
    check::{check, house_keys},
    countersign::{COUNTERSIGN_MOST, Which, countersign},
    draft::{Source, Written, begin, create, discard, edit, issues, keep_as_template, written},
    issue::{Issued, Preview, count, issue, preview},
    links::{Chain, TargetRef, carried_in, chains_in, may_rest_on_in, targets_in},
    living::{LivingLetter, WaitingLetters, living_in, waiting_in},
    mine::{Mine, current, mine},
    object::{answer, object},
    printed::{PrintedLetter, issue_in, letters_of_in, may_see_printed, printed_in},
    revise::{Revision, revise},
    setting::{set_villages, settings},
    show::{Can, Change, LetterDetail, compared, letter, letter_in},
    sign::sign,
    upkeep::rehome,
    values::{BadRow, ROWS_MOST, ValueRow, ValuesReport, set_values},
    withdraw::withdraw,
};
pub use api::Api;
pub use rules::{
    Attestation, Cut, IssueDraft, Kind, Letter, Line, Party, SheetLine, Shown, Side, Stage, State, StepKind,
    TARGETS_MOST, TargetDraft, Upper, Version, WHOLE, read_tenths, tenths,
};
/// The pages and the API of letters.
#[must_use]
pub fn routes() -> kit::Routes {
    pages::routes().and(api::routes())
}

/// The sentences of letters.
pub const WORDS: &str = include_str!("words.toml");

pub use store::{
    STATEMENTS,
    cascade::{Carrier, CutBy},
    issue::IssueRow,
    letter::{LetterRow, TargetLine},
    sealing::{SealedRow, SignatureRow},
    setting::SettingRow,
    step::StepRow,
    target::TargetRow,
};
