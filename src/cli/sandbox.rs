//! `keydesk sandbox`: the make-believe hotel alone, for scripts and for other clients of Seam.

use std::ops::RangeInclusive;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Exit, out};
use crate::sandbox::{BusyPolicy, HotelSize, Sandbox, SandboxConfig};

/// `keydesk sandbox`.
#[derive(Debug, Args)]
pub struct SandboxArgs {
    /// The port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Another number makes another hotel.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long an encode takes, in milliseconds.
    #[arg(long, default_value = "2500..6000", value_name = "A..B", value_parser = milliseconds)]
    encode_ms: RangeInclusive<u64>,
    /// The share of encodes that fail by themselves, 0 to 1.
    #[arg(long, default_value_t = 0.0, value_name = "SHARE")]
    failure_rate: f64,
    /// What a second encode on a busy encoder does.
    #[arg(long, value_enum, default_value_t = Busy::Queue)]
    busy: Busy,
    /// A hotel with this many card credentials instead of the usual one.
    #[arg(long, value_name = "N")]
    credentials: Option<usize>,
    /// Error types of the next encodes, each as ENCODER=TYPE; may be given several times.
    #[arg(long, value_name = "ENCODER=TYPE", value_parser = failure)]
    fail_next: Vec<(String, String)>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Busy {
    /// It waits for its turn.
    Queue,
    /// It fails.
    Fail,
}

fn milliseconds(text: &str) -> Result<RangeInclusive<u64>, String> {
    let (from, to) = text.split_once("..").ok_or("write it as A..B, such as 2500..6000")?;
    let number = |part: &str| part.trim_start_matches('=').parse().map_err(|_| format!("\"{part}\" is no number"));
    Ok(number(from)?..=number(to)?)
}

fn failure(text: &str) -> Result<(String, String), String> {
    let (encoder, error) =
        text.split_once('=').ok_or("write it as ENCODER=TYPE, such as \"Front Desk 1=encoder_not_online\"")?;
    Ok((encoder.to_owned(), error.to_owned()))
}

/// Serves the hotel until the program is told to stop.
pub async fn serve(args: SandboxArgs) -> Exit {
    let config = SandboxConfig {
        port: args.port,
        seed: args.seed,
        encode_ms: args.encode_ms,
        failure_rate: args.failure_rate,
        busy: match args.busy {
            Busy::Queue => BusyPolicy::Queue,
            Busy::Fail => BusyPolicy::Fail,
        },
        hotel: args.credentials.map_or(HotelSize::Standard, HotelSize::Credentials),
        ..SandboxConfig::default()
    };
    match Sandbox::start(config).await {
        Ok(sandbox) => serve_until_told(sandbox, &args.fail_next).await,
        Err(error) => {
            out::sentence(error.to_string());
            Exit::Usage
        }
    }
}

async fn serve_until_told(mut sandbox: Sandbox, fail_next: &[(String, String)]) -> Exit {
    for (encoder, error_type) in fail_next {
        let id = sandbox.control().encoder_id(encoder).unwrap_or_else(|| encoder.clone());
        if !sandbox.fail_next_encode(&id, error_type) {
            out::sentence(format!("there is no encoder \"{encoder}\""));
            return Exit::Usage;
        }
    }
    out::json(&json!({
        "endpoint": sandbox.endpoint(),
        "api_key": sandbox.api_key(),
        "personal_access_token": sandbox.personal_access_token(),
        "workspace_id": sandbox.workspace_id(),
    }));
    tokio::select! {
        () = sandbox.wait() => {}
        _ = tokio::signal::ctrl_c() => sandbox.stop().await,
    }
    Exit::Done
}
