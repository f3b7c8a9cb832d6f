//! A token is tried against Seam, or against the practice hotel.

use std::{path::PathBuf, sync::Arc};

use secrecy::SecretString;

use crate::{
    domain::{Encoder, Problem, ProblemCode, SettingKey, Workspace, WorkspaceId},
    engine::{
        Lists, Session, TokenSource, TokenTrouble, WelcomeTrouble,
        actor::Engine,
        config::Practice,
        news::{Heard, News, Tried},
    },
    keychain::StoredToken,
    seam::{Client, ClientConfig, Endpoint, Patience, SeamError, Token, TokenError, TokenKind},
};

impl Engine {
    pub(in crate::engine) fn connect(&mut self, token: SecretString, workspace: Option<WorkspaceId>) {
        let workspace = workspace.map(|id| id.as_str().to_owned());
        self.try_token(StoredToken { token, workspace }, TokenSource::ThisSession);
    }

    pub(in crate::engine) fn open_practice(&mut self) {
        self.session = Session::Connecting;
        let opening = (self.config.practice)();
        self.spawn(async move { News::Practice(opening.await) });
    }

    pub(in crate::engine) fn on_practice(&mut self, opened: Result<Practice, String>) {
        match opened {
            Ok(practice) => {
                let token = practice.token.clone();
                self.practice = Some(practice);
                self.try_token(StoredToken { token, workspace: None }, TokenSource::Practice);
            }
            Err(reason) => self.welcome(WelcomeTrouble::Practice(reason.into())),
        }
    }

    pub(super) fn try_token(&mut self, stored: StoredToken, source: TokenSource) {
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
        let loaded = &self.config.loaded;
        let connection = &loaded.settings.connection;
        config.proxy = connection.proxy.as_deref().map(str::to_owned);
        config.uses_system_proxy = !loaded.is_locked(SettingKey::Proxy);
        config.heeds_root_variables = !loaded.is_locked(SettingKey::RootCertificate);
        config.root_file = connection.root_certificate.as_deref().map(PathBuf::from);
        config.observer = Some(self.flight.observer());
        let client = Client::new(&config).map_err(|error| WelcomeTrouble::Seam(error.problem()))?;
        Ok((client, token))
    }

    pub(in crate::engine) fn on_tried(&mut self, tried: Box<Tried>) {
        let problem = self.learn_of_trial(&tried.answer);
        let source = tried.source;
        match (&tried.answer.value, problem) {
            (Ok((workspace, encoders)), _) if self.config.lists == Lists::Trial => {
                Arc::make_mut(&mut self.board.catalog).encoders = Arc::clone(encoders);
                self.session = Session::Connected { workspace: workspace.clone(), source, token_rejected: false };
            }
            (Ok((workspace, encoders)), _) if source == TokenSource::ThisSession => {
                self.session =
                    Session::Confirming { workspace: workspace.clone(), encoders: encoders.len(), keyring: None };
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
    pub(in crate::engine) fn try_again(&mut self) {
        match self.pending.take() {
            Some(tried) if self.session == Session::Connecting => self.try_token(tried.token, tried.source),
            pending => {
                self.pending = pending;
                if self.access.is_resting { self.probe() } else { self.refresh() }
            }
        }
    }
}

async fn ask_workspace(client: &Client) -> Heard<(Workspace, Arc<[Encoder]>)> {
    let both = async {
        let workspace = client.workspace(Patience::Once).await?;
        let encoders = client.encoders(Patience::Once, &[]).all().await?;
        let encoders = encoders.value.into();
        Ok::<_, SeamError>(workspace.map(|workspace| (workspace, encoders)))
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
