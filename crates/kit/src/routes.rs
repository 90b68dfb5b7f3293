//! Routes that declare who may use them; the server's table of all routes is made of these.

use axum::{handler::Handler, http::Method, routing::MethodRouter};
use kernel::{Action, Role};

use crate::App;

/// Who may use a route. What they may see of it is decided by the scope of their seat.
#[derive(Debug, Clone, Copy)]
pub enum Policy {
    /// Anyone, logged in or not.
    Public,
    /// Anyone logged in, also without a post and with a password that must be changed: their own account.
    Account,
    /// Anyone logged in, also without a post, once their password is their own.
    Person,
    /// Whoever's seat has a role for this action.
    May(&'static Action),
    /// Whoever's seat has a role for one of these actions.
    MayAny(&'static [&'static Action]),
}

impl Policy {
    /// Whether a seat with this role passes.
    #[must_use]
    pub fn admits(&self, role: Role) -> bool {
        match self {
            Self::Public | Self::Account | Self::Person => true,
            Self::May(action) => action.is_for(role),
            Self::MayAny(actions) => actions.iter().any(|a| a.is_for(role)),
        }
    }

    /// As the printed table of access names it.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Public => "public".to_owned(),
            Self::Account => "account".to_owned(),
            Self::Person => "person".to_owned(),
            Self::May(action) => action.name.to_owned(),
            Self::MayAny(actions) => actions.iter().map(|a| a.name).collect::<Vec<_>>().join(" | "),
        }
    }
}

/// One route.
#[derive(Clone)]
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path with `{parameters}`.
    pub path: &'static str,
    /// Who may use it.
    pub policy: Policy,
    pub(crate) handler: MethodRouter<App>,
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} ({})", self.method, self.path, self.policy.name())
    }
}

/// The routes of a room. There is no way to add one without a policy.
#[derive(Debug, Clone, Default)]
pub struct Routes(Vec<Route>);

impl Routes {
    /// No routes yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// A route that reads.
    #[must_use]
    pub fn get<T: 'static, H: Handler<T, App>>(self, path: &'static str, policy: Policy, handler: H) -> Self {
        self.add(Method::GET, path, policy, axum::routing::get(handler))
    }

    /// A route that changes something.
    #[must_use]
    pub fn post<T: 'static, H: Handler<T, App>>(self, path: &'static str, policy: Policy, handler: H) -> Self {
        self.add(Method::POST, path, policy, axum::routing::post(handler))
    }

    /// A route that replaces something whole (JSON interface only).
    #[must_use]
    pub fn put<T: 'static, H: Handler<T, App>>(self, path: &'static str, policy: Policy, handler: H) -> Self {
        self.add(Method::PUT, path, policy, axum::routing::put(handler))
    }

    /// A route that removes something (JSON interface only).
    #[must_use]
    pub fn delete<T: 'static, H: Handler<T, App>>(self, path: &'static str, policy: Policy, handler: H) -> Self {
        self.add(Method::DELETE, path, policy, axum::routing::delete(handler))
    }

    fn add(mut self, method: Method, path: &'static str, policy: Policy, handler: MethodRouter<App>) -> Self {
        self.0.push(Route { method, path, policy, handler });
        self
    }

    /// These routes and those.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Route] {
        &self.0
    }
}
