//! JSON answers of the API: one shape for pages of lists, one for problems (RFC 9457).

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use cx::AppError;
use kernel::Paged;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Failure, W};

/// An answer in JSON.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(header::CONTENT_TYPE, "application/json")], body).into_response(),
            Err(error) => Failure::from(AppError::Internal(error.to_string())).into_response(),
        }
    }
}

/// `value` as a JSON answer.
pub fn json<T: Serialize>(value: T) -> Response {
    Json(value).into_response()
}

/// One page of a list: `{"items": […], "next": "…"}`.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed<T> {
    /// The rows.
    pub items: Vec<T>,
    /// What to pass as `after` for the next page; null on the last.
    pub next: Option<String>,
}

/// One page of a list, each row in the shape that the interface tells.
pub fn json_page<T, U: Serialize>(page: Paged<T>, shape: impl FnMut(T) -> U) -> Response {
    let page = page.map(shape);
    json(Listed { items: page.items, next: page.next })
}

/// A problem as RFC 9457 shapes it.
#[derive(Debug, Serialize)]
pub struct Problem {
    /// `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in the caller's language.
    pub title: String,
    /// The status once more.
    pub status: u16,
    /// What to do.
    pub detail: String,
    /// Every refused field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// By which the log knows this request.
    pub request_id: String,
}

/// One refused field.
#[derive(Debug, Serialize)]
pub struct FieldProblem {
    /// Its name; empty for the whole request.
    pub field: String,
    /// Code of the fault.
    pub code: String,
    /// Its sentence.
    pub detail: String,
}

impl Problem {
    /// The problem of a failure.
    #[must_use]
    pub fn of(failure: &Failure, w: &W, request_id: &str) -> Self {
        let code = failure.code();
        let errors = match &*failure.0 {
            AppError::Invalid(faults) => faults
                .iter()
                .map(|f| FieldProblem {
                    field: f.field.clone().unwrap_or_default(),
                    code: f.code.to_owned(),
                    detail: w.fault(f),
                })
                .collect(),
            AppError::Conflict(differences) => differences
                .iter()
                .map(|d| FieldProblem {
                    field: d.field.to_owned(),
                    code: "differs".to_owned(),
                    detail: w.value(&d.theirs),
                })
                .collect(),
            _ => Vec::new(),
        };
        Self {
            kind: format!("/problems/{code}"),
            title: w.t(&format!("error.{code}.title")).to_owned(),
            status: failure.status().as_u16(),
            detail: w.t(&format!("error.{code}.help")).to_owned(),
            errors,
            request_id: request_id.to_owned(),
        }
    }

    /// As a response.
    #[must_use]
    pub fn response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
