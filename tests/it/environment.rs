//! Variables that would lead a desk to other certificates than its policy or an address names.

use std::fs;

use crate::program::{complaint, keydesk};

#[test]
fn no_variable_names_what_is_trusted_where_the_policy_does() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.toml");
    let said = |locked: &str, variable: Option<&str>| {
        fs::write(&policy, locked).unwrap();
        let mut command = keydesk(folder.path());
        command.env_remove("SSL_CERT_FILE").env_remove("SSL_CERT_DIR").env("SEAM_API_KEY", "seam_test_canary");
        command.envs(variable.map(|name| (name, "/etc/ssl/certs")));
        command.arg("--policy").arg(&policy).args(["--endpoint", "https://127.0.0.1:1", "encoders"]);
        complaint(&command.output().unwrap())
    };
    let locked = "locked = [\"connection.root_certificate\"]\n";
    for variable in ["SSL_CERT_FILE", "SSL_CERT_DIR"] {
        let refused = said(locked, Some(variable));
        assert!(refused.contains("sets connection.root_certificate") && refused.contains(variable), "{refused}");
        assert!(!said("", Some(variable)).contains("connection.root_certificate"));
    }
    assert!(!said(locked, None).contains("connection.root_certificate"));
}

#[test]
fn no_variable_names_whom_the_shared_record_is_trusted_to_be() {
    let folder = tempfile::tempdir().unwrap();
    let status = |variable: &str, options: &str| {
        let url = format!("postgres://desk@127.0.0.1:1/db{options}");
        let mut command = keydesk(folder.path());
        let said = command.env(variable, "/nonexistent").args(["shared", "status", "--url", &url]).output().unwrap();
        (said.status.code(), complaint(&said))
    };
    for variable in ["PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGOPTIONS"] {
        let (code, said) = status(variable, "");
        assert!(code == Some(2) && said.contains(&format!("{variable} is set")), "{code:?} {said}");
    }
    let (code, said) = status("PGSSLROOTCERT", "?sslmode=verify-full&sslrootcert=/nonexistent");
    assert!(code == Some(3) && !said.contains("PGSSLROOTCERT"), "{code:?} {said}");
}
