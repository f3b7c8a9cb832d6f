//! The names of what can be set.

macro_rules! setting_keys {
    ($($variant:ident = $name:literal),+ $(,)?) => {
        /// The name of one setting.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum SettingKey {
            $(#[doc = concat!("`", $name, "`.")] $variant),+
        }

        impl SettingKey {
            /// All of them, in the order of the file.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// As it is written in the file, table and key.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name),+
                }
            }

            /// The setting of this [`name`](Self::name).
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|key| key.name() == name)
            }
        }
    };
}

setting_keys! {
    DeskName = "desk.name",
    DeskEncoder = "desk.encoder",
    DeskEncoderName = "desk.encoder_name",
    DeskOperator = "desk.operator",
    DeskPeople = "desk.people",
    UiTheme = "ui.theme",
    UiScale = "ui.scale",
    UiLanguage = "ui.language",
    UiSounds = "ui.sounds",
    IdleLock = "idle.lock_after_minutes",
    IdleReset = "idle.kiosk_reset_after_seconds",
    Endpoint = "connection.endpoint",
    Proxy = "connection.proxy",
    RootCertificate = "connection.root_certificate",
    SharedJournal = "journal.shared",
    EraseNames = "journal.erase_names_after_days",
    KeepMonths = "journal.keep_months",
    KioskEnabled = "kiosk.enabled",
    KioskSignIn = "kiosk.sign_in",
    KioskMaskNames = "kiosk.mask_names",
    LogNames = "logs.names",
    Operators = "operator",
}

impl SettingKey {
    /// Whether only a supervisor may change it. How the window looks and sounds is everybody's.
    pub fn is_supervisors(self) -> bool {
        !matches!(self, Self::UiTheme | Self::UiScale | Self::UiLanguage | Self::UiSounds)
    }

    /// Whether a change holds from the next start on only.
    pub fn waits_for_start(self) -> bool {
        matches!(
            self,
            Self::DeskName
                | Self::Endpoint
                | Self::Proxy
                | Self::RootCertificate
                | Self::SharedJournal
                | Self::KioskEnabled
        )
    }
}
