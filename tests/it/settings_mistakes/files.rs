//! The fifty.

/// Fits no PIN that is known.
macro_rules! hash {
    () => {
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g"
    };
}
macro_rules! person {
    ($name:literal, $role:literal) => {
        concat!("[[operator]]\nname = \"", $name, "\"\nrole = \"", $role, "\"\npin = \"", hash!(), "\"\n")
    };
}

/// What stands in the desk's file, what in the policy (nothing: there is none), and what a notice must be about.
pub(super) struct Mistake(pub &'static [u8], pub &'static [u8], pub &'static str);

/// A notice about a whole file.
pub(super) const DESK: &str = "the file of the desk";
pub(super) const POLICY: &str = "the policy";

pub(super) const MISTAKES: [Mistake; 50] = [
    // Values that are none.
    Mistake(b"[desk]\nname = [\"canary\"]\n", b"", "desk.name"),
    Mistake(b"[desk]\nname = \"\"\n# canary\n", b"", "desk.name"),
    Mistake(b"[desk]\nname = \"\"\"canary\ncanary\"\"\"\n", b"", "desk.name"),
    Mistake(b"[desk]\nencoder = 5\n", b"", "desk.encoder"),
    Mistake(b"[desk]\nencoder_name = { canary = 1 }\n", b"", "desk.encoder_name"),
    Mistake(b"[desk]\noperator = true\n", b"", "desk.operator"),
    Mistake(b"[desk]\npeople = \"canary\"\n", b"", "desk.people"),
    Mistake(b"[ui]\ntheme = \"canary\"\n", b"", "ui.theme"),
    Mistake(b"[ui]\nscale = nan\n", b"", "ui.scale"),
    Mistake(b"[ui]\nscale = 40\n", b"", "ui.scale"),
    Mistake(b"[ui]\nlanguage = \"canary_canary\"\n", b"", "ui.language"),
    Mistake(b"[ui]\nsounds = \"yes\"\n", b"", "ui.sounds"),
    Mistake(b"[idle]\nlock_after_minutes = 0\n", b"", "idle.lock_after_minutes"),
    Mistake(b"[idle]\nkiosk_reset_after_seconds = 1e9\n", b"", "idle.kiosk_reset_after_seconds"),
    Mistake(b"[connection]\nendpoint = \"http://canary.example\"\n", b"", "connection.endpoint"),
    Mistake(b"[connection]\nproxy = \"http://me:canary@proxy.example:3128\"\n", b"", "connection.proxy"),
    Mistake(b"[connection]\nproxy = \"socks5://canary:1080\"\n", b"", "connection.proxy"),
    Mistake(b"[connection]\nroot_certificate = \"canary.pem\"\n", b"", "connection.root_certificate"),
    Mistake(b"[journal]\nshared = \"postgres://desk:canary@records.example/keydesk\"\n", b"", "journal.shared"),
    Mistake(b"[journal]\nerase_names_after_days = -1\n", b"", "journal.erase_names_after_days"),
    Mistake(b"[journal]\nkeep_months = 9223372036854775807\n", b"", "journal.keep_months"),
    Mistake(b"[kiosk]\nenabled = 1\n", b"", "kiosk.enabled"),
    Mistake(b"[logs]\nnames = 1979-05-27\n", b"", "logs.names"),
    // Keys and tables that are none.
    Mistake(b"[ui]\ntheem = \"canary\"\n", b"", "ui.theem"),
    Mistake(b"[journal]\nkeep-months = 7\n", b"", "journal.keep-months"),
    Mistake(b"theme = \"dark\"\n", b"", "theme"),
    Mistake(b"[conection]\nproxy = \"canary\"\n", b"", "conection"),
    Mistake(b"connection = \"canary\"\n", b"", "connection"),
    Mistake(b"[[ui]]\ntheme = \"dark\"\n", b"", "ui"),
    Mistake(b"locked = [\"all\"]\n[ui]\nscale = 2\n", b"", "locked"),
    // Files that are none.
    Mistake(b"[ui\ntheme = \"canary\"\n", b"", DESK),
    Mistake(b"\xef\xbb\xbf[ui]\r\nscale = 9.5 # canary\r\n", b"", "ui.scale"),
    Mistake(b"[ui]\ntheme = \"dark\"\ntheme = \"canary\"\n", b"", DESK),
    Mistake(b"\x00\xff\xfe\x80canary", b"", DESK),
    Mistake(b"{\"ui\": {\"theme\": \"canary\"}}", b"", DESK),
    Mistake(b"#huge", b"", DESK),
    // People.
    Mistake(b"[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"471183\"\n", b"", "operator[1].pin"),
    Mistake(concat!(person!("Mia", "supervisor"), person!("MIA", "clerk")).as_bytes(), b"", "operator[2].name"),
    Mistake(concat!(person!("Mia", "supervisor"), person!("Bo", "canary")).as_bytes(), b"", "operator[2].role"),
    Mistake(
        concat!(person!("Mia", "supervisor"), "[[operator]]\nrole = \"clerk\"\n").as_bytes(),
        b"",
        "operator[2].name",
    ),
    Mistake(person!("Bo", "clerk").as_bytes(), b"", "operator"),
    Mistake(b"operator = \"canary\"\n", b"", "operator"),
    // The policy, and both.
    Mistake(b"[ui]\nscale = 2.0\n", b"locked = [\"ui\"\n# canary", POLICY),
    Mistake(b"[ui]\nscale = 2.0\n", b"\xff\xfe", POLICY),
    Mistake(b"", b"locked = [\"ui.theem\"]\n", "locked"),
    Mistake(b"", b"[ui]\ntheme = \"dark\"\nlocked = \"canary\"\n", "ui.locked"),
    Mistake(b"", b"[journal]\nkeep_months = \"canary\"\n", "journal.keep_months"),
    Mistake(b"", b"computer = \"canary\"\n", "computer"),
    Mistake(b"[ui]\ntheme = \"light\"\n", b"locked = [\"ui.theme\"]\n[ui]\ntheme = \"dark\"\n", "ui.theme"),
    Mistake(
        person!("Eve", "supervisor").as_bytes(),
        b"locked = [\"operator\"]\n[[operator]]\nname = \"Mia\"\n",
        "operator",
    ),
];

/// What stands in the desk's file and in the policy. People sign in by one of them, and each has a slip by which nobody would
/// have to.
pub(super) const SLIPS: [(&str, &str); 9] = [
    (concat!("operator = [{ name = \"Mia\", role = \"supervisor\", pin = \"", hash!(), "\" }]\n[ui\n"), ""),
    (concat!("[[\"operator\"]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"", hash!(), "\"\n[ui\n"), ""),
    (concat!("[ui\n", person!("Mia", "supervisor")), ""),
    ("", concat!("locked = [\"ui\"\n", person!("Mia", "supervisor"))),
    ("desk.people = \"several\"\n", concat!(person!("Mia", "supervisor"), "[ui\n")),
    (person!("Mia", "supervisor"), "locked = \"ui.theme\"\n"),
    (person!("Mia", "supervisor"), "locked = [1]\n"),
    (person!("Mia", "supervisor"), "locked = [\"all\"]\n"),
    (person!("Mia", "supervisor"), "locked = [\"operator\"]\n"),
];
