//! The way to Seam: through a proxy that was named, to a server whose certificate only a file of the hotel's vouches for.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use jiff::Timestamp;
use keydesk::{
    domain::{EncoderId, LoadedSettings, ProblemCode, Subject},
    engine::{Opening, Session, Snapshot, TokenSource, WelcomeTrouble, start},
    sandbox::{Sandbox, SandboxConfig},
    seam::{Client, ClientConfig, NotSentCause, Patience, RootFileTrouble, SeamError, Token, check_root_file},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use secrecy::SecretString;
use tempfile::TempDir;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer},
    },
};

use crate::{
    desk::{Setup, TestDesk, config as engine_config},
    seam_server::{config, header},
};

/// Known to nobody but the proxy.
const NAME: &str = "seam.hotel.test";

/// A certificate authority that no system trusts.
struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new([]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn file(&self, folder: &Path) -> PathBuf {
        let path = folder.join("hotel.pem");
        std::fs::write(&path, self.0.pem()).unwrap();
        path
    }

    fn acceptor(&self, name: &str) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new([name.to_owned()]).unwrap().signed_by(&key, &self.0).unwrap();
        let chain = vec![CertificateDer::from(certificate)];
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, PrivateKeyDer::Pkcs8(key.serialize_der().into()))
            .unwrap();
        TlsAcceptor::from(Arc::new(config))
    }
}

/// A practice hotel behind TLS, behind a proxy.
struct Route {
    sandbox: Sandbox,
    proxy: String,
    /// What the proxy was asked.
    asked: Arc<Mutex<Vec<String>>>,
    folder: TempDir,
}

impl Route {
    async fn open(acceptor: TlsAcceptor) -> Self {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
        let hotel = sandbox.endpoint().trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let heard = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, acceptor.clone(), hotel.clone(), Arc::clone(&heard)));
            }
        });
        Self { sandbox, proxy, asked, folder: tempfile::tempdir().unwrap() }
    }

    fn config(&self, root_file: Option<PathBuf>) -> ClientConfig {
        let token = Token::parse(&SecretString::from(self.sandbox.api_key()), None).unwrap();
        let base = config(&format!("https://{NAME}"), 10_000);
        ClientConfig { token, proxy: Some(self.proxy.clone()), root_file, ..base }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Opens the tunnel that was asked for, ends the encryption, and hands the rest to the hotel.
async fn carry(mut near: TcpStream, acceptor: TlsAcceptor, hotel: String, heard: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(near.read_u8().await.unwrap());
    }
    heard.lock().unwrap().push(String::from_utf8(head).unwrap());
    near.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await.unwrap();
    let Ok(mut inside) = acceptor.accept(near).await else { return };
    let mut far = TcpStream::connect(hotel).await.unwrap();
    let _ = copy_bidirectional(&mut inside, &mut far).await;
}

async fn workspace(config: &ClientConfig) -> Result<String, SeamError> {
    let answer = Client::new(config)?.workspace(Patience::Once).await;
    answer.map(|answer| answer.value.name.to_string())
}

#[tokio::test]
async fn a_request_goes_through_the_named_proxy_to_a_server_that_the_hotels_file_vouches_for() {
    let authority = Authority::new();
    let route = Route::open(authority.acceptor(NAME)).await;
    let file = authority.file(route.folder.path());
    assert!(!workspace(&route.config(Some(file))).await.unwrap().is_empty());
    let asked = route.asked();
    assert!(asked[0].starts_with(&format!("CONNECT {NAME}:443 HTTP/1.1\r\n")), "{asked:?}");
    assert_eq!(header(&asked[0], "authorization"), None, "the key is not for the proxy");
}

#[tokio::test]
async fn no_certificate_counts_that_nobody_vouches_for() {
    let authority = Authority::new();
    let refused = async |route: &Route, file: Option<PathBuf>| {
        let client = Client::new(&route.config(file)).unwrap();
        let subject = Subject::Credential("c-1".into());
        let error = client.encode(&EncoderId::from("e-1"), &subject).await.unwrap_err();
        assert!(matches!(error, SeamError::NotSent { cause: NotSentCause::Certificate, .. }), "{error:?}");
        assert_eq!(error.problem().code, ProblemCode::NotSent);
        assert_eq!(route.asked().len(), 1, "the way was taken");
    };
    refused(&Route::open(authority.acceptor(NAME)).await, None).await;
    let route = Route::open(authority.acceptor(NAME)).await;
    let strangers = Authority::new().file(route.folder.path());
    refused(&route, Some(strangers)).await;
    let route = Route::open(authority.acceptor("another.hotel.test")).await;
    let file = authority.file(route.folder.path());
    refused(&route, Some(file)).await;
}

#[tokio::test]
async fn a_file_that_vouches_for_nobody_is_told_before_anything_is_sent() {
    let authority = Authority::new();
    let route = Route::open(authority.acceptor(NAME)).await;
    let good = authority.0.pem();
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for (text, expected) in [
        (None, RootFileTrouble::Unreadable),
        (Some(""), RootFileTrouble::NoCertificate),
        (Some("canary, no certificate"), RootFileTrouble::NoCertificate),
        (Some(broken), RootFileTrouble::NoCertificate),
        (Some(&*format!("{good}{broken}")), RootFileTrouble::NoCertificate),
    ] {
        let path = route.folder.path().join("roots.pem");
        if let Some(text) = text {
            std::fs::write(&path, text).unwrap();
        }
        let error = workspace(&route.config(Some(path.clone()))).await.unwrap_err();
        assert!(
            matches!(error, SeamError::NotSent { cause: NotSentCause::RootFile(found), .. } if found == expected),
            "{error:?}"
        );
        let said = error.problem().details.message.unwrap();
        assert!(said.contains("roots.pem") && said.contains("certificates") && !said.contains("canary"), "{said}");
        assert!(!check_root_file(&path, Timestamp::now()).is_empty());
        let practice = ClientConfig { root_file: Some(path), ..config(route.sandbox.endpoint(), 5_000) };
        assert!(Client::new(&practice).is_ok(), "on this computer nothing is encrypted");
    }
    assert!(route.asked().is_empty());
}

