//! `paper`: one official paper into a file.

use ::paper::{Format, Kind, Subject};
use anyhow::{Context, Result};

use crate::{cli::Paper, commands::operator, config::Config, outcome::Outcome, say::say};

pub(super) async fn print(config: &Config, wanted: Paper) -> Result<Outcome> {
    let (Some(kind), Some(format)) = (Kind::of_code(&wanted.kind), Format::of_code(&wanted.format)) else {
        eprintln!("qingdan: unknown kind or format; see qingdan paper --help");
        return Ok(Outcome::Refused);
    };
    let Some(subject) = wanted.id.split_once('/').and_then(|(org, id)| Subject::of(kind, org.parse().ok()?, id)) else {
        eprintln!("qingdan: {} is not ORGANISATION/ID", wanted.id);
        return Ok(Outcome::Refused);
    };
    let house = super::ready_house(config).await?;
    let base = wanted.base.unwrap_or_else(|| format!("http://{}", config.listen));
    let demo = super::demo::is_demo(&house).await?;
    let printed = ::paper::print(&operator(&house), subject, format, &base, demo).await?;
    std::fs::write(&wanted.output, &printed.bytes).with_context(|| format!("writing {}", wanted.output.display()))?;
    if wanted.json.json {
        let (file, bytes) = (wanted.output.display().to_string(), printed.bytes.len());
        let told = serde_json::json!({ "file": file, "bytes": bytes, "number": printed.number, "hash": printed.hash, "code": printed.code });
        say!("{told}");
    } else {
        say!(
            "{}: {} bytes, number {}, check code {}",
            wanted.output.display(),
            printed.bytes.len(),
            printed.number,
            printed.code
        );
    }
    Ok(Outcome::Done)
}
