//! From a token to work, and back.

use std::{path::PathBuf, sync::Arc};

use jiff::Timestamp;
use secrecy::SecretString;

use super::{
    Keep, KeyringTrouble, Recovered, Session, TokenSource, TokenTrouble, WelcomeTrouble,
    actor::{Board, Engine, Work},
    config::{Opening, Practice},
    news::{Heard, JournalTrouble, News, OpenJournal, Tried},
};
use crate::{
    domain::{Problem, ProblemCode, WorkspaceId},
    journal::{Journal, JournalError, Recovery},
    keychain::{KeychainError, StoredToken},
    seam::{Client, ClientConfig, Endpoint, Patience, SeamError, Token, TokenError, TokenKind},
};

impl Engine {
    pub(super) fn open(&mut self) {
        match std::mem::replace(&mut self.config.opening, Opening::Keyring) {
            Opening::Practice => self.open_practice(),
            Opening::Token { token, workspace, source } => self.try_token(StoredToken { token, workspace }, source),
            Opening::Keyring => self.read_keyring(),
            Opening::Ask => self.session = Session::Welcome(None),
        }
    }

    /// A desk that has a key stays with it.
    pub(super) fn retry_keyring(&mut self) {
        if let Session::Welcome(_) = self.session {
            self.read_keyring();
        }
    }

    pub(super) fn read_keyring(&mut self) {
        self.session = Session::Starting;
        let (keychain, origin) = (self.config.keychain.clone(), self.config.endpoint.as_str().to_owned());
        self.spawn(async move { News::Keyring(keychain.load(&origin).await.map_err(trouble)) });
    }

    pub(super) fn on_keyring(&mut self, stored: Result<Option<StoredToken>, KeyringTrouble>) {
        match stored {
            Ok(Some(stored)) => self.try_token(stored, TokenSource::Keyring),
            Ok(None) => self.session = Session::Welcome(None),
            Err(trouble) => self.welcome(WelcomeTrouble::KeyringRead(trouble)),
        }
    }

    pub(super) fn connect(&mut self, token: SecretString, workspace: Option<WorkspaceId>) {
        let workspace = workspace.map(|id| id.as_str().to_owned());
        self.try_token(StoredToken { token, workspace }, TokenSource::ThisSession);
    }

    fn welcome(&mut self, trouble: WelcomeTrouble) {
        self.session = Session::Welcome(Some(trouble));
    }

    fn try_token(&mut self, stored: StoredToken, source: TokenSource) {
        let endpoint = match (&self.practice, source) {
            (Some(practice), TokenSource::Practice) => practice.endpoint.clone(),
            _ => self.config.endpoint.clone(),
        };
        match self.client(&stored, endpoint) {
            Ok((client, token)) => {
                self.session = Session::Connecting;
                self.spawn(async move {
                    let answer = ask_workspace(&client).await;
                    News::Tried(Box::new(Tried {
                        client: Arc::new(client),
                        token: stored,
                        kind: token,
                        source,
                        answer,
                    }))
                });
            }
            Err(trouble) => self.welcome(trouble),
        }
    }

    fn client(&self, stored: &StoredToken, endpoint: Endpoint) -> Result<(Client, Token), WelcomeTrouble> {
        let token = Token::parse(&stored.token, stored.workspace.as_deref())
            .map_err(|error| WelcomeTrouble::Token(token_trouble(error)))?;
        if token.kind() == TokenKind::ClientSession {
            return Err(WelcomeTrouble::Token(TokenTrouble::ClientSession));
        }
        let mut config = ClientConfig::new(endpoint, token.clone());
        config.timeouts = self.config.timeouts;
        let connection = &self.config.loaded.settings.connection;
        config.proxy = connection.proxy.as_deref().map(str::to_owned);
        config.root_file = connection.root_certificate.as_deref().map(PathBuf::from);
        config.observer = Some(self.flight.observer());
        let client = Client::new(&config).map_err(|error| WelcomeTrouble::Seam(error.problem()))?;
        Ok((client, token))
    }

    pub(super) fn on_tried(&mut self, tried: Box<Tried>) {
        let problem = self.learn_of_trial(&tried.answer);
        let source = tried.source;
        match (&tried.answer.value, problem) {
            (Ok((workspace, encoders)), _) if source == TokenSource::ThisSession => {
                self.session = Session::Confirming { workspace: workspace.clone(), encoders: *encoders, keyring: None };
                self.pending = Some(tried);
            }
            (Ok(_), _) => self.begin_work(tried),
            (Err(_), Some(problem)) if source != TokenSource::ThisSession && self.retry_at.is_some() => {
                tracing::info!(code = problem.code.key(), "Seam is out of reach at the start; trying again");
                self.pending = Some(tried);
            }
            (Err(_), problem) => {
                let problem = problem.unwrap_or_else(|| Problem::noticed(ProblemCode::Unexpected, "no answer"));
                self.welcome(WelcomeTrouble::Seam(problem));
            }
        }
    }

