//! Part of the program, not of the library: what `main` puts together before anything runs.

use std::{env, path::Path, sync::Arc};

use jiff::Timestamp;
use keydesk::{
    cli::{Arguments, Common, Verb},
    domain::{Desk, LoadedSettings, Operator, SettingKey, SettingNotice, SettingOrigin, SettingsFile},
    engine::{Binding, EngineConfig, Lists, Mode, OpenPractice, Opening, Practice, TokenSource},
    journal::{Retention, shared::SharedAddress},
    keychain::Keychain,
    platform::{self, DataDirs, host},
    sandbox::{Sandbox, SandboxConfig},
    seam::{Endpoint, Timeouts, check_root_file, root_variable},
    settings::{Settings, SettingsStore},
    ui::text::Texts,
};
use secrecy::SecretString;

/// The share of encodes that fail by themselves in practice: in a window some do, so that a failure is nothing new when it is
/// real. A script wants the same end each time.
fn failures(mode: Mode) -> f64 {
    match mode {
        Mode::Desk | Mode::Kiosk => 0.04,
        Mode::Script => 0.0,
    }
}

/// The settings of this desk, with the policy that binds it.
///
/// # Errors
/// When a policy is named that cannot be taken.
pub fn settings(common: &Common, dirs: &DataDirs) -> anyhow::Result<SettingsStore> {
    let store = SettingsStore::new(dirs.settings());
    Ok(match platform::dirs::policy(common.policy.as_deref(), platform::dirs::system_policy())? {
        Some(policy) => store.with_policy(policy, host::computer()),
        None => store,
    })
}

/// What the settings say. For support the files stay as they are.
pub fn load(arguments: &Arguments, store: &SettingsStore) -> LoadedSettings {
    if matches!(arguments.command, Some(Verb::Support(_))) { store.look() } else { store.load_all() }
}

/// What the settings say, with what only other rooms can tell about it.
pub fn judged(mut loaded: LoadedSettings) -> LoadedSettings {
    let settings = &loaded.settings;
    let file = settings.connection.root_certificate.as_deref().map(Path::new);
    let roots = file.map(|path| check_root_file(path, Timestamp::now())).unwrap_or_default();
    let roots = roots.into_iter().map(|complaint| (SettingKey::RootCertificate, complaint.to_string()));
    let shared = shared(&loaded).err().map(|reason| (SettingKey::SharedJournal, format!("is not used: {reason}")));
    let language = settings.ui.language.as_deref().filter(|tag| !Texts::is_shipped(tag)).map(|_| {
        let shipped = Texts::shipped().collect::<Vec<_>>().join(", ");
        (SettingKey::UiLanguage, format!("is not shipped, so English is used; what is shipped: {shipped}"))
    });
    let told = language
        .into_iter()
        .chain(roots)
        .chain(shared)
        .map(|(key, reason)| notice(&loaded, key, reason))
        .collect::<Vec<_>>();
    loaded.notices.extend(told);
    loaded
}

fn notice(loaded: &LoadedSettings, key: SettingKey, reason: String) -> SettingNotice {
    let file = match loaded.origin(key) {
        SettingOrigin::Default | SettingOrigin::Desk => SettingsFile::Desk,
        SettingOrigin::Preset | SettingOrigin::Locked => SettingsFile::Policy,
    };
    SettingNotice { file, key: Some(key.name().into()), reason, aside: None }
}

/// The flag, else the variable, else the settings; but what the policy locks, neither flag nor variable may lead elsewhere.
fn endpoint(common: &Common, loaded: &LoadedSettings) -> anyhow::Result<Endpoint> {
    let variable = env::var("SEAM_ENDPOINT").ok().filter(|value| !value.trim().is_empty());
    let set = loaded.settings.connection.endpoint.as_deref();
    let asked = Endpoint::resolve(common.endpoint.as_deref(), variable.as_deref().or(set))?;
    if loaded.is_locked(SettingKey::Endpoint) && asked != Endpoint::resolve(None, set)? {
        anyhow::bail!("the policy of this hotel sets connection.endpoint: leave --endpoint and SEAM_ENDPOINT out");
    }
    Ok(asked)
}

/// Whose policy names the way to Seam, or that it is a direct one, must not be led another by a variable. That one is set is no
/// reason to stop, since other programs need it.
fn tell_of_proxy(loaded: &LoadedSettings) {
    let is_set = |name: &str| [name.to_owned(), name.to_lowercase()].iter().any(|name| env::var_os(name).is_some());
    let is_any = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"].into_iter().any(is_set);
    if is_any && loaded.is_locked(SettingKey::Proxy) {
        tracing::warn!("the policy sets connection.proxy: the proxy of the environment is not used");
    }
}

