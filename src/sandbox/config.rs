//! What a caller may choose about the make-believe hotel.

use std::ops::RangeInclusive;

use jiff::Timestamp;

/// How the practice server is set up. `SandboxConfig::default()` is the hotel of the practice window without natural failures.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// TCP port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Same seed and same `now`, same hotel: ids, names, doors, durations and natural failures.
    pub seed: u64,
    /// Milliseconds between an encode or scan request and its end.
    pub encode_ms: RangeInclusive<u64>,
    /// Share of encodes that fail on their own, 0.0 to 1.0.
    pub failure_rate: f64,
    /// What a second encode or scan on a working encoder meets.
    pub busy: BusyPolicy,
    /// How many guests the hotel has.
    pub hotel: HotelSize,
    /// Adds one guest for each fault that can be practised (see [`crate::sandbox`]); only in [`HotelSize::Standard`].
    pub practice_guests: bool,
    /// Lists the credential behind an access method in `/acs/credentials/list` too. Seam does not say whether it does.
    pub grant_credentials_listed: bool,
    /// The instant at which the server's clock starts; `None` follows the computer's clock.
    pub now: Option<Timestamp>,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            encode_ms: 2500..=6000,
            failure_rate: 0.0,
            busy: BusyPolicy::Queue,
            hotel: HotelSize::Standard,
            practice_guests: true,
            grant_credentials_listed: false,
            now: None,
        }
    }
}

/// What happens to a second encode or scan while the encoder works. Seam documents neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BusyPolicy {
    /// It waits for its turn and stays `pending`.
    Queue,
    /// Its attempt ends at once with `uncategorized_error`.
    Fail,
}

/// The size of the hotel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HotelSize {
    /// Hotel Aurora: 34 cards to encode, 212 encoded, 2 that need attention, some mobile keys, codes and access grants.
    Standard,
    /// The same doors and encoders with this many card credentials in their place, for measurements.
    Credentials(usize),
}

/// Why the practice server did not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The port could not be opened.
    #[error("the practice server could not listen on 127.0.0.1:{port}; choose another port, or 0 for any free one")]
    Listen {
        /// The port asked for.
        port: u16,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The configuration contradicts itself.
    #[error("the practice server cannot use this setting: {0}")]
    Configure(&'static str),
    /// The hotel's calendar could not be laid out around `now`.
    #[error("the practice hotel's calendar does not fit around this date")]
    Calendar(#[from] jiff::Error),
}

impl SandboxConfig {
    pub(super) fn check(&self) -> Result<(), SandboxError> {
        if self.encode_ms.is_empty() {
            return Err(SandboxError::Configure(
                "the encode time must run from a smaller to a larger number of milliseconds",
            ));
        }
        if !(0.0..=1.0).contains(&self.failure_rate) {
            return Err(SandboxError::Configure("the failure rate must lie between 0.0 and 1.0"));
        }
        Ok(())
    }
}
