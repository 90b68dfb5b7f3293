//! What a device is called: browser and system as their makers name them, not the text that browsers send.

/// Marks of browsers in what they send, the specific before those that others copy.
const BROWSERS: [(&str, &str); 9] = [
    ("MicroMessenger/", "WeChat"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("QQBrowser/", "QQ Browser"),
    ("HuaweiBrowser/", "Huawei Browser"),
    ("Firefox/", "Firefox"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
/// Marks of systems, the specific before those that others copy.
const SYSTEMS: [(&str, &str); 8] = [
    ("OpenHarmony", "HarmonyOS"),
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// `Chrome 120 · Windows`; empty for something that is no browser we know.
pub(crate) fn device_name(agent: &str) -> String {
    let known = BROWSERS.iter().find_map(|(mark, name)| agent.find(mark).map(|at| (name, &agent[at + mark.len()..])));
    let Some((browser, rest)) = known else { return String::new() };
    let version: String = rest.chars().take_while(char::is_ascii_digit).take(4).collect();
    // Safari tells the version of its engine there, which says nothing to its owner.
    let named =
        if version.is_empty() || *browser == "Safari" { (*browser).to_owned() } else { format!("{browser} {version}") };
    match SYSTEMS.iter().find(|(mark, _)| agent.contains(mark)) {
        Some((_, system)) => format!("{named} · {system}"),
        None => named,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_called_by_its_browser_and_system() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0";
        assert_eq!(device_name(edge), "Edge 120 · Windows");
        let phone =
            "Mozilla/5.0 (Linux; Android 12; HUAWEI) AppleWebKit/537.36 Chrome/99.0.4844.88 Mobile Safari/537.36";
        assert_eq!(device_name(phone), "Chrome 99 · Android");
        let apple = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Version/17.0 Mobile/15E148 Safari/604.1";
        assert_eq!(device_name(apple), "Safari · iOS");
        assert_eq!(device_name("curl/8.5.0"), "");
        assert_eq!(device_name("Chrome/"), "Chrome");
    }
}
