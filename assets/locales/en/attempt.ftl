### One attempt, what is done about it, and exports.

# Times.

time-hms-milli = { $time }.{ $milli }
day-dated = { $weekday } { $day } { $month }
day-dated-year = { $weekday } { $day } { $month } { $year }
span-millis = { $n } ms

# One attempt: its head and how it stands.

attempt-title-open = { $guest }’s card is being made
attempt-title-uncertain = Not sure if { $guest }’s card was written
attempt-title-let-go = Nobody waited for { $guest }’s card
attempt-title-succeeded = Card made for { $guest }
attempt-title-failed = No card for { $guest }
attempt-title-not-executed = Nothing was sent for { $guest }
attempt-title-not-written = No card was written for { $guest }
attempt-title-decided-written = Settled: { $guest } has a card
attempt-title-decided-not-written = Settled: no card for { $guest }
attempt-erased-guest = a guest (name erased)
attempt-erased = Erased, as the retention rule says
attempt-nobody = an unnamed guest
attempt-no-name = No name on record
attempt-back = Back to the attempt before
attempt-open = Under way
attempt-open-body = The card is being made on { $encoder } at this moment. How it ends is added here.
attempt-succeeded-body = Seam says that the card was written.
attempt-not-written-body = It is proved that no card was written.
attempt-decided = A person settled it
attempt-decided-written = Nothing else showed how it ended. On record: the card works.
attempt-decided-not-written = Nothing else showed how it ended. On record: no card was made.

# Settling it.

attempt-settle-elsewhere = Another window of this desk follows it. It is settled there.
attempt-settle-there = It is settled at { $desk }, where it was made.
attempt-decide-written = Does the card work?
attempt-decide-not-written = Was no card made?
attempt-decide-body = Your answer goes on record with your name and is not taken back. Try the card in a lock or a reader first.
attempt-decide-safe = Not sure yet

# What is done about it.

attempt-section-follow = FOLLOW-UP
attempt-follow-name = Follow-up
attempt-follow-open = Open
attempt-follow-in-hand = In hand
attempt-follow-solved = Solved
attempt-note-name = Note
attempt-note-hint = What was found, what was done
attempt-note-count = { $n } of { $limit } characters
attempt-note-too-long = { $count ->
    [one] 1 character too many
   *[other] { $n } characters too many
 }
attempt-save = Save
attempt-save-key = Ctrl ⏎
attempt-save-hint = Not saved yet
attempt-saved = Saved
attempt-save-trouble = This desk cannot write it down now. Ask IT to look at the disk
attempt-lose = Discard what you wrote?
attempt-lose-body = The follow-up of this attempt is not saved.
attempt-lose-safe = Keep writing
attempt-lose-other = Discard it

# Facts, times, events.

attempt-section-facts = WHAT IT WAS
attempt-fact-encoder = Encoder
attempt-fact-desk = Desk
attempt-fact-clerk = Clerk
attempt-fact-encoder-id = Encoder ID
attempt-fact-credential = Credential ID
attempt-fact-method = Access method ID
attempt-fact-attempt = Attempt ID
attempt-fact-requests = Request IDs
attempt-fact-job = Job ID
attempt-fact-retry = Tries again
attempt-no-number = None on record
attempt-show-first = Show the attempt that it tries again
attempt-section-times = WHERE THE TIME WENT
attempt-time-ours = This desk
attempt-time-network = Network
attempt-time-waiting = Card and encoder
attempt-time-total = From the press of the button to the end: { $time }
attempt-not-recorded = not recorded
attempt-section-timeline = WHAT HAPPENED
attempt-exact-show = Show milliseconds and IDs
attempt-exact-hide = Hide milliseconds and IDs
attempt-section-related = SAME GUEST OR SAME ENCODER
attempt-related-line = { $time } · { $encoder }

event-intended = { $operator } pressed “Encode card” at { $desk }, for { $encoder }
event-intended-again = Another try after a failure.
event-not-executed = Nothing was done: { $title }
event-accepted = Seam took it on
event-after = Answered after { $time }
event-succeeded = The card was written
event-failed = It failed: { $title }
event-uncertain = Nobody knows whether a card was written
event-learned = Keydesk looked
event-not-written = Proved: no card was written
event-let-go = The clerk stopped waiting; Keydesk went on watching
event-decided-written = { $operator } said: the card works
event-decided-not-written = { $operator } said: no card was made
event-followed-up = { $operator } followed up: { $state }
event-retention = Names and card numbers that were too old were erased
event-access = Who works at this desk, or what they may do, changed

