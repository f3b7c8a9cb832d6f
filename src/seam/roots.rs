//! Certificates to trust beside the system's, such as that of a hotel's own inspection of TLS.

use std::{
    env,
    fs::File,
    io::{self, Read},
    path::Path,
};

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

/// The variables with which the library that reads the system's certificates is led to others.
const VARIABLES: [&str; 2] = ["SSL_CERT_FILE", "SSL_CERT_DIR"];

/// The variable that decides which certificates are trusted in place of the system's.
pub fn root_variable() -> Option<&'static str> {
    VARIABLES.into_iter().find(|name| env::var_os(name).is_some())
}

pub(super) fn from_file(path: &Path) -> Result<Vec<Certificate>, SeamError> {
    read(path).map_err(|(trouble, what)| SeamError::NotSent {
        cause: NotSentCause::RootFile(trouble),
        source: Some(format!("{}: {what}", path.display()).into()),
    })
}

fn read(path: &Path) -> Result<Vec<Certificate>, (RootFileTrouble, String)> {
    let pem = fetch(path).map_err(|error| (RootFileTrouble::Unreadable, error.to_string()))?;
    let nothing = || (RootFileTrouble::NoCertificate, "look at connection.root_certificate".to_owned());
    let found = usable(&pem).ok_or_else(nothing)?;
    found.iter().map(|der| Certificate::from_der(der).map_err(|_| nothing())).collect()
}

pub(super) fn fetch(path: &Path) -> io::Result<Vec<u8>> {
    let mut pem = Vec::new();
    File::open(path)?.take(LONGEST).read_to_end(&mut pem)?;
    Ok(pem)
}

/// The certificates of a bundle, if there are some and each can be a root.
pub(super) fn usable(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let found: Vec<_> = CertificateDer::pem_slice_iter(pem).collect::<Result<_, _>>().ok()?;
    let mut store = RootCertStore::empty();
    let are_roots = found.iter().all(|der| store.add(der.clone()).is_ok());
    (are_roots && !found.is_empty()).then_some(found)
}

pub(super) fn from_pem(pem: &[u8]) -> Result<Vec<Certificate>, SeamError> {
    Certificate::from_pem_bundle(pem).map_err(not_built)
}