/// A certificate that signs itself, changed before.
fn lone(change: impl FnOnce(&mut CertificateParams)) -> String {
    let mut params = CertificateParams::new([]).unwrap();
    (params.is_ca, params.not_before) = (IsCa::Ca(BasicConstraints::Unconstrained), date_time_ymd(2020, 1, 1));
    params.not_after = date_time_ymd(2030, 6, 30);
    change(&mut params);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap().pem()
}

#[test]
fn a_file_of_certificates_is_judged_by_the_day_and_by_whose_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hotel.pem");
    let said = |text: &str, now: &str| {
        std::fs::write(&path, text).unwrap();
        let complaints = check_root_file(&path, now.parse().unwrap());
        complaints.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let good = lone(|_| {});
    let server = lone(|params| params.is_ca = IsCa::NoCa);
    let explicit = lone(|params| params.is_ca = IsCa::ExplicitNoCa);
    assert_eq!(said(&good, "2026-11-24T12:00:00Z"), Vec::<String>::new());
    for (text, now, number, words) in [
        (&good, "2030-07-01T00:00:00Z", 1, "ran out on 2030-06-30"),
        (&good, "2019-12-31T23:59:59Z", 1, "counts from 2020-01-01 on"),
        (&server, "2026-11-24T12:00:00Z", 1, "counts until 2030-06-30, is not that of an authority"),
        (&format!("{good}{explicit}"), "2026-11-24T12:00:00Z", 2, "is not that of an authority"),
    ] {
        let [one] = &*said(text, now) else { panic!("{words}") };
        assert!(one.contains(words) && one.contains(&format!("certificate {number} of {}", path.display())), "{one}");
    }
    assert_eq!(said(&format!("{good}{good}"), "2031-01-01T00:00:00Z").len(), 2);
}

#[test]
fn a_file_of_certificates_that_cannot_be_read_is_told_with_its_path_and_what_the_system_says() {
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| folder.path().join(path);
    std::fs::write(at("text"), "canary").unwrap();
    for (path, words) in [
        (at("absent.pem"), "No such file"),
        (at("absent/hotel.pem"), "its folder is not there either"),
        (at(""), "directory"),
        (at("text"), "in PEM"),
    ] {
        let complaints = check_root_file(&path, Timestamp::now());
        let [one] = &*complaints else { panic!("{complaints:?}") };
        let one = one.to_string();
        assert!(one.contains(&*path.to_string_lossy()) && one.contains("so Seam is not reached"), "{one}");
        assert!((!cfg!(target_os = "linux") || one.contains(words)) && !one.contains("canary"), "{one}");
    }
}

fn desk(setup: &Setup, route: &Route, root_file: &Path) -> keydesk::engine::EngineConfig {
    let opening = Opening::Token {
        token: SecretString::from(route.sandbox.api_key()),
        workspace: None,
        source: TokenSource::Environment,
    };
    let mut config = engine_config(setup, &format!("https://{NAME}"), opening);
    let mut loaded = LoadedSettings::default();
    loaded.settings.connection.proxy = Some(route.proxy.as_str().into());
    loaded.settings.connection.root_certificate = Some(root_file.to_str().unwrap().into());
    config.loaded = loaded;
    config
}

#[tokio::test]
async fn a_desk_works_the_way_that_its_settings_name() {
    let authority = Authority::new();
    let route = Route::open(authority.acceptor(NAME)).await;
    let file = authority.file(route.folder.path());
    let setup = Setup::default();
    let mut handle = start(desk(&setup, &route, &file), || {});
    let is_read = |snapshot: &Snapshot| snapshot.catalog.progress.is_complete;
    let snapshot = tokio::time::timeout(TestDesk::PATIENCE, handle.wait_for(is_read)).await.unwrap().unwrap();
    assert!(matches!(snapshot.session, Session::Connected { .. }) && !snapshot.encoders.is_empty());
}

#[tokio::test]
async fn a_desk_whose_certificates_cannot_be_read_says_so_and_stays() {
    let authority = Authority::new();
    let route = Route::open(authority.acceptor(NAME)).await;
    let setup = Setup::default();
    let mut handle = start(desk(&setup, &route, &route.folder.path().join("gone.pem")), || {});
    let is_told = |snapshot: &Snapshot| matches!(snapshot.session, Session::Welcome(Some(WelcomeTrouble::Seam(_))));
    let snapshot = tokio::time::timeout(TestDesk::PATIENCE, handle.wait_for(is_told)).await.unwrap().unwrap();
    let Session::Welcome(Some(WelcomeTrouble::Seam(problem))) = &snapshot.session else { panic!("{snapshot:?}") };
    assert!(problem.details.message.as_deref().unwrap().contains("gone.pem"), "{problem:?}");
    assert!(route.asked().is_empty());
}
