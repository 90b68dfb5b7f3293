//! The board of a county: its townships as groups, each with its share, and behind every figure the rows it counts.

use kernel::{Month, Role};
use task_list::Seen;
use testkit::{Client, Kit};

use crate::browser::send;
use crate::browser_keys::report_all;
use crate::house::client;

const MONTH: Month = Month(202_611);

/// A group as the page shows it: its name, its links (the group, its bar, its share, its overdue ones), its share.
#[derive(Debug)]
struct Group {
    name: String,
    links: Vec<String>,
    share: String,
    overdue: String,
}

/// What stands between two marks.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    text.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map_or("", |(found, _)| found)
}

fn groups(page: &str) -> Vec<Group> {
    let rows = page.split("<div class=\"stack-row\">").skip(1).map(|row| row.split("</div>").next().unwrap());
    rows.map(|row| Group {
        name: between(row, "title=\"", "\"").to_owned(),
        links: row
            .split("href=\"")
            .skip(1)
            .map(|link| link.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&"))
            .collect(),
        share: between(row, "class=\"lnk-num\"", "<").split_once('>').unwrap().1.to_owned(),
        overdue: between(row, "light lt-overdue d-block\"", "<")
            .split_once('>')
            .map_or("", |(_, words)| words)
            .to_owned(),
    })
    .collect()
}

/// The organisations in the rows of a board.
async fn rows(reader: &Client, address: &str) -> Vec<String> {
    let page = reader.get(address).await.expect(200).body;
    page.split("<th scope=\"row\">").skip(1).map(|row| between(row, "title=\"", "\"").to_owned()).collect()
}

/// Both villages of the first township have reported, the first is verified by the township and closed by the county;
/// those of the second owe their answers.
async fn half_done(kit: &Kit) {
    send(kit).await;
    for village in ["n1/t1/v1", "n1/t1/v2"] {
        report_all(kit, village).await;
    }
    for verifier in ["n1/t1", "n1"] {
        let card = task_list::my_month(&kit.cx("n1/t1/v1", Role::Clerk), MONTH).await.unwrap().remove(0);
        let seen = vec![Seen { key: card.key, version: card.version }];
        task_list::verify_many(&kit.cx(verifier, Role::Clerk), "", seen).await.unwrap();
    }
}

testkit::both_engines! {
    async fn a_county_sees_its_townships_with_their_shares_and_each_figure_leads_to_its_rows(kit: testkit::Kit) {
        half_done(&kit).await;
        kit.clock.set_day("2026-12-02");
        let county = kit.log_in(&client(&kit), "n1", Role::Clerk).await;
        let page = county.get("/board?month=202611&sort=tree").await.expect(200).body;
        let found = groups(&page);
        let told: Vec<(&str, &str)> = found.iter().map(|g| (g.name.as_str(), g.share.as_str())).collect();
        assert_eq!(told, [("甲一镇", "50.0%"), ("甲二乡", "0%")], "its own townships, and none of the other county");
        assert_eq!((found[0].overdue.as_str(), found[1].overdue.contains('2')), ("", true), "{found:?}");
        let (first, second) = (["样板村一", "样板村二"], ["样板村三", "样板村四"]);
        for (group, all) in found.iter().zip([first, second]) {
            assert_eq!(rows(&county, &group.links[0]).await, all, "the name of {}", group.name);
            assert_eq!(rows(&county, &group.links[1]).await, all, "the bar of {}", group.name);
        }
        assert_eq!(rows(&county, &found[0].links[2]).await, ["样板村一"], "the share is of those closed");
        assert!(rows(&county, &found[1].links[2]).await.is_empty());
        assert_eq!(rows(&county, &found[1].links[3]).await, second, "those overdue");
        // A township has no groups: what stands below it has no board of its own.
        let township = kit.log_in(&client(&kit), "n1/t1", Role::Clerk).await;
        assert!(groups(&township.get("/board?month=202611").await.expect(200).body).is_empty());
        // Nor does a board that is filtered, whose shares would be of something else.
        assert!(groups(&county.get("/board?month=202611&state=closed").await.expect(200).body).is_empty());
    }
}
