//! The integration tests: one binary, since each costs a link of the whole program.

mod arrows;
mod cli;
mod desk;
mod engine;
mod journal;
mod keychain;
mod sandbox;
mod sandbox_schema;
mod seam_practice;
mod seam_requests;
mod seam_server;
mod seam_transport;
mod settings;
mod window;
