//! What all faces share: routes that declare their policy, pages, forms, words, errors.
//!
//! A room offers its faces as [`Routes`]; each route says who may use it ([`Policy`]) and the guard
//! holds it before the handler runs. Kit names no room: menus and words come from the server.

mod app;
mod cookie;
mod download;
mod error;
mod form;
mod guard;
mod json;
mod page;
mod request;
mod routes;
mod words;

pub use app::{App, NavGroup, NavItem, Wiring};
pub use cookie::{LANGUAGE_COOKIE, SESSION_COOKIE, clear_session, session_cookie};
pub use error::{Answer, Failure};
pub use form::{Form, FormView, Upload};
pub use guard::{encode, guarded};
pub use json::{Json, Listed, Problem, json, json_page};
pub use page::{Shell, redirect, redirect_with};
pub use request::Req;
pub use routes::{Policy, Route, Routes};
pub use words::{Lang, W, Words};
