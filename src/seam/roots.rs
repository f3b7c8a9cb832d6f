//! Certificates to trust beside the system's, such as that of a hotel's own inspection of TLS.

use std::{
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
