//! Keys as the protocol names them (W3C WebDriver, section 17.4.2): a letter is itself, the others have code points.

use serde_json::{Value, json};

/// What presses these keys, one after the other.
pub(crate) fn pressing(keys: &[&str]) -> Value {
    let strokes = keys.iter().flat_map(|key| {
        let value = code(key);
        [json!({ "type": "keyDown", "value": value }), json!({ "type": "keyUp", "value": value })]
    });
    json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes.collect::<Vec<Value>>() }] })
}

/// The code point of a key; a single letter or sign stands for its own.
fn code(key: &str) -> &str {
    match key {
        "Tab" => "\u{E004}",
        "Enter" => "\u{E007}",
        "Escape" => "\u{E00C}",
        "ArrowLeft" => "\u{E012}",
        "ArrowUp" => "\u{E013}",
        "ArrowRight" => "\u{E014}",
        "ArrowDown" => "\u{E015}",
        one if one.chars().count() == 1 => one,
        unknown => panic!("no key is called `{unknown}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_down_and_comes_up_again() {
        let sent = pressing(&["j", "Enter"]);
        let strokes = sent["actions"][0]["actions"].as_array().expect("a row of strokes").clone();
        let told: Vec<_> = strokes.iter().map(|s| (s["type"].as_str(), s["value"].as_str())).collect();
        let (down, up) = (Some("keyDown"), Some("keyUp"));
        let (j, enter) = (Some("j"), Some("\u{E007}"));
        assert_eq!(told, [(down, j), (up, j), (down, enter), (up, enter)]);
    }
}