    /// A key on trial that is refused says nothing about the one in use.
    fn learn_of_trial<T>(&mut self, answer: &Heard<T>) -> Option<Problem> {
        match &answer.value {
            Err(error) if error.is_token_rejected() => Some(error.problem()),
            Ok(_) | Err(_) => self.learn(answer),
        }
    }

    /// After a pause: the first connection once more, or the lists, or at rest what names no guest.
    pub(super) fn try_again(&mut self) {
        match self.pending.take() {
            Some(tried) if self.session == Session::Connecting => self.try_token(tried.token, tried.source),
            pending => {
                self.pending = pending;
                if self.access.is_resting { self.probe() } else { self.refresh() }
            }
        }
    }

    pub(super) fn confirm(&mut self, keep: Keep) {
        let Some(tried) = &self.pending else { return };
        match keep {
            Keep::ThisSession => self.on_kept(keep, Ok(())),
            Keep::InKeyring => {
                let (keychain, origin) = (self.config.keychain.clone(), self.config.endpoint.as_str().to_owned());
                let stored = tried.token.clone();
                self.spawn(async move { News::Kept(keep, keychain.store(&origin, &stored).await.map_err(trouble)) });
            }
        }
    }

    pub(super) fn on_kept(&mut self, keep: Keep, result: Result<(), KeyringTrouble>) {
        match (result, self.pending.take()) {
            (Ok(()), Some(mut tried)) => {
                tried.source = match keep {
                    Keep::InKeyring => TokenSource::Keyring,
                    Keep::ThisSession => TokenSource::ThisSession,
                };
                self.begin_work(tried);
            }
            (Err(trouble), pending) => {
                self.pending = pending;
                if let Session::Confirming { keyring, .. } = &mut self.session {
                    *keyring = Some(trouble);
                }
            }
            (Ok(()), None) => {}
        }
    }

    pub(super) fn cancel_connect(&mut self) {
        self.epoch += 1;
        self.pending = None;
        self.board.is_loading = false;
        self.board.is_finding = false;
        match &self.work {
            None => {
                self.retry_at = None;
                self.session = Session::Welcome(None);
            }
            Some(work) => {
                self.session = connected(work);
                self.read_open_jobs();
                self.refresh();
            }
        }
    }

    pub(super) fn open_practice(&mut self) {
        self.session = Session::Connecting;
        let opening = (self.config.practice)();
        self.spawn(async move { News::Practice(opening.await) });
    }

    pub(super) fn on_practice(&mut self, opened: Result<Practice, String>) {
        match opened {
            Ok(practice) => {
                let token = practice.token.clone();
                self.practice = Some(practice);
                self.try_token(StoredToken { token, workspace: None }, TokenSource::Practice);
            }
            Err(reason) => self.welcome(WelcomeTrouble::Practice(reason.into())),
        }
    }

    /// The journal comes first: without it no card may be made.
    fn begin_work(&mut self, tried: Box<Tried>) {
        self.session = Session::Connecting;
        let path = self.journal_path(tried.source);
        self.pending = Some(tried);
        self.spawn(async move {
            let opened = async {
                let journal = Journal::open(&path).await?;
                let histories = journal.encoder_histories(Timestamp::now()).await?;
                let open_jobs = journal.open_jobs().await?;
                Ok(OpenJournal { journal, histories, open_jobs })
            };
            News::Journal(opened.await.map_err(|error: JournalError| error.into()))
        });
    }

    pub(super) fn journal_path(&self, source: TokenSource) -> PathBuf {
        let name = if source == TokenSource::Practice { "practice.sqlite" } else { "journal.sqlite" };
        self.config.data.join(name)
    }

    pub(super) fn on_journal(&mut self, opened: Result<OpenJournal, JournalTrouble>) {
        let Some(tried) = self.pending.take() else { return };
        if let Err(JournalTrouble::Damaged(reason)) = opened {
            self.pending = Some(tried);
            return self.welcome(WelcomeTrouble::JournalDamaged(reason.into()));
        }
        match (opened, tried.answer.value) {
            (Ok(open), Ok((workspace, _))) => {
                let can_list_attempts = tried.kind.can_list_attempts();
                let work = Work {
                    client: tried.client,
                    workspace,
                    source: tried.source,
                    can_list_attempts,
                    token_rejected: false,
                    journal: open.journal,
                };
                self.at_work(work);
                self.write_notes();
                self.histories = open.histories;
                self.resume(&open.open_jobs);
                self.share();
                self.plan_retention();
                self.make_room();
                self.refresh();
            }
            (Err(JournalTrouble::Damaged(reason) | JournalTrouble::Other(reason)), _) => {
                self.welcome(WelcomeTrouble::Journal(reason.into()));
            }
            (Ok(_), Err(error)) => self.welcome(WelcomeTrouble::Seam(error.problem())),
        }
    }

