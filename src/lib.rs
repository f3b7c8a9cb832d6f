//! Keydesk makes key cards for hotel front desks through the Seam API, with a definite answer after every attempt.
//!
//! This page is the living architecture: what lives where, who may use whom, and why it is so.
//!
//! # Rooms
//!
//! | room | what lives there | may use |
//! | --- | --- | --- |
//! | [`domain`] | what a front desk talks about, and its rules; no I/O | nothing of ours |
//! | [`flow`] | state machines without I/O, given the time | `domain` |
//! | [`seam`] | the wire: tokens, typed calls, tolerant models, pages, errors | `domain` |
//! | [`journal`] | the append-only, hash-chained record of every attempt: verified, recoverable, counted, exported, erased when its time is over; and the shared record of many desks | `domain` |
//! | [`keychain`] | the Seam token in the operating system's keyring | – |
//! | [`settings`] | the desk's settings file, the policy of many desks, and how PINs are kept | `domain` |
//! | [`engine`] | the one actor that owns everything alive, and its door | all of the above, and `observe` |
//! | [`sandbox`] | practice mode: a server that behaves like Seam | nothing of ours |
//! | [`ui`] | the window | `domain`, the engine's handle, snapshot and events |
//! | [`cli`] | the same engine without a window | `domain`, `engine`, `journal`, `settings`, `sandbox` |
//! | [`platform`] | edges of the operating system; how a second start calls the first | – |
//! | [`observe`] | logs, redaction, crash file, the file for support | `domain` |
//! | [`fuzz`] | what must hold for any bytes from outside; for tests alone | `domain`, `flow`, `seam`, `journal`, `settings`, `cli` |
//! | `main.rs` | arguments, logs, runtime, then window or command | everything |
//!
//! A test reads every `use crate::…` and fails on an arrow that this table does not allow. What is protected against whom stands in
//! [`threats`].
//!
//! # One click on "Encode card"
//!
//! 1. The screen draws from a snapshot and its own form state; [`domain::assess`] decides whether the button is on.
//! 2. The click becomes [`engine::Command::Encode`] on a bounded channel. Every command passes one door first: who is at the desk
//!    decides whether it is carried out, waits for a supervisor's PIN, or does nothing. The engine judges the order once more: what
//!    a window shows is never what protects a guest.
//! 3. The engine takes the encoder's kernel lock, then asks [`flow::encode`] what to do. Effects run strictly in order, and a
//!    record is durable before the next effect begins: the intent is on disk before the request leaves, the attempt id is on
//!    disk before it is asked about.
//! 4. [`seam`] sends the request once, on a connection of its own, and says which of four things happened: a reply, a
//!    refusal, certainly nothing, or nobody knows.
//! 5. The answer goes back into the flow, which asks for the next record, look or pause, until a definite end. What nobody
//!    reports is settled by [`flow::reconcile`]: by the record, by Seam's events, by the card on the encoder, else by a person.
//! 6. After each change a whole new [`engine::Snapshot`] is published; moments that must not be missed between two snapshots
//!    travel as [`engine::Event`]s. The window is woken and draws.
//!
//! # What a supervisor looks at
//!
//! 1. [`engine::Command::ShowActivity`] becomes one question with all that the screen draws, asked of the record by a child task:
//!    [`journal::Questions`], which this desk's SQLite and the PostgreSQL of many desks both answer. One story test runs on both.
//!    [`domain::Duty::visible`] narrows what is counted, listed and exported to what whoever is at the desk may see; the view carries
//!    the question as it was asked. Every question has a number that no later one has, so that an answer still in line is never shown
//!    to whoever looks next.
//! 2. Counts are kept in the transaction of the attempt: over everything, per encoder and per operator in SQLite; per hour, day
//!    and month at the server. Whole hours come from them, ragged ends and combinations from one index. `verify` counts again.
//! 3. While somebody looks, the answer is asked for once more whenever the record grew, one question after the
//!    other, and nothing is counted for nobody. Asking for something else, or looking away, ends the question under way: at its next
//!    row or statement, since a statement that runs is not interrupted.
//! 4. [`journal::shared::ship`] brings events in order, in a task that nothing waits for. The server's head of a journal is the only
//!    memory of what arrived, so that a broken connection, a second shipper or a restored copy can neither lose nor double one.
//!
//! # A desk that nobody is at
//!
//! 1. The window says [`engine::Command::Touch`], at most once a second; [`flow::rest`] tells from that when the desk warns and when it
//!    comes to rest, by both clocks, so that time asleep counts. A card that is being made keeps it awake. A lock by hand waits for
//!    the card too: the snapshot says so, and whoever wanted it may stay. At a kiosk nothing takes it back.
//! 2. At rest the engine drops lists, search, ended jobs and whatever waits for approval, closes the journal's connections, and counts
//!    [`engine::Snapshot::rests`] up. The window that sees it change drops its forms, undo histories and laid-out text. What is freed is
//!    wiped by the allocator, and by glibc where C libraries free it: a window starts itself once more to have that done. Open jobs stay, without names in any snapshot.
//! 3. A card that ends as a desk locks is told there without a name, and to whoever signs in next with the way to it, once.
//! 4. Whoever signs in next begins with lists that are read anew. Taking over from somebody who is signed in is no rest.
//!
//! # Invariants
//!
//! - `domain` and `flow` hold no async, no clock, no egui and none of Seam's JSON.
//! - Screens return actions; they do no I/O and name neither `seam` nor `journal` nor `keychain`.
//! - Only the engine writes to the journal; only `seam` opens sockets to Seam; only `keychain` reads the token in clear from
//!   where it is kept.
//! - `sandbox` shares no type with `seam`, so that a wrong model cannot agree with itself; both are held against Seam's
//!   published schema in the tests.
//! - The program never sends a physical write twice by itself, and none before its intent is durable.
//! - No fact is read whose hash does not fit; a damaged record is refused with a sentence, and saved as far as it is readable.
//! - The settings file is written, and a broken one moved aside, only under a kernel lock, and a change is judged by what the file
//!   says under it.
//! - No PIN is checked before the try is counted on the disk. No snapshot and no event after a rest names a guest to whoever comes
//!   next at a kiosk.
//! - A journal is made, and brought up to date, in one transaction, whole or not at all; it is closed when `close` returns.
//! - What was shown to a supervisor is compared with what would happen at the moment of the PIN; what differs is dropped and told.
//! - Words from elsewhere are made plain where they enter (`seam`) and once more where they leave (`observe`, `cli`); an answer that does not
//!   end is one that cannot be read.
//! - No state ends in a spinner for ever; nothing says "done" that is not known to be done, and nothing says "failed" that
//!   may have happened.
//!
//! # Where this differs from the first design, and why
//!
//! - `encoder_communication_timeout` and `action_attempt_expired` are ends of an *attempt*, not of a *job*: the card may have
//!   been written. The job becomes uncertain, and the encoder stays held until it is settled by evidence or by a person.
//! - An intent that was recorded without any later fact resumes as uncertain, even though it may never have been sent:
//!   between a durable intent and a durable answer nothing on disk can tell the two apart.
//! - `uncategorized_error` and types that Seam added later explain nothing: the record has to agree twice before they count as
//!   a failure. So has it with an error in the very first answer, which may be the answer to something else, with a success
//!   that does not say of which card, and with a first answer whose card is older than the request.
//! - A wait expires only when a look has come back. After sleep, with a clock that was set, or while Seam refuses the key,
//!   time has passed in which nobody could ask; a restart counts by the server's clock, or not at all.
//! - That nothing changed on the record proves nothing, since the encoder may still be at it. "Not written" is proved by the
//!   card on the encoder alone, together with an unchanged record and an attempt that is over, and not before a request whose
//!   connection broke cannot be worked on any more. This rests on an encoder doing one thing at a time, in order.
//! - The server's clock is the latest of several `Date` headers, run on by this computer's monotonic clock: one old or wrong
//!   header then makes fewer proofs, never a wrong one.
//! - A reply that names the attempt of an earlier job counts as lost: every encode begins an attempt of its own.
//! - Room on the disk is made after a job, not before the next one: the write-ahead log grows by more than a job needs and is
//!   folded back, so that the press itself waits for one write, and a full disk is known before anything is sent.
//! - A second start talks to the first over a socket of tokio's, not over another library's: its named pipes on Windows know
//!   no time limit, and a silent peer would hang the window that is open.
//! - The encoder's lock is a kernel file lock per encoder rather than one per program, so that a window and a command line of
//!   the same machine exclude each other exactly where it matters.
//! - A job keeps the client of the workspace that it belongs to. A session that ends or changes leaves its jobs: their facts
//!   are still written, their encoders stay held, and they are followed again when their workspace comes back.
//! - A word of fewer than five letters is not looked for in card numbers and ids: a room number stands in many an id by
//!   chance, and the wrong guest is worse than a missed one. For the same reason Enter in an empty search takes nobody.
//! - In the practice hotel the desk has its encoder from the start; the choice of a real desk is never touched by it.
//! - Rows and outcomes of attempts live in `domain`, since the window draws them and may not name `journal`.
//! - What somebody says about a failure and what retention did are events of the chain too, though they need no intent: the job
//!   may be another desk's, and a run of retention is no job.
//! - A later answer of Seam's about an attempt that had ended makes a card of it, or explains a failure better; it never takes a
//!   card back, and overrules neither a proof nor a person.
//! - Old events are removed only as a beginning of the chain, in which every job is over. The cut is an event of the chain that is
//!   left, so that a beginning which somebody else cut off is found.
//! - The full cube of counts hardly compresses: kept are its margins, and a combination of them comes from an index.
//! - The table of attempts scrolls by the number of its first row, in f64: forty million points down, an f32 no longer knows one
//!   row from the next.
//! - An export is written beside its target and renamed once it is complete; it is read after a mark, five hundred rows at a time.
//! - The save dialog's library does not tell "cancelled" from "no dialog here": an answer within 0.3 s counts as the latter, and a
//!   path is typed instead.
//! - Whoever takes an encoder over from another process reads the job's facts once more under the lock, since it may have ended in
//!   the moment before.
//! - `cli` uses `domain` too: the words of orders and answers are the domain's.
//! - What can be set is plain values in `domain`: the window draws them, and the engine judges who may change them; `settings` reads and
//!   writes them. The engine writes settings, since a change needs its door.
//! - A command that needs a supervisor is held by the engine rather than asked about by the window, so that no screen can forget to ask.
//!   Whatever held command does not happen, for whichever reason, is told as [`engine::Event::NotApproved`], so that no form waits for
//!   an answer that does not come.
//! - PINs typed without a name share one count, which only a supervisor's PIN clears: else a clerk's own PIN would free guesses at it.
//! - A count of wrong PINs names the salt of the PIN that was guessed at, since a window and a command line write its file without a
//!   common lock: a new PIN, and a new person of an old name, begin at zero. Where all people are stand-ins of a file that cannot be
//!   read, no count is forgotten.
//! - Two names are one entry by capitals alone, and taken for one another by their look: the first is what files are written by, the
//!   second who may be added.
//! - A record that did not open keeps the key waiting, so that the next look opens it with that key and asks no keyring.
//! - Whether a card is a guest's next one is told by guest and doors alone: to a namesake or somebody who shares the room the kiosk
//!   offers the list, never a card.
//! - A policy speaks to a computer by the name that the system tells, and a slip in its locks locks too much rather than nothing.
//! - A resting desk that lost Seam asks for the workspace only, never for guests, until Seam is back.
//! - In the practice hotel, what people do with PINs and settings is written to the desk's own record, since those are real there.
//! - A PIN pad is no text field, and neither is the kiosk's search: nothing is pasted, copied, undone or read out there.
//! - A kiosk whose engine is gone ends by itself, since nobody could leave it; it keeps its console on Windows, since its exit code has
//!   to reach whoever started it.
//! - Sounds are played by the system's own player: a sound library would be the largest part of the program.
//! - The log's files are our own writer's, since no library caps age, size and total at once. Calls around a failure are logged when
//!   it happens, since a file for support is asked for a day later.
//! - A policy that cannot be understood locks everything at what the desk's own file says: whoever can break it must not gain by it. A
//!   file that names people never opens its desk to everybody: people of whom none can be used are shut out, and of a file that is no
//!   TOML the people are kept.
//! - An encoder's id and its name come from the same file: a locked name beside an id that the desk chose would lie. The policy's folder
//!   is asked of the system, since whom a policy binds may set variables.
//! - A card keeps a desk awake only while somebody may ask about it: with a key that is refused or without a way to Seam, names do not
//!   stay on a screen for its sake.
//! - Who worked at a desk is in the same chain as attempts, about no job, and goes with the months. It is told from an index of such
//!   events alone, so that the facts of cards pay nothing for it.
//! - The settings' lock is a file of its own, since the settings are replaced by renaming, and it is asked for again and again, since
//!   no kernel has one that is waited for a while only.
//! - A kiosk asks for the front every two seconds although it seems to have it: on X11 a window that "show the desktop" hid hears that
//!   it has the keyboard, and is not told that it is gone from the screen.
//! - A kiosk never hands over: it waits on the lock of the window that is open, and opens as the settings are then. What counts down at
//!   a kiosk stands in its head, so that nothing moves under a finger.
//! - Settings have three doors: one looks and writes nothing, for checks and support; one loads and moves a broken file aside; one
//!   changes, and judges the change by what the file says under its lock. A slip in a kiosk's file leaves it a kiosk.
//! - A key that was typed stays, covered, until Seam or a rule has judged it: what nobody judged is not the key's fault.
//! - A name needs a letter: a number in its place is probably a PIN, which everybody would read.
//! - A change from the command line of who signs in is made even where the record cannot take it, which is said: whoever left must be
//!   shut out with a broken record too.
//! - The journal's connections are closed at rest, since SQLite keeps freed pages in memory of its own.
//! - The join of cards, guests and doors is a rule without I/O and therefore lives in `domain`, not in the engine.

pub mod cli;
pub mod domain;
pub mod engine;
pub mod flow;
#[doc(hidden)]
pub mod fuzz;
pub mod journal;
pub mod keychain;
pub mod observe;
pub mod platform;
pub mod sandbox;
pub mod seam;
pub mod settings;
pub mod threats;
pub mod ui;
