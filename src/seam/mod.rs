//! The wire to Seam: tokens, endpoint, transport, typed calls, tolerant models, pages, the retry decision and errors.
//!
//! This room alone opens sockets to Seam. It may use `domain`, into whose types every answer is turned; the wire models
//! under [`wire`] stay in here. Every call is a POST with a JSON body (all of Seam's paths have that form).
//!
//! Two rules shape it. What Seam adds tomorrow must not break a desk today: decoding never fails for an unknown field, an
//! unknown value or a null, and one unreadable item never costs a list. And an encode or a scan goes out once: nothing in
//! here sends it again, and every failure says whether it may have been executed ([`SeamError::submission`]).

mod answer;
mod cause;
mod client;
mod config;
mod decode;
mod endpoint;
mod error;
mod failure;
mod limits;
mod observer;
mod pages;
mod rejection;
mod repeated;
mod report;
mod retry;
mod root_check;
mod roots;
pub(crate) mod survey;
mod token;
mod transport;
pub mod wire;

pub use answer::Answer;
pub use cause::{LostCause, NotSentCause, RootFileTrouble};
pub use client::{Client, EntranceFilter, SimulatedEncodeFailure, SimulatedScan, SimulatedScanFailure};
pub use config::{ClientConfig, Timeouts};
pub use endpoint::{Endpoint, EndpointError};
pub use error::{SeamError, Submission};
pub use observer::{Call, Observer};
pub use pages::{Page, Pages};
pub use rejection::{FieldError, Rejection};
pub use report::{Event, ScanReport, ScanStatus, ScanWarning, ScannedCard};
pub use retry::Patience;
pub use root_check::{RootFileComplaint, check_root_file};
pub use roots::root_variable;
pub use token::{Token, TokenError, TokenKind};