/// Also a variable may name what is trusted in place of the system's certificates. Where the policy does, nothing is sent while
/// one is set, since no library can be told to leave it out.
fn tell_of_roots(loaded: &LoadedSettings) {
    if let Some(name) = root_variable().filter(|_| !loaded.is_locked(SettingKey::RootCertificate)) {
        tracing::warn!("{name} names the certificates that are trusted in place of the system's");
    }
}

/// The engine's configuration from arguments, environment and settings, in this order.
///
/// # Errors
/// When the endpoint or the environment contradicts itself, with what to change.
pub fn engine_config(
    common: &Common,
    dirs: &DataDirs,
    loaded: &LoadedSettings,
    store: &SettingsStore,
    mode: Mode,
) -> anyhow::Result<EngineConfig> {
    let settings = &loaded.settings;
    let endpoint = endpoint(common, loaded)?;
    tell_of_proxy(loaded);
    tell_of_roots(loaded);
    let opening = if common.practice { Opening::Practice } else { from_environment()? };
    let desk = settings.desk.name.clone().unwrap_or_else(|| host::computer().into());
    let operator = settings.desk.operator.clone().unwrap_or_else(|| host::user().into());
    Ok(EngineConfig {
        mode,
        settings: store.clone(),
        loaded: loaded.clone(),
        logs: dirs.logs.clone(),
        endpoint,
        opening,
        lists: Lists::All,
        follows_jobs: true,
        keychain: Keychain::system(),
        data: dirs.data.clone(),
        practice: practice(failures(mode)),
        operator: Operator(operator),
        desk: Desk(desk),
        binding: binding(settings),
        retention: Some(Retention {
            erase_names_after: settings.journal.erase_names_after_days,
            keep_for: settings.journal.keep_months,
        }),
        shared: shared(loaded),
        timeouts: Timeouts::default(),
        speed: 1,
    })
}

/// An address that cannot be used stops no card: it is told where the record is shown.
fn shared(loaded: &LoadedSettings) -> Result<Option<SharedAddress>, Arc<str>> {
    let address = loaded.settings.journal.shared.as_deref().map(str::parse::<SharedAddress>).transpose();
    let address = address.map_err(|error| Arc::from(error.to_string()))?;
    let is_led = loaded.is_locked(SettingKey::SharedJournal)
        && address.as_ref().is_some_and(SharedAddress::asks_for_certificate);
    match root_variable().filter(|_| is_led) {
        Some(name) => Err(format!("the policy of this hotel sets journal.shared: leave {name} out").into()),
        None => Ok(address),
    }
}

/// Who changes something from a terminal, where nobody signs in. The name is what the session says, and proves nothing.
pub fn command_line() -> Operator {
    Operator(host::known_user().map_or("command line".into(), |user| format!("command line ({user})").into()))
}

/// The token of the environment, which the keyring stands behind. An empty variable counts as none.
fn from_environment() -> anyhow::Result<Opening> {
    let read = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
    let workspace = read("SEAM_WORKSPACE_ID");
    let (token, workspace) = match (read("SEAM_API_KEY"), read("SEAM_PERSONAL_ACCESS_TOKEN")) {
        (Some(_), Some(_)) => {
            anyhow::bail!("both SEAM_API_KEY and SEAM_PERSONAL_ACCESS_TOKEN are set; unset one of them")
        }
        (Some(key), None) => (key, workspace),
        (None, Some(token)) => (token, workspace),
        (None, None) => return Ok(Opening::Keyring),
    };
    Ok(Opening::Token { token: SecretString::from(token), workspace, source: TokenSource::Environment })
}

fn binding(settings: &Settings) -> Option<Binding> {
    let encoder = settings.desk.encoder.clone()?;
    let name = settings.desk.encoder_name.clone().unwrap_or_else(|| encoder.as_str().into());
    Some(Binding { encoder, name })
}

fn practice(failure_rate: f64) -> OpenPractice {
    Arc::new(move || {
        Box::pin(async move {
            let config = SandboxConfig { failure_rate, ..SandboxConfig::default() };
            let sandbox = Sandbox::start(config).await.map_err(|error| error.to_string())?;
            let endpoint = Endpoint::resolve(Some(sandbox.endpoint()), None).map_err(|error| error.to_string())?;
            let token = SecretString::from(sandbox.api_key());
            Ok(Practice { endpoint, token, desk_encoder: "Front Desk 1", guard: Box::new(sandbox) })
        })
    })
}
