//! From an [`AppError`] to a status: the page or the JSON is made by the guard, which knows the language.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use cx::AppError;

/// What a handler returns.
pub type Answer = Result<Response, Failure>;

/// An [`AppError`] on its way out of a handler.
#[derive(Debug, Clone)]
pub struct Failure(pub Arc<AppError>);

impl<E: Into<AppError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(Arc::new(error.into()))
    }
}

impl Failure {
    /// The status of this failure.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match &*self.0 {
            AppError::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            AppError::NotFound => StatusCode::NOT_FOUND,
            AppError::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            AppError::Forbidden(_) => StatusCode::FORBIDDEN,
            AppError::Unauthenticated => StatusCode::UNAUTHORIZED,
            AppError::Conflict(_) => StatusCode::CONFLICT,
            AppError::SlowDown(_) => StatusCode::TOO_MANY_REQUESTS,
            AppError::Busy => StatusCode::SERVICE_UNAVAILABLE,
            AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The code by which a machine knows this failure.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &*self.0 {
            AppError::Invalid(_) => "invalid",
            AppError::NotFound => "not_found",
            AppError::WrongMethod => "wrong_method",
            AppError::Forbidden(why) => match *why {
                "must_change" | "token_reads_only" => why,
                "csrf" | "origin" => "stale_page",
                _ => "forbidden",
            },
            AppError::Unauthenticated => "unauthenticated",
            AppError::Conflict(_) => "conflict",
            AppError::SlowDown(_) => "slow_down",
            AppError::Busy => "busy",
            AppError::Internal(_) => "internal",
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
