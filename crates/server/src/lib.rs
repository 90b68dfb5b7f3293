//! The server: wires the rooms into one binary, with its command line, operations and demo.
//!
//! It is the only crate that knows all rooms. Rules and SQL of the domain do not live here.

pub mod backup;
pub mod cli;
pub mod commands;
pub mod config;
pub mod demo;
pub mod keys;
pub mod nav;
pub mod openapi;
pub mod ops;
pub mod outcome;
pub mod progress;
pub mod reactions;
mod say;
pub mod security;
pub mod store;
pub mod wiring;
