//! What the first screen remembers, and for how long.

use egui::Context;
use secrecy::SecretString;

use crate::{
    domain::ProblemCode,
    engine::{Session, TokenTrouble, WelcomeTrouble},
    ui::kit::SecretBuffer,
};

/// What the first screen remembers between frames.
#[derive(Debug, Default)]
pub(in crate::ui) struct WelcomeForm {
    /// The key, while it is typed and until it was judged.
    pub(in crate::ui) token: SecretBuffer,
    /// The workspace, for keys that open several.
    pub(in crate::ui) workspace: String,
    pub(super) has_had_focus: bool,
    /// Whether the technical cause of a trouble is shown.
    pub(super) shows_details: bool,
    /// The same for the keyring's, which may stand beside another one.
    pub(super) shows_keyring_details: bool,
    /// Where the desk stood when the key was handed over, or where it has come to since.
    sent_at: Option<Session>,
}

impl WelcomeForm {
    /// Whether the key opens several workspaces, so that one has to be named: a personal access token (`seam_at`) or a
    /// session of Seam's console (`ey`).
    pub(super) fn needs_workspace(&self) -> bool {
        let token = self.token.peek();
        token.starts_with("seam_at") || token.starts_with("ey")
    }

    /// The key for the engine.
    pub(super) fn send(&mut self, session: &Session) -> SecretString {
        self.sent_at = Some(session.clone());
        (self.has_had_focus, self.shows_details) = (false, false);
        SecretString::from(self.token.lend().as_str())
    }

    /// The next key stroke goes to the key.
    pub(in crate::ui) fn focus(&mut self, ctx: &Context) {
        self.token.focus(ctx);
        self.has_had_focus = true;
    }

    /// Keeps the key while nobody knows whether it is any good, and wipes it once somebody does.
    pub(in crate::ui) fn take_in(&mut self, ctx: &Context, session: &Session) {
        let is_over = match session {
            Session::Confirming { .. } | Session::Connected { .. } => true,
            Session::Starting | Session::Connecting | Session::Welcome(_) => false,
        };
        if is_over && !self.token.is_empty() {
            self.token.forget(ctx);
            self.sent_at = None;
        }
        if self.sent_at.as_ref().is_some_and(|before| before != session) {
            self.judge(ctx, session);
        }
    }

    fn judge(&mut self, ctx: &Context, session: &Session) {
        self.sent_at = matches!(session, Session::Connecting).then(|| session.clone());
        if let Session::Welcome(trouble) = session {
            self.has_had_focus = false;
            if trouble.as_ref().is_some_and(is_at_fault) {
                self.token.forget(ctx);
            }
        }
    }
}

/// Whether it was the key itself, so that another one is needed.
fn is_at_fault(trouble: &WelcomeTrouble) -> bool {
    match trouble {
        WelcomeTrouble::Token(TokenTrouble::WorkspaceMissing | TokenTrouble::WorkspaceInvalid) => false,
        WelcomeTrouble::Token(_) => true,
        WelcomeTrouble::Seam(problem) => problem.code == ProblemCode::TokenRejected,
        WelcomeTrouble::KeyringRead(_)
        | WelcomeTrouble::Practice(_)
        | WelcomeTrouble::Journal(_)
        | WelcomeTrouble::JournalDamaged(_) => false,
    }
}
