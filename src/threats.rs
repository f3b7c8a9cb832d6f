//! What Keydesk protects, against whom, by what, and against whom it does not. This page holds no code.
//!
//! "By" names the code, "held by" the test that fails when it stops being true: of `tests/it`, or of `.ci`, which look at
//! the real program from outside.
//!
//! # What is worth something
//!
//! | | what | where it lies |
//! | --- | --- | --- |
//! | K | the key to Seam: opens every door of the hotel through the API | keyring of the operating system; in memory while it is in use |
//! | C | the ability to make a card | whoever can press "Encode card", or has K |
//! | G | names of guests, card numbers, who sleeps behind which door | memory; `journal.sqlite` until names are erased (30 days) |
//! | J | the record: who made which card when | `journal.sqlite`, and the shared record |
//! | P | PINs of those who work here | `settings.toml` or the policy, as argon2id hashes |
//!
//! # A guest at the kiosk
//!
//! Has the screen, the keyboard, a pointer, and time; not the computer's case, its ports or its power switch, which the
//! hotel has to close off.
//!
//! | tries to | is kept from it by | held by |
//! | --- | --- | --- |
//! | reach settings, journal, exports, the key | the engine's door (`engine::access::door`): at a kiosk it passes commands for cards and nothing else, whatever a window sends | its table test over every command |
//! | write on another desk's encoder | the same door: the bound encoder alone | the same test |
//! | leave the window | whole screen, no decorations, no close button; whatever closes it without a PIN ends with code 7 or by a signal, and its unit starts it again; one that is started behind another window waits and leaves that alone | `.ci/kiosk`, `program` |
//! | read who was there before | rest: lists, forms, undo histories, laid-out text and what was copied are dropped, connections are closed, and freed memory is wiped | `window::rest`, `.ci/memory` |
//! | read names over somebody's shoulder | names covered until a guest is chosen (`kiosk.mask_names`) | `window::kiosk` |
//! | guess a PIN | a pause after the third wrong one: 5 s, 15 s, 1 min, 5 min, then 15 min each time, counted on the disk before the PIN is checked, for that PIN alone: whoever is given another PIN, or has the name of somebody who was removed, begins anew; PINs without a name share one count, which only a supervisor's clears | `domain::pin`, `access::lockout` |
//!
//! At four tries an hour the PIN of one person with four digits (9 970 that are taken) falls after 52 days of trying without a
//! break on the average, one of six after 14 years. A PIN that is entered without a name is tried against everybody, so with 20
//! people of four digits the first one falls after five days: six digits for everybody who may sign in at a kiosk. Each wrong
//! one is a line in the log.
//!
//! **Not kept from it:** where `kiosk.sign_in` is off, making the card of another guest whose room or three letters of whose name
//! they know, and so learning the name and the doors of whoever is chosen: a kiosk without staff proves nobody's identity. Keeping staff from signing in at the kiosk, or from leaving it: PINs are
//! entered there without a name, so all wrong ones share one count, and whoever goes on typing them keeps everybody waiting for
//! up to 15 minutes at a time. A photo of the screen. Keys of the window manager or console (Ctrl+Alt+F2, Alt+Tab), a reboot, a
//! USB stick: those are closed by the kiosk's session, not by a window.
//!
//! # A curious clerk
//!
//! Has a PIN of their own and works in the window.
//!
//! | tries to | is kept from it by | held by |
//! | --- | --- | --- |
//! | have an address approved that reads as another, or another thing than was shown | a value is judged before it waits and shown as it is typed, letters that are not ASCII as they are sent; what was shown is compared again with the PIN | `access` |
//! | do what supervisors do | the engine holds the command until a supervisor's PIN, says beside it what exactly is approved, and runs it once | `access` |
//! | work in a colleague's name | a PIN for each, an idle lock, the name that was signed in when the button was pressed | the same |
//! | share a supervisor's PIN, or find one out by asking for it as their own | a new PIN that is somebody's is refused without a name, and asking counts as a wrong PIN without a name; one that two people have all the same gives the rights of whoever may do less | `same_pin` |
//! | make a card and remove the trace | the intent is on the disk before the request leaves; events are never changed; a chain of SHA-256 | `kills`, `journal::tampering` |
//! | take guests home in an export or a file for support | both leave names and numbers out unless a supervisor wishes them in, and the file for support also what Seam said about a failure, which may name anybody | `export`, `bundle` |
//! | get the key out of the window | it is never shown again, reaches no screen reader, no log and no clipboard of ours | `ui::kit::secret`, `.ci/memory`, `bundle` |
//!
//! **Not kept from it:** a clerk who reaches a shell *as the user that Keydesk runs as* is that user, with everything in
//! the last section but one: `keydesk encode` asks for no PIN, `settings.toml` can be edited, and so can the counter of
//! wrong tries be removed. A change of people from the command line stands in the record as `command line (user)`, but that name is the
//! session's word, and whoever edits the file by hand leaves no such line. Roles guard the window. Where clerks must not be supervisors, give them no shell, and put
//! operators and locks into the policy, which that user cannot write.
//!
//! # Whoever has the disk
//!
//! A stolen computer that is switched off, a copy, a backup.
//!
//! - K is in the keyring, encrypted under the login password (Secret Service, Keychain, Credential Manager). No file of
//!   ours holds it; `.ci/keyring` searches all of them. A keyring that opens without a password, as kiosks with automatic
//!   login have it, protects nothing: GNOME Keyring's own file then says K in clear, and Windows keeps the password of an
//!   automatic logon. Use a disk that is encrypted.
//! - Files are their owner's alone (0600, folders 0700): journal, settings, logs, crash files, archives.
//! - Erased names are overwritten in the file and in its log (`secure_delete`), and their salted digests tell nothing.
//! - Logs hold no names unless `logs.names` says so, and then for up to 30 files, which retention does not erase.
//!
//! **Not protected:** the journal is not encrypted: until they are erased, names and numbers can be read in it, and so can
//! operators and settings. Encrypt the disk.
//!
//! **PINs from a stolen `settings.toml`.** One guess costs 19 MiB of memory twice over, about 0.05 s on one core of an old
//! desk: all 9 970 PINs of four digits take 8 minutes there. A graphics card moves about 10¹² bytes a second and each guess
//! some 10⁸, so at most 10 000 guesses a second: four digits last **one second**, six digits 100 seconds, ten digits 12
//! days, twelve digits three years. The hash keeps a PIN from being read in passing; against somebody with the file only
//! its length helps, or a policy and a disk that they cannot read. Whoever loses a settings file changes the PINs.
//!
//! # The network
//!
//! | tries to | is kept from it by | held by |
//! | --- | --- | --- |
//! | listen, change, stand in between | HTTPS (TLS 1.2 or later), certificates always checked, no switch against it; plain HTTP to this computer alone | `seam_transport` |
//! | lead K elsewhere | no redirect is followed; the keyring's entry is per endpoint | `seam_transport`, `keychain` |
//! | make a request be sent twice | writes go once, on connections of their own, never tried again by themselves | `seam_requests`, `faults` |
//! | read or change the shared record | TLS, on another computer always with its name verified; no variable of PostgreSQL's names another certificate; a login that can only add its own desk's events | `shared::tls`, `shared::rights`, `environment` |
//! | be trusted by way of a variable | where the policy locks `connection.root_certificate`, nothing is sent to Seam while `SSL_CERT_FILE` or `SSL_CERT_DIR` is set, and to the shared record where it locks `journal.shared`; elsewhere the log says so | `environment` |
//!
//! **Not kept from it:** whoever owns a root certificate that this computer trusts, or that `connection.root_certificate`
//! names, reads and changes everything. Seam's address and the times of cards are seen by anybody on the way.
//!
//! # A server that lies
//!
//! Seam, or what answers in its place with its certificate.
//!
//! - A reply about another attempt, an old one, none, or half of one makes no card "done": every end needs evidence that
//!   agrees (`flow::reconcile`; held by `faults` and `doubt`).
//! - Nothing that it sends ends the program or fills memory: bodies end at 64 MiB, lists at 10 000 pages, 500 000 items or
//!   512 MiB, texts at 2 000 letters, parsers are fuzzed (`seam_lies`, `fuzz`).
//! - Words from it are shown as text, never run, never a path, never a format. What drives a terminal, breaks a line or turns
//!   the writing is replaced where it enters, and once more where the command line prints what an older journal holds
//!   (`domain::words`).
//! - A key that it repeats, or that a proxy does, is replaced before anything is kept of the answer; ids of requests and types
//!   of errors count only where they have that form (`seam::repeated`; held by `seam_lies`).
//!
//! **Not kept from it:** a server that consistently tells of cards that were not made, or hides guests. The card on the
//! encoder is the only witness that it does not control, and "Read card" asks through it too.
//!
//! # Another program of the same user
//!
//! Operating systems do not protect a user's programs from each other, and neither can this one. Such a program can:
//!
//! - ask an unlocked keyring for K (macOS asks the person first; the Secret Service and Windows do not);
//! - read this process's memory where `ptrace` is allowed, and with it K and every guest on the list;
//! - read the screen and type into the window (X11; Wayland does not let it), and the PIN as it is typed;
//! - change settings, remove logs, put a whole journal with new hashes in place of the old one. Only a head that was
//!   written down elsewhere finds that: `keydesk journal verify` prints it, and the shared record keeps one per desk.
//!
//! What is done nevertheless: secrets are wiped as soon as nobody needs them, and so is everything that is freed (the
//! allocator of `main.rs`, and `platform::freed` for C libraries), so that a later look, a crash report, a core dump or a page
//! that was swapped finds less.
//! `.ci/memory` fails when the key is found after it was forgotten, whether it was typed or came from the keyring, or when a
//! guest is found after a kiosk has come to rest or a desk was locked, or the PIN that was entered there.
//!
//! **What stays in memory.** While a desk is connected, K, in the client's headers and in the buffers of open connections;
//! while somebody is at the desk, the guests of the list: who reads a *running* desk's memory has both. After rest:
//!
//! - The guest of a job in doubt, until it is settled.
//! - What C libraries have freed, where nothing overwrites it. With glibc a window has that done (`platform::freed`); musl,
//!   macOS and Windows are not asked. Where it is switched off (`MALLOC_PERTURB_=0`), one to sixteen copies of a guest's name
//!   and card number were found in memory that SQLite had freed when the journal's connections were closed at rest;
//!   `.ci/memory` says how many. Where there is a shared record, events that still wait are read again, names and all, to be
//!   shipped.
//! - What the journal reads while the desk rests, for the moment until its connections are closed once more: each write and each
//!   run of retention at rest ends with that.
//! - Copies that the kernel, the display server, a clipboard manager or a screen reader made are theirs. Stack frames are
//!   looked through by the test, which finds none in the ways that it goes; a way that it does not go may leave one.
//! - Memory that was swapped out before it was wiped: switch swap off, or encrypt it.
//!
//! A core dump in the middle of work holds everything: on Unix the program forbids its own (`platform::dumps`; on Linux
//! those too that are piped to another program, which a limit of 0 lets through), and a unit should too (`LimitCORE=1`). On Windows the program does nothing about it: no dumps are kept there unless `LocalDumps` in the
//! registry asks for them, which administrators have to leave out, and error reporting, which may send a small dump, is kept
//! from taking this program by the script for kiosks alone (`assets/packaging/windows`). TLS buffers were not looked at by the
//! test, whose server speaks plain HTTP.
//!
//! # Whoever changes the policy
//!
//! The policy is administrators' property: whoever may write it decides who signs in, what is locked, and which root
//! certificate is trusted. A policy that cannot be understood locks everything rather than nothing. A policy that is gone
//! counts as none: the folder has to be one that only administrators write, and it is the hotel's to keep it there. It
//! holds no key and no password. A key to Seam that somebody writes into either file is told at every start and never shown, but
//! stays readable until it is deleted and renewed, also in a file that was moved aside. Where the policy locks `connection.proxy`, no
//! variable and no setting of the system names another.
//!
//! **A slip or a read error in place of an attack.** A file that does not tell what it says shuts its desk rather than opening
//! it, and erases nothing: a broken or unreadable policy, a lock list that is none, a `settings.toml` that cannot be read or
//! parsed. A kiosk whose file has a slip stays a kiosk: only a plain `enabled = false` wherever it is named turns it off, and only a
//! plain `sign_in = false` spares guests the sign-in. A change is refused where either file cannot be read, so that it never writes over what it has not seen. Not kept
//! out: a desk whose own file says that one person works there opens while a policy that names people cannot be read; and a
//! folder for settings that is missing altogether is a new desk's.
//!
//! # What was not tried
//!
//! Windows and macOS: their keyrings, file rights and memory are handled by the same code through their libraries, and
//! nobody has looked at them from outside. Hibernation. Physical attacks on memory. What the lock system does with a card.
