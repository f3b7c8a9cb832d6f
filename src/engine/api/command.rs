//! What a screen or the command line asks for.

use secrecy::SecretString;

use super::Keep;
use crate::{
    domain::{
        ActivityQuery, Confirm, Decision, EncoderId, JobId, Operator, Person, Query, Role, Setting, Subject,
        WorkspaceId,
    },
    engine::{BundleOrder, ExportOrder, FollowUpOrder, PinTry},
};

/// What a screen or the command line asks for.
#[derive(Debug)]
pub enum Command {
    /// Try a token against Seam; nothing is saved yet.
    Connect {
        /// As pasted.
        token: SecretString,
        /// The workspace, which a personal access token needs.
        workspace: Option<WorkspaceId>,
    },
    /// "Yes, this is our workspace": keep the token as said and go to work.
    ConfirmConnect(Keep),
    /// Back to the first screen; the token is dropped.
    CancelConnect,
    /// Work with the make-believe hotel.
    StartPractice,
    /// Save what is readable of a damaged journal, and go on with a new one.
    RecoverJournal,
    /// Look into the keyring once more.
    RetryKeyring,
    /// Remove the token from the keyring and from memory, and end the session.
    ForgetToken,
    /// Ask for another token while the guest and the encoder stay chosen.
    ReplaceToken,
    /// Read the lists again.
    Refresh,
    /// Search.
    Find(Query),
    /// A card was chosen: find out what the list does not say, such as its doors.
    LookAt(Subject),
    /// Make a card.
    Encode(EncodeOrder),
    /// The clerk stops waiting; the encoder may still write.
    StopWaiting(JobId),
    /// Read the card that lies on the encoder, to find out how a job ended.
    ReadCard(JobId),
    /// A person settles an unknown outcome.
    Decide(JobId, Decision),
    /// The clerk has seen how it ended.
    Dismiss(JobId),
    /// This desk uses this encoder from here on.
    BindEncoder(EncoderId),
    /// Show what was tried, and keep it true until it is hidden.
    ShowActivity(ActivityQuery),
    /// Show the rows from this number on (0 is the newest), so many at most.
    ShowRows {
        /// The first.
        offset: u64,
        /// How many.
        limit: u32,
    },
    /// Nobody looks at what was tried any more.
    HideActivity,
    /// Show one attempt with all that is recorded about it, and keep it true until it is hidden.
    ShowAttempt(JobId),
    /// Nobody looks at it any more.
    HideAttempt,
    /// Ask Seam once more about an attempt that has ended, and write down what it says.
    AskSeamAgain(JobId),
    /// Say what is done about a failure.
    FollowUp(FollowUpOrder),
    /// Write what a filter shows to a file.
    Export(ExportOrder),
    /// Stop the export; no file is left.
    CancelExport,
    /// The end of the export was seen.
    DismissExport,
    /// Somebody is here: a key, a click, a touch. Once a second is enough.
    Touch,
    /// A guest begins at a kiosk that rests: the lists are read.
    Begin,
    /// Somebody signs in, or takes over from whoever is signed in; what was found stays found.
    SignIn(PinTry),
    /// Nobody is here any more: what is known of guests goes from memory, and where people sign in, a PIN comes first again. A
    /// card that is being made is not touched, and keeps this from happening until it ends.
    Lock,
    /// Whoever wanted that while a card is being made is here after all: the desk does not lock after the card.
    Stay,
    /// A supervisor lets happen what [`Snapshot::approval`] names, once.
    Approve(PinTry),
    /// Nobody does.
    CancelApproval,
    /// Change a setting.
    Set(Setting),
    /// Somebody new signs in here. The first one has to be a supervisor.
    AddOperator {
        /// Who.
        person: Person,
        /// Their PIN.
        pin: SecretString,
    },
    /// Give somebody another PIN; one's own with the present one.
    ChangePin {
        /// Who.
        who: Operator,
        /// The new one.
        pin: SecretString,
        /// The present one, which is needed where nobody but its owner asks.
        present: Option<SecretString>,
    },
    /// Give somebody another role.
    ChangeRole {
        /// Who.
        who: Operator,
        /// What they are trusted with from here on.
        role: Role,
        /// Their new PIN. A supervisor needs one: nobody can tell from what is kept how long the present one is.
        pin: Option<SecretString>,
    },
    /// Somebody does not sign in here any more. Their name stays on what they did.
    RemoveOperator(Operator),
    /// Close the kiosk for good.
    LeaveKiosk,
    /// Write a file for support.
    SaveBundle(BundleOrder),
    /// Its end was seen.
    DismissBundle,
    /// Finish what must not be lost, then stop.
    Shutdown,
}

/// One press of "Encode card".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodeOrder {
    /// Chosen by whoever asks, so that its answers can be told apart.
    pub job: JobId,
    /// What to write.
    pub subject: Subject,
    /// Where.
    pub encoder: EncoderId,
    /// What the clerk said yes to.
    pub confirmed: Vec<Confirm>,
    /// The failed job that this one tries again.
    pub retry_of: Option<JobId>,
}