# Asking Seam again.

attempt-ask = Ask Seam again
attempt-asking = Seam is being asked…
attempt-ask-open = Keydesk still follows it and asks by itself
attempt-ask-no-id = Seam never named an attempt, so there is nothing to ask about
attempt-ask-elsewhere = Seam is asked at the desk and in the workspace in which the attempt was made
attempt-ask-offline = Seam can be asked once the connection is back
attempt-asked-at = { $sentence } · asked { $time }
attempt-ask-trouble = Seam could not be asked: { $title }. { $next }
reasked-still = Seam still says: { $state }
reasked-now = Seam now says: { $state }
reasked-changed = Seam has changed its mind: { $state }
reasked-pending = not finished
reasked-succeeded = the card was written
reasked-failed = failed ({ $cause })
reasked-gone = Seam has no trace of it any more
reasked-written-body = A card for { $guest } may be in somebody’s hands although no one was told. Look for it before another is made.
reasked-lost-body = The card that was handed to { $guest } may not work. Try it in a lock, and make another if it fails.

# For support.

support-line = { $name }: { $value }
support-times = Desk { $ours }, network { $network }, card and encoder { $waiting }, total { $total }
support-intended = Intent on record
support-decided = Settled by a person
support-event = { $time } { $title }
support-version = Keydesk { $version } on { $system } { $machine }

# Exports.

export-title = Export
export-title-watch = Export
export-count = { $count ->
    [0] No attempt matches; the file will have its headings alone.
    [one] Exactly the 1 attempt that Activity shows.
   *[other] Exactly the { $n } attempts that Activity shows.
 }
export-count-unknown = Exactly the attempts that Activity shows for this choice.
export-period = Period
export-this-desk = This desk
export-all-desks = All desks
export-outcome = Outcome
export-outcome-all = All
export-outcome-encoded = With a card
export-outcome-failures = Failures
export-outcome-unsettled = Not settled
export-cause = Cause
export-days = { $count ->
    [one] Today
   *[other] The last { $n } days
 }
export-csv = CSV
export-csv-for = for Excel and other spreadsheets
export-json = JSON
export-json-for = for programs, as one array
export-jsonl = JSON lines
export-jsonl-for = for programs, one attempt a line
export-report = Shift report
export-report-for = one page of text, to print or hand over
export-report-csv = Shift report figures
export-report-csv-for = the same numbers as CSV
export-with-guests = With guest names and card numbers
export-with-guests-off = Left out: the file can be handed on without personal data in it.
export-with-guests-on = Personal data: keep the file as safe as the guest list, and delete it when it has served.
export-save-as = Save as…
export-choosing = Choose a place in the other window
export-came-back-empty = No place was chosen. Did no window come up to choose one?
export-type-path = Type the place instead
export-no-dialog = This computer shows no window to choose a place in. Type the whole path of the file.
export-typed = Type the whole path of the file.
export-path = Path of the file
export-path-replaces = A file of this name is replaced.
export-path-not-whole = The path has to begin at the root, such as /home or C:\
export-save = Save
export-starting = Beginning…
export-running = { $written } of { $total } attempts written
export-goes-on = It goes on when this is closed; a line at the foot of the window says how far it is.
export-cancel = Cancel the export
export-done = Saved: { $path }
export-band = Export: { $state }
export-rows = { $count ->
    [one] 1 attempt
   *[other] { $n } attempts
 }
export-copy-path = Copy path
export-cancelled = Export cancelled
export-cancelled-body = No file was left behind.
export-failed = The export broke off
export-failed-body = { $reason }. No file was left behind. Choose another place, or ask IT to look at the disk.

# Failures in a row, and an encoder that another desk uses.

band-in-row = { $count ->
   *[other] { $encoder } failed { $n } times in a row: { $cause }
 }
show-in-activity = Show in Activity
encoder-busy-at = { $place ->
    [desk] This desk · busy at { $desk }
   *[other] Busy at { $desk }
 }
busy-at-hint = { $desk } is making a card on this encoder. Wait until it is taken off, then go on
