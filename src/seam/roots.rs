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
/// [`NotSentCause::RootFile`], as every connection would end with it.
pub fn check_root_file(path: &Path) -> Result<(), SeamError> {
    from_file(path).map(drop)
}

pub(super) fn from_file(path: &Path) -> Result<Vec<Certificate>, SeamError> {
    let trouble = |trouble, what: &str| SeamError::NotSent {
        cause: NotSentCause::RootFile(trouble),
        source: Some(format!("{}: {what}", path.display()).into()),
    };
    let mut pem = Vec::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_end(&mut pem));
    read.map_err(|error| trouble(RootFileTrouble::Unreadable, &error.kind().to_string()))?;
    usable(&pem).ok_or_else(|| trouble(RootFileTrouble::NoCertificate, "look at connection.root_certificate"))
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
