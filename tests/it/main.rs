//! The integration tests: one binary, since each costs a link of the whole program.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "where a helper fails, its test has failed")]
#![allow(missing_docs, reason = "the names of tests say what they hold")]

mod access;
mod activity;
mod arrows;
mod bundle;
mod cli;
mod desk;
mod doubt;
mod engine;
mod environment;
mod export;
mod faults;
mod fuzz;
mod journal;
mod keychain;
mod kills;
mod past;
mod program;
mod sandbox;
mod sandbox_schema;
mod seam_lies;
mod seam_practice;
mod seam_requests;
mod seam_route;
mod seam_server;
mod seam_transport;
mod settings;
mod settings_cli;
mod settings_mistakes;
mod settings_together;
mod shared;
mod window;
