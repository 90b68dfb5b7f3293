//! What the forms of a meeting's page send, but for decisions.

use axum::extract::Path;
use cx::AppError;
use kernel::{Fault, MeetingId, OrgId};
use kit::{Answer, Req};

use super::{address, done, href, own_address, show::again};
use crate::{
    actions::{
        adopt as adopting, agenda,
        attend::{self as attending, Attendance},
        correct, hold as holding,
        reschedule::{self as moving, Move},
    },
    rules::Clock,
};

type Of = Path<(String, String)>;
type OfOne = Path<(String, String, String)>;
type At = (OrgId, MeetingId);

/// The version the form was made of.
fn version(req: &Req) -> Result<i64, Fault> {
    req.form.parsed("version", "not_a_number")
}

/// Back to the meeting, or the page again with what was not taken.
async fn back<T>(req: &Req, at: At, which: &str, key: &str, result: Result<T, AppError>) -> Answer {
    match result {
        Ok(_) => Ok(done(&href(at.0, at.1), key, 0, "")),
        Err(error) => again(req, at, which, error).await,
    }
}

pub(super) async fn reschedule(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own_address(&req, &org, &meeting)?;
    let form = &req.form;
    let to = |req: &Req| -> Result<(i64, Move), AppError> {
        let day = form.parsed("day", "not_a_day")?;
        let start: Clock = form.get("start").parse()?;
        let (place, reason) = (form.get("place").to_owned(), form.get("reason").to_owned());
        Ok((version(req)?, Move { day, start, place, reason }))
    };
    let moved = match to(&req) {
        Ok((version, to)) => moving::reschedule(&req.cx, &req.once(), at.1, version, to).await,
        Err(error) => Err(error),
    };
    back(&req, at, "move", "meeting_moved", moved).await
}

pub(super) async fn cancel(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own_address(&req, &org, &meeting)?;
    let cancelled = moving::cancel(&req.cx, &req.once(), at.1, version(&req)?, req.form.get("reason")).await;
    back(&req, at, "cancel", "meeting_cancelled", cancelled).await
}

pub(super) async fn add_topic(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own_address(&req, &org, &meeting)?;
    let added = agenda::add_topic(&req.cx, &req.once(), at.1, version(&req)?, req.form.get("topic")).await;
    back(&req, at, "topic", "meeting_topic", added).await
}

pub(super) async fn drop_topic(req: Req, Path((org, meeting, line)): OfOne) -> Answer {
    let at = own_address(&req, &org, &meeting)?;
    let line = line.parse().map_err(|_| AppError::NotFound)?;
    let dropped = agenda::drop_topic(&req.cx, &req.once(), at.1, version(&req)?, line).await;
    back(&req, at, "topic", "meeting_topic_off", dropped).await
}

pub(super) async fn hold(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own_address(&req, &org, &meeting)?;
    let held = holding::hold(&req.cx, &req.once(), at.1, version(&req)?).await;
    back(&req, at, "hold", "meeting_held", held).await
}

pub(super) async fn attend(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own_address(&req, &org, &meeting)?;
    let heads = |name: &str| -> Result<Option<i64>, Fault> {
        req.form.opt(name).map(|_| req.form.parsed(name, "not_a_number")).transpose()
    };
    let who = || -> Result<Attendance, Fault> {
        let came = req.form.all("came").filter_map(|id| id.parse().ok()).collect();
        Ok(Attendance { came, own: heads("own")?, others: heads("others")? })
    };
    let attended = match who() {
        Ok(who) => attending::attend(&req.cx, &req.once(), at.1, version(&req)?, who).await,
        Err(fault) => Err(fault.into()),
    };
    back(&req, at, "attend", "meeting_attended", attended).await
}

pub(super) async fn write(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own_address(&req, &org, &meeting)?;
    let written = adopting::write_minutes(&req.cx, &req.once(), at.1, version(&req)?, req.form.get("minutes")).await;
    back(&req, at, "minutes", "meeting_minutes_saved", written).await
}

pub(super) async fn adopt(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own_address(&req, &org, &meeting)?;
    let (text, version) = (req.form.get("minutes"), version(&req)?);
    if req.proved_recently().is_err() {
        // What is typed is kept while its writer goes to prove who they are.
        let kept = adopting::write_minutes(&req.cx, "", at.1, version, text).await;
        return match kept {
            Ok(()) => Ok(proof(at)),
            Err(error) => again(&req, at, "minutes", error).await,
        };
    }
    let adopted = adopting::adopt(&req.cx, &req.once(), at.1, version, text).await;
    back(&req, at, "minutes", "meeting_adopted", adopted).await
}

pub(super) async fn propose(req: Req, Path((org, meeting)): Of) -> Answer {
    let at = own_address(&req, &org, &meeting)?;
    if req.proved_recently().is_err() {
        return Ok(proof(at));
    }
    let base = req.form.parsed("base", "not_a_number")?;
    let what = (req.form.get("minutes").to_owned(), req.form.get("reason").to_owned());
    let proposed = correct::propose(&req.cx, &req.once(), at.1, base, what).await;
    back(&req, at, "correct", "meeting_proposed", proposed).await
}

pub(super) async fn confirm(req: Req, Path((org, meeting, rev)): OfOne) -> Answer {
    let at = address(&org, &meeting)?;
    let rev = rev.parse().map_err(|_| AppError::NotFound)?;
    if req.proved_recently().is_err() {
        return Ok(proof(at));
    }
    let confirmed = correct::confirm(&req.cx, &req.once(), at.0, at.1, rev).await;
    back(&req, at, "confirm", "meeting_corrected", confirmed).await
}

pub(super) async fn refuse(req: Req, Path((org, meeting, rev)): OfOne) -> Answer {
    let at = address(&org, &meeting)?;
    let rev = rev.parse().map_err(|_| AppError::NotFound)?;
    let reason = req.form.get("reason").to_owned();
    let refused = correct::refuse(&req.cx, &req.once(), at.0, at.1, (rev, reason)).await;
    back(&req, at, "refuse", "meeting_refused", refused).await
}

/// Sends whoever has not proved who they are lately to do so, and then back.
fn proof(at: At) -> axum::response::Response {
    kit::redirect(&format!("/me/proof?next={}", href(at.0, at.1)))
}
