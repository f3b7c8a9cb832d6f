//! Whom a desk talks to.

use keydesk::journal::shared::{SharedError, SharedRecord};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use super::{Server, setting};

async fn connect(
    server: &Server,
    login: &super::Login,
    host: &str,
    options: &str,
) -> Result<SharedRecord, SharedError> {
    let url = server.url.replace("@localhost", &format!("@{host}"));
    let address = format!("{url}?{options}").parse::<super::SharedAddress>().unwrap().with_login(&login.login);
    SharedRecord::connect(&address, login.password.as_ref()).await
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_server_is_who_its_certificate_says_by_whom_we_trust() {
    let server = Server::open().await;
    let (_, login) = server.desk("Front Desk 1").await;
    let (right, wrong) = (setting("KEYDESK_TEST_POSTGRES_CA"), setting("KEYDESK_TEST_POSTGRES_OTHER_CA"));
    let verified = |mode: &str, root: &str| format!("sslmode={mode}&sslrootcert={root}");
    connect(&server, &login, "localhost", &verified("verify-full", &right)).await.unwrap();
    connect(&server, &login, "127.0.0.1", &verified("verify-ca", &right)).await.unwrap();
    for (host, options) in [
        ("localhost", verified("verify-full", &wrong)),
        ("localhost", verified("verify-ca", &wrong)),
        ("localhost", verified("require", &wrong)),
        // The certificate is for localhost alone.
        ("127.0.0.1", verified("verify-full", &right)),
        // And signed by nobody whom the system trusts.
        ("localhost", "sslmode=verify-full".to_owned()),
    ] {
        let refused = connect(&server, &login, host, &options).await.unwrap_err();
        assert!(matches!(refused, SharedError::Untrusted { .. }), "{host} {options}: {refused:?}");
        assert!(!refused.is_passing());
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_desk_that_asks_for_encryption_says_nothing_in_clear() {
    let server = Server::open().await;
    let (_, login) = server.desk("Front Desk 1").await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let plain = tokio::spawn(async move {
        let (mut desk, _) = listener.accept().await.unwrap();
        let mut request = [0; 8];
        desk.read_exact(&mut request).await.unwrap();
        desk.write_all(b"N").await.unwrap();
        let mut more = Vec::new();
        let _ = desk.read_to_end(&mut more).await;
        (request, more)
    });
    let url = format!("postgres://{}@localhost:{port}/db?sslmode=require", login.login);
    let refused = SharedRecord::connect(&url.parse().unwrap(), login.password.as_ref()).await.unwrap_err();
    assert!(matches!(refused, SharedError::Unencrypted), "{refused:?}");
    // The request for encryption (postgresql.org/docs/current/protocol-message-formats.html), and not a byte behind it.
    assert_eq!(plain.await.unwrap(), ([0, 0, 0, 8, 4, 210, 22, 47], Vec::new()));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs PostgreSQL: .ci/postgres"]
async fn a_wrong_password_and_a_server_that_is_away_are_told_apart_and_quote_nothing() {
    let server = Server::open().await;
    let (_, login) = server.desk("Front Desk 1").await;
    let wrong = "canary".to_owned().into();
    let refused = SharedRecord::connect(&server.address(&login.login), Some(&wrong)).await.unwrap_err();
    assert!(matches!(refused, SharedError::Refused), "{refused:?}");
    assert!(!format!("{refused} {refused:?}").contains("canary"));
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let url = format!("postgres://desk@{closed}/db");
    let away = SharedRecord::connect(&url.parse().unwrap(), Some(&wrong)).await.unwrap_err();
    assert!(away.is_passing(), "{away:?}");
    assert!(!format!("{away} {away:?}").contains("canary"));
}