    /// A person wants what is readable of the damaged journal to be saved; the damaged file is kept.
    pub(super) fn recover_journal(&mut self) {
        let Some(tried) = &self.pending else { return };
        let path = self.journal_path(tried.source);
        self.session = Session::Connecting;
        self.spawn(async move { News::Recovered(Journal::recover(&path).await.map_err(|error| error.to_string())) });
    }

    pub(super) fn on_recovered(&mut self, recovery: Result<Recovery, String>) {
        match (recovery, self.pending.take()) {
            (Ok(recovery), Some(tried)) => {
                tracing::warn!(saved = recovery.saved, lost = recovery.lost, "a damaged journal was recovered");
                let kept = recovery.kept.file_name().unwrap_or_default().to_string_lossy();
                let (saved, lost) = (recovery.saved, recovery.lost);
                self.recovered = Some(Recovered { saved, lost, kept: kept.as_ref().into() });
                self.begin_work(tried);
            }
            (Err(reason), _) => self.welcome(WelcomeTrouble::Journal(reason.into())),
            (Ok(_), None) => self.session = Session::Welcome(None),
        }
    }

    fn at_work(&mut self, work: Work) {
        let is_other = self.work.as_ref().is_none_or(|old| old.workspace.id != work.workspace.id);
        self.binding = match work.source {
            TokenSource::Practice => None,
            TokenSource::Keyring | TokenSource::Environment | TokenSource::ThisSession => self.config.binding.clone(),
        };
        let is_practice = |work: &Work| work.source == TokenSource::Practice;
        if is_other
            || self.work.as_ref().is_some_and(|old| is_practice(old) != is_practice(&work))
            || is_practice(&work)
        {
            self.look_away();
            self.leave_jobs();
            self.epoch += 1;
            self.board = Board { generation: self.board.generation + 1, ..Board::default() };
        }
        let now = self.clock.since_start();
        for job in self.jobs.values_mut().filter(|job| !job.is_left) {
            job.client = Arc::clone(&work.client);
            job.due = job.due.map(|_| now);
        }
        self.session = connected(&work);
        self.work = Some(work);
    }

    /// The token goes from the keyring and from memory; what was on the way is only watched by Seam from here on.
    pub(super) fn forget(&mut self) {
        let (keychain, origin) = (self.config.keychain.clone(), self.config.endpoint.as_str().to_owned());
        let was_practice = self.work.as_ref().is_some_and(|work| work.source == TokenSource::Practice);
        self.epoch += 1;
        self.wipe();
        self.work = None;
        self.pending = None;
        self.practice = None;
        self.look_away();
        self.leave_jobs();
        self.histories.clear();
        self.board = Board { generation: self.board.generation + 1, ..Board::default() };
        self.session = Session::Welcome(None);
        if !was_practice {
            self.session = Session::Starting;
            self.spawn(async move { News::Keyring(keychain.forget(&origin).await.map(|()| None).map_err(trouble)) });
        }
    }

    /// Jobs, lists and choices stay; only the token is asked for.
    pub(super) fn replace(&mut self) {
        self.pending = None;
        self.session = Session::Welcome(None);
    }
}

fn connected(work: &Work) -> Session {
    Session::Connected { workspace: work.workspace.clone(), source: work.source, token_rejected: work.token_rejected }
}

async fn ask_workspace(client: &Client) -> Heard<(crate::domain::Workspace, usize)> {
    let both = async {
        let workspace = client.workspace(Patience::Once).await?;
        let encoders = client.encoders(Patience::Once, &[]).all().await?;
        let count = encoders.value.len();
        Ok::<_, SeamError>(workspace.map(|workspace| (workspace, count)))
    };
    Heard::of(both.await)
}

fn token_trouble(error: TokenError) -> TokenTrouble {
    match error {
        TokenError::Empty => TokenTrouble::Empty,
        TokenError::ContainsSpaces => TokenTrouble::ContainsSpaces,
        TokenError::Incomplete => TokenTrouble::Incomplete,
        TokenError::PublishableKey => TokenTrouble::PublishableKey,
        TokenError::MissingWorkspace => TokenTrouble::WorkspaceMissing,
        TokenError::InvalidWorkspace => TokenTrouble::WorkspaceInvalid,
        TokenError::Unprintable | TokenError::Unknown => TokenTrouble::NotSeam,
    }
}

fn trouble(error: KeychainError) -> KeyringTrouble {
    match error {
        KeychainError::Missing { .. } => KeyringTrouble::Missing,
        KeychainError::Locked { .. } => KeyringTrouble::Locked,
        KeychainError::Denied { .. } => KeyringTrouble::Denied,
        KeychainError::TimedOut { .. } => KeyringTrouble::TimedOut,
        other @ (KeychainError::TooLong { .. } | KeychainError::Broken { .. }) => {
            KeyringTrouble::Broken(other.to_string().into())
        }
    }
}
