//! Certificates to trust beside the system's, such as that of a hotel's own inspection of TLS.

use std::{fs::File, io::Read, path::Path};

use reqwest::Certificate;
use rustls::{
    RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};

use super::{
    cause::{NotSentCause, RootFileTrouble},
    error::SeamError,
    failure::not_built,
};

/// More than any bundle of certificates holds, in bytes.
const LONGEST: u64 = 4 << 20;

/// Says whether the certificates of a file can be trusted, without trusting them yet.
///
/// # Errors
/// What every connection would end with.
pub fn check_root_file(path: &Path) -> Result<(), NotSentCause> {
    read(path).map(drop).map_err(|(trouble, _)| NotSentCause::RootFile(trouble))
}

pub(super) fn from_file(path: &Path) -> Result<Vec<Certificate>, SeamError> {
    read(path).map_err(|(trouble, what)| SeamError::NotSent {
        cause: NotSentCause::RootFile(trouble),
        source: Some(format!("{}: {what}", path.display()).into()),
    })
}

fn read(path: &Path) -> Result<Vec<Certificate>, (RootFileTrouble, String)> {
    let mut pem = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_end(&mut pem));
    read.map_err(|error| (RootFileTrouble::Unreadable, error.kind().to_string()))?;
    let nothing = || (RootFileTrouble::NoCertificate, "look at connection.root_certificate".to_owned());
    usable(&pem).ok_or_else(nothing)
}

/// The certificates of a bundle, if there are some and each can be a root.
fn usable(pem: &[u8]) -> Option<Vec<Certificate>> {
    let found: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()?;
    let mut store = RootCertStore::empty();
    let all = found.into_iter().map(|der| {
        store.add(der.clone()).ok()?;
        Certificate::from_der(&der).ok()
    });
    all.collect::<Option<Vec<_>>>().filter(|all| !all.is_empty())
}

pub(super) fn from_pem(pem: &[u8]) -> Result<Vec<Certificate>, SeamError> {
    Certificate::from_pem_bundle(pem).map_err(not_built)
}
