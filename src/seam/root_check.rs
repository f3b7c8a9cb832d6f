//! What is wrong with a file of certificates, before a connection ends with it.

use std::{
    io,
    path::{Path, PathBuf},
};

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use rustls::pki_types::CertificateDer;
use x509_parser::{prelude::FromDer, time::ASN1Time, x509::X509Version};

use super::roots;

/// What is wrong with a file of certificates, as it is said about the setting that names it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RootFileComplaint {
    /// It cannot be read.
    #[error(
        "does not do, so Seam is not reached: {} cannot be read ({source}); put the file there and let this user read it",
        path.display()
    )]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// There is no folder of the one where it is to be.
    #[error(
        "does not do, so Seam is not reached: {} is not there, for its folder is not there either ({source}); check the path",
        path.display()
    )]
    NoFolder {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: io::Error,
    },
    /// No certificate stands in it, or one that cannot be read.
    #[error(
        "does not do, so Seam is not reached: {} does not hold certificates in PEM that can be read; export it as PEM \
         (Base64)",
        path.display()
    )]
    NoCertificate {
        /// The file.
        path: PathBuf,
    },
    /// It counts no longer.
    #[error(
        "may be trusted no longer: certificate {number} of {} ran out on {on}; put the renewed one there",
        path.display()
    )]
    Expired {
        /// The file.
        path: PathBuf,
        /// Its place in the file, from one.
        number: usize,
        /// The last day, by UTC.
        on: Date,
    },
    /// It does not count yet.
    #[error(
        "may not be trusted yet: certificate {number} of {} counts from {on} on; check the clock of this computer",
        path.display()
    )]
    NotYet {
        /// The file.
        path: PathBuf,
        /// Its place in the file, from one.
        number: usize,
        /// The first day, by UTC.
        on: Date,
    },
    /// It is that of a server or a person.
    #[error(
        "vouches for no server: certificate {number} of {}, which counts until {until}, is not that of an authority (CA); \
         put the certificate there of the authority that signed it",
        path.display()
    )]
    NoAuthority {
        /// The file.
        path: PathBuf,
        /// Its place in the file, from one.
        number: usize,
        /// The last day, by UTC.
        until: Date,
    },
}

/// Says what is wrong at that moment with the certificates of a file, without trusting them yet; nothing where all is well.
pub fn check_root_file(path: &Path, now: Timestamp) -> Vec<RootFileComplaint> {
    let pem = match roots::fetch(path) {
        Ok(pem) => pem,
        Err(source) => return vec![unreadable(path, source)],
    };
    let Some(found) = roots::usable(&pem) else {
        return vec![RootFileComplaint::NoCertificate { path: path.to_owned() }];
    };
    let numbered = found.iter().zip(1..);
    numbered.filter_map(|(der, number)| complaint(path, number, der, now)).collect()
}

fn unreadable(path: &Path, source: io::Error) -> RootFileComplaint {
    let path = path.to_owned();
    let has_folder = path.parent().is_none_or(|folder| folder.symlink_metadata().is_ok());
    if source.kind() == io::ErrorKind::NotFound && !has_folder {
        RootFileComplaint::NoFolder { path, source }
    } else {
        RootFileComplaint::Unreadable { path, source }
    }
}

/// One that is read otherwise than by TLS is left for TLS to judge.
fn complaint(path: &Path, number: usize, der: &CertificateDer<'_>, now: Timestamp) -> Option<RootFileComplaint> {
    let (_, certificate) = x509_parser::certificate::X509Certificate::from_der(der).ok()?;
    let (path, validity) = (path.to_owned(), certificate.validity());
    let (from, until) = (day(validity.not_before)?, day(validity.not_after)?);
    // The first version of certificates cannot say whose it is.
    let is_authority = certificate.is_ca() || certificate.version() == X509Version::V1;
    if validity.not_after.timestamp() < now.as_second() {
        Some(RootFileComplaint::Expired { path, number, on: until })
    } else if validity.not_before.timestamp() > now.as_second() {
        Some(RootFileComplaint::NotYet { path, number, on: from })
    } else if !is_authority {
        Some(RootFileComplaint::NoAuthority { path, number, until })
    } else {
        None
    }
}

fn day(time: ASN1Time) -> Option<Date> {
    let moment = Timestamp::from_second(time.timestamp()).ok()?;
    Some(TimeZone::UTC.to_datetime(moment).date())
}
