//! Choosing a clause in a form of another room, with scripts and without.

use document::{Picker, picked};
use kernel::{ClauseId, Role};
use kit::{Form, Lang, W, Words};

use crate::support::*;

testkit::both_engines! {
    async fn words_offer_clauses_to_tick_and_nothing_out_of_sight(kit: testkit::Kit) {
        let id = in_force(&kit, "n1").await;
        let target = clause(&kit, "n1", id, "（一）").await;
        let village = client(&kit, "n1/t1/v1", Role::Clerk).await;
        let part = village.get("/clauses/pick?name=clause&clause_ref=%E6%97%A5%E5%B8%B8").await.expect(200).body;
        assert!(part.contains(&format!("name=\"clause\" value=\"{target}\" checked")), "{part}");
        let empty = village.get("/clauses/pick?name=clause&q=").await.expect(200).body;
        assert!(empty.contains("请输入要找的字词") && !empty.contains("radio"), "{empty}");
        let stranger = client(&kit, "n2", Role::Clerk).await;
        let part = stranger.get("/clauses/pick?name=clause&q=%E6%97%A5%E5%B8%B8").await.expect(200).body;
        assert!(part.contains("没有找到现行条款") && !part.contains("radio"), "{part}");
        let odd = village.get("/clauses/pick?name=%22%3E%3Cscript&q=%E6%97%A5").await.expect(200).body;
        assert!(odd.contains("name=\"script\""), "{odd}");
        let json = village.get("/api/v1/clauses?q=%E6%97%A5%E5%B8%B8").await.expect(200).json();
        assert_eq!((json["items"][0]["id"].as_str(), json["items"][0]["label"].as_str()), (Some(target.to_string().as_str()), Some("（一）")));
        drop(village.get("/api/v1/clauses?q=").await.expect(422));
        drop(client(&kit, "root", Role::SystemAdmin).await.get("/clauses/pick?q=x").await.expect(403));
    }
}

#[test]
fn what_is_ticked_counts_before_what_is_typed_and_a_number_counts_alone() {
    let of = |pairs: &[(&str, &str)]| picked(&Form::from_pairs(pairs), "clause");
    assert_eq!(of(&[("clause", "912345678901"), ("clause_ref", "别的字")]), Some(ClauseId::new(912_345_678_901)));
    assert_eq!(of(&[("clause_ref", "912345678902")]), Some(ClauseId::new(912_345_678_902)));
    assert_eq!(of(&[("clause", ""), ("clause_ref", "日常考核")]), None);
}

#[test]
fn the_field_keeps_what_was_typed_and_says_what_is_wrong() {
    let words = Words::load(&[document::WORDS, include_str!("../../../../crates/kit/words.toml")]).unwrap();
    let w = W::new(Box::leak(Box::new(words)), Lang::Zh);
    let field = Picker {
        w,
        name: "clause".to_owned(),
        label: "依据条款".to_owned(),
        chosen: None,
        typed: "日常\"考核".to_owned(),
        error: w.t("fault.required").to_owned(),
        optional: false,
    };
    let html = field.html().unwrap();
    assert!(html.contains("日常&#34;考核") && html.contains("此项必填") && html.contains("has-error"), "{html}");
}
