# Times and numbers. Every other text of the window stands in its own section below.

time-hm = { $hour }:{ $minute }
time-hms = { $time }:{ $second }
time-day = { $day } { $time }
time-date = { $weekday } { $day } { $month } { $time }
time-date-year = { $weekday } { $day } { $month } { $year } { $time }
time-range = { $from } – { $until }
time-from = from { $from }
time-until = until { $until }
time-today = Today
time-tomorrow = Tomorrow
time-yesterday = Yesterday

weekday-mon = Mon
weekday-tue = Tue
weekday-wed = Wed
weekday-thu = Thu
weekday-fri = Fri
weekday-sat = Sat
weekday-sun = Sun

month-jan = Jan
month-feb = Feb
month-mar = Mar
month-apr = Apr
month-may = May
month-jun = Jun
month-jul = Jul
month-aug = Aug
month-sep = Sep
month-oct = Oct
month-nov = Nov
month-dec = Dec

ago-now = just now
ago-seconds = { $n } s ago
ago-minutes = { $n } min ago
ago-hours = { $n } h ago
ago-days = { $n } d ago

span-tenths = { $whole }.{ $tenth } s
span-seconds = { $n } s
span-minutes = { $minutes } min { $seconds } s

number-thousands = ,

time-day-month = { $day } { $month }
time-date-of-year = { $date } { $year }

# Words that stand alone.

app-name = Keydesk
yes = Yes
no = No
not-yet = Not yet
not-known = Not known
or = or
show = Show
hide = Hide
close = Close
cancel = Cancel
copied = Copied
list-between = ,{" "}
try-now = Try now
connect-again = Connect again

# The first screen.

welcome-title = Welcome to Keydesk
welcome-body = Connect this desk to your Seam workspace to encode guest cards.
section-api-key = SEAM API KEY
api-key-name = Seam API key
api-key-hint = seam_…
section-workspace = WORKSPACE ID
workspace-name = Workspace ID
workspace-hint = This key opens several workspaces. Which one is yours?
key-promise = Kept in this computer’s own keyring, never in a file.
key-promise-session = Kept in memory until Keydesk is closed, never in a file.
connect = Connect
try-practice = Try it in practice mode
practice-body = A make-believe hotel with make-believe encoders. Nothing leaves this computer.
starting = Looking into this computer’s keyring…
connecting-title = Connecting
connecting = Asking Seam which workspace this key opens…
connecting-again = Keydesk tries again by itself as soon as it can
keep-key = Back, keep the present key

confirm-workspace = Is this your workspace?
fact-workspace = Workspace
fact-encoders = Encoders
encoder-count = { $count ->
    [0] None
    [one] 1 encoder
   *[other] { $n } encoders
 }
sandbox-title = This is a sandbox
sandbox-body = Nothing in it is real. Cards made here open no door of your hotel.
suspended-title = Seam has put this sandbox to sleep
suspended-body = It was not used for a while and answers nothing useful. Wake it in Seam’s console, then connect again.
no-encoders-title = No encoder in this workspace
no-encoders-body = You can connect, and make cards once an encoder is set up in the lock system.
keep-in-keyring = Keep the key in this computer’s keyring
keep-this-session = Use it for this session only
keep-try-again = Try the keyring again
keep-hint = For this session only means that Keydesk asks again after it was closed. Nothing is saved until you choose.
other-key = That is another hotel. Use another key

token-empty = Paste the key first
token-empty-body = You find it in Seam’s console under Developer, API keys. It starts with seam_.
token-spaces = Something else was pasted along with the key
token-spaces-body = A key has no spaces and no line breaks. Copy it again with the copy button in Seam’s console.
token-incomplete = This key breaks off
token-incomplete-body = Only its beginning is here. Copy it again with the copy button in Seam’s console.
token-publishable = This is a publishable key
token-publishable-body = It is made for web pages and cannot read encoders. Use an API key of your workspace instead.
token-workspace-missing = Which workspace?
token-workspace-missing-body = A personal access token opens several workspaces. Add the ID of yours; Seam’s console shows it under Settings.
token-workspace-unfit = This is not a workspace ID
token-workspace-unfit-body = It holds characters that no ID has. Copy it again from Seam’s console.
token-client-session = This is a client session token
token-client-session-body = It belongs to one person and may not read what a desk needs. Use an API key of your workspace instead.
token-not-seam = This does not look like a key of Seam’s
token-not-seam-body = API keys start with seam_. Copy yours from Seam’s console under Developer, API keys.

keyring-missing = This computer has no keyring
keyring-missing-body = The place where Linux, macOS and Windows keep passwords is not installed or not running here. Ask IT to set one up, such as GNOME Keyring or KWallet.
keyring-locked = The keyring is locked
keyring-locked-body = Unlock it with the password of this computer, then look again.
keyring-denied = The keyring refuses
keyring-denied-body = This computer does not let Keydesk use its keyring. Allow it when you are asked, or ask IT to.
keyring-timed-out = The keyring does not answer
keyring-timed-out-body = It may be asking for a password in a window behind this one. Answer it there, then look again.
keyring-broken = The keyring could not be used
keyring-broken-body = It answered with a problem that Keydesk does not know. The details are for IT.
keyring-read-body = Until then, paste the key below: you can use it for this session only. Keydesk never writes it into a file.
keyring-save-body = The key was not saved. You can use it for this session only; Keydesk never writes it into a file.
look-again = Look again
practice-failed = The practice hotel did not open
practice-failed-body = Something else on this computer stands in its way. Start Keydesk again; the details are for IT.
stopped-title = Keydesk cannot begin
journal-failed = This desk cannot write down what it does
journal-failed-body = Keydesk notes every card before it is made, and cannot open that record. Ask IT to look at the disk and its rights, then look again here.

journal-damaged = This desk’s record is damaged
journal-damaged-body = Keydesk notes every card before it is made, and that record cannot be read as it is. Keydesk can save what is readable and begin a new one; the damaged file is kept for IT.
journal-save = Save what can be read, and go on

# The card screen: bar and bands.

place-encode = Encode
place-activity = Activity
place-help = Help
theme-light = Light
theme-dark = Dark
practice = Practice
search-name = Search guests and cards
search-hint = Guest, room or card number
search-key = Ctrl F
search-clear = Clear the search

link-unknown = Not connected yet
link-up = Connected
link-updated = Connected · updated { $ago }
link-reading = Connected · reading the lists
link-reading-rows = Connected · { $n } read so far
link-down = Offline · trying again in { $seconds } s
link-trying = Offline · trying again
link-rejected = Not connected

band-token-rejected = Seam no longer accepts this desk’s key. A supervisor must connect it again; your guest and encoder stay chosen
band-sandbox = Sandbox workspace. Nothing here is real; these cards open no door
band-journal = No card can be made: this desk cannot write down what it does. Ask IT to look at its disk
band-recovered = This desk’s record was damaged: { $saved } entries were saved, { $lost } are lost. Tell IT; the damaged file is kept as { $file }
band-offline = { $title } since { $since }. The list is from { $loaded }; cards can be made again once the connection is back
band-clock-ahead = { $count ->
    [one] This computer’s clock is 1 minute ahead. Times may be wrong; ask IT to set it
   *[other] This computer’s clock is { $n } minutes ahead. Times may be wrong; ask IT to set it
 }
band-clock-behind = { $count ->
    [one] This computer’s clock is 1 minute behind. Times may be wrong; ask IT to set it
   *[other] This computer’s clock is { $n } minutes behind. Times may be wrong; ask IT to set it
 }
band-partial = Only the first { $n } cards could be read. A guest may be missing
band-skipped = { $count ->
    [one] 1 entry of Seam’s lists could not be read and is left out
   *[other] { $n } entries of Seam’s lists could not be read and are left out
 }
engine-gone = Keydesk has stopped working inside and can do nothing more. Close it and start it again; what was begun is on record

# The list.

list-name = Cards
column-guest = Guest
column-doors = Doors
column-valid = Valid
column-status = Status
tab-to-encode = To encode
tab-encoded = Encoded
tab-needs-attention = Needs attention
tab-all = All
show-all-kinds = All kinds
show-cards-only = Cards only
search-all-tabs = Search all tabs
search-all-kinds = Search mobile keys and codes too
no-guest = No guest named
doors-not-known = Not known yet
doors-none = No doors
kind-code = Code
kind-mobile-key = Mobile key
kind-cloud-key = Cloud key
status-to-encode = To encode
status-encoded = Encoded
status-encoded-at = Encoded { $when }
status-encode-again = Encode again
status-problem = Problem
status-expired = Expired
status-starts-later = Starts later
status-not-ready = Not ready
status-being-deleted = Being deleted
status-unknown = Unknown
empty-unread = No list yet
empty-unread-body = Keydesk could not read the cards so far. It goes on trying.
empty-no-match = No match for “{ $text }”
empty-no-match-body = Check the spelling, or look further.
empty-still-reading = { $n } cards read so far. The rest is on its way.
empty-no-cards = No cards in this workspace yet
empty-no-cards-body = They appear here as soon as the booking system asks for one.
empty-all-done = Nothing to encode
empty-all-done-body = Every card is made.
empty-nothing-here = Nothing here
empty-nothing-here-body = No card is in this state.

# Encoders.

section-encoder = ENCODER
no-encoders = This workspace has no encoder. Ask IT to set one up in the lock system.
encoders-not-known = Not known yet
encoder-last-card = { $place ->
    [desk] This desk · last card { $time }
   *[other] Last card { $time }
 }
encoder-nothing-known = { $place ->
    [desk] This desk · nothing known yet
   *[other] Nothing known yet
 }
encoder-busy = { $place ->
    [desk] This desk · making a card
   *[other] Making a card
 }
encoder-in-doubt = { $place ->
    [desk] This desk · last card not settled
   *[other] Last card not settled
 }
encoder-removed = { $place ->
    [desk] This desk · removed from the lock system
   *[other] Removed from the lock system
 }
encoder-offline = { $place ->
    [desk] This desk · offline at { $time }
   *[other] Offline at { $time }
 }
encoder-silent = { $place ->
    [desk] This desk · no answer at { $time }
   *[other] No answer at { $time }
 }
encoder-no-card = { $place ->
    [desk] This desk · found no card at { $time }
   *[other] Found no card at { $time }
 }
encoder-failed = { $place ->
    [desk] This desk · failed at { $time }
   *[other] Failed at { $time }
 }
encoder-failures = { $count ->
    [one] { $known } · 1 failure
   *[other] { $known } · { $n } failures
 }
bind-encoder = Use { $encoder } at this desk from now on
encoder-missing = { $encoder } is not in the list any more
encoder-missing-body = This desk was set to it. Ask IT, or choose another encoder; Keydesk does not swap it by itself.
encoder-missing-other = This desk was set to it. You are using another one for now.
encoder-removed-title = { $encoder } was removed from the lock system
encoder-removed-body = It cannot make cards. Choose another encoder, or ask IT.
system-trouble = { $system } reports trouble
system-trouble-body = A card will probably fail until this is fixed. Tell IT; the details are below.

# The chosen card.

choose-guest = Choose a guest
choose-guest-body = Type a name or a room, or choose a row. Enter does the rest.
card-gone = This card is not in the list any more
card-gone-body = It was deleted, or the lists are still being read. Choose another one.
back-to-list = Back to the list
section-card-for = CARD FOR
name-and-vendor = { $name } · { $vendor }
fact-doors = Doors
fact-valid-from = Valid from
fact-valid-until = Valid until
fact-encoded-before = Encoded before
fact-encoded-at = Encoded at
fact-card-id = Card ID
fact-synced = Synced to lock system
valid-at-once = At once
valid-for-ever = Until it is cancelled
times-of = Times of { $zone }
ends-soon = ends in less than a minute
ends-in-minutes = ends in { $minutes } min
ends-in-hours = ends in { $hours } h { $minutes } min
ends-in-days = ends in { $days } d { $hours } h
ended = ended { $ago }
card-warnings = Worth knowing
card-errors = The lock system reports a problem with this card
card-errors-body = Making it may fail. If it does, ask for a new card in the booking system.
card-invalidated = The lock system has cancelled the card that was made. It opens nothing; make it again.
warning-needs-card = Its doors or times have changed since it was made. Encode it again.
warning-schedule-modified = Seam has moved its start, because the one asked for had passed.
warning-schedule-external = Its times were changed in the lock system itself. Check the dates.
warning-being-deleted = It is being deleted.
warning-updating-times = Its times are being changed. Wait a moment before you make it.
warning-delay = The lock system is slow with this card.

encode = Encode card
usual-time = Usually takes { $time } on this encoder
blocked-no-card = Choose a guest first
blocked-no-encoder = Choose an encoder first
blocked-encoder-removed = This encoder was removed from the lock system. Choose another one
blocked-encoder-busy = This encoder is making another card. Wait for it, or choose another encoder
blocked-card-busy = This card is already being made, or its outcome is still open
blocked-not-a-card = This is no plastic card, so there is nothing to encode
blocked-not-ready = The lock system is still preparing this card. It will be ready in a moment
blocked-being-deleted = This card is being deleted. Choose another one
blocked-other-system = This card belongs to another lock system than this encoder. Choose another encoder
blocked-offline = There is no connection to Seam. Keydesk goes on trying
blocked-token-rejected = Seam no longer accepts this desk’s key. A supervisor must connect it again
blocked-journal = This desk cannot write down what it does, so it makes no card. Ask IT to look at the disk
blocked-not-approved = A supervisor did not approve this card, so nothing was sent. Try again with a supervisor at hand
blocked-nobody = Nobody is signed in, so nothing was sent. Sign in and try again
blocked-other-encoder = This kiosk makes cards on its own encoder alone. Choose that one

confirm-safe = Do not make it
confirm-replaces = Make { $guest }’s card again?
confirm-replaces-body = It was made before. The earlier card may stop opening the doors, also for a guest who still uses it.
confirm-replaces-other = Make it again
confirm-joiner = Make { $guest }’s second card again?
confirm-joiner-body = It was made before, beside other cards of the room. Those go on working; the earlier copy of this one may stop.
confirm-expired = This stay is over
confirm-expired-body = The card for { $guest } would open nothing, because its time has ended. Ask for new dates in the booking system first.
confirm-expired-other = Make it anyway
checked-title = Was a card written?
checked-body = The encoder may have written a card although it did not say so. Try the card in a lock or a reader first. Trying again makes a second one.
checked-safe = Not checked yet
checked-other = No card was made. Try again

# Jobs.

step-sending = Sending to { $encoder }
step-sent = Sent to { $encoder }
step-place = Place a card on the encoder
step-place-detail = Keep it still until this turns green · { $time }
step-ready = Card ready
step-state-done = done
step-state-now = in progress
step-state-todo = to come
elapsed-usual = { $time } · usually { $usual } here
still-waiting = Still waiting
still-waiting-body = Does a card lie flat on { $encoder }? Take it off for a moment and put it back if the light does not change.
stop-waiting = Stop waiting
stop-waiting-hint = The encoder may still write after you stop waiting
ready-in = — in { $time } on { $encoder }
ready-on = — on { $encoder }
card-number = Card number
card-number-is = Card number { $number }
card-until = until
encoded-on = Encoded in { $time } on { $encoder }
next-guest = Next guest
copy-card = Copy
proof-title = Known only afterwards
proof-attempt = Seam said in the end that the card was written.
proof-issued-at = The answer was lost. The card’s record says it was written { $time }.
proof-issued = The answer was lost. The card’s record says it was written.
proof-announced-at = The answer was lost. Seam announced this card { $time }.
proof-announced = The answer was lost. Seam announced this card.
proof-card = The answer was lost. The card on the encoder was read, and it is this one.
let-go = You have stopped waiting
let-go-body = { $encoder } may still write this card. Keydesk goes on watching and says here how it ends. Until then the encoder stays reserved.
decide-hint = If you know how it ended, say so for the record
decide-written = The card works
decide-not-written = No card was made
doubt-reply-lost = The connection broke after the card was asked for.
doubt-pending = Seam has not said for a long time how it ended.
doubt-gone = Seam does not know this encode any more.
doubt-interrupted = Keydesk stopped before it knew how this ended, and sent nothing again.
doubt-checking = Keydesk is checking.
doubt-known = Known so far: { $attempt ->
    [pending] Seam still waits for { $encoder }
    [gone] Seam has no trace of the attempt
    [unclear] { $encoder } did not say how it ended
    [claimed] Seam says that it ended well, but not with which card
   *[lost] the answer never came
 }, { $record ->
    [unchanged] the card’s record is unchanged
    [unclear] the card’s record has changed, but its time does not fit
    [gone] the card’s record is gone
   *[unread] the card’s record could not be read
 }{ $card ->
    [blank] , and the card on { $encoder } is blank
    [other] , and the card on { $encoder } carries another booking
    [old] , and the card on { $encoder } is as it was before
    [undated] , and the card on { $encoder } is this one, but nothing says since when
    [unknown] , and Seam does not know the card on { $encoder }
   *[none] {""}
 }.
doubt-keep = Do not hand the card out yet.
read-card = Read the card
reading-card = Reading the card…
read-card-hint = Lay the card back on { $encoder }, then read it
read-card-now = Lay the card flat on { $encoder } and keep it still
read-card-none = { $encoder } found no card. Lay it on and read it again
read-card-failed = The card could not be read ({ $title }). Read it again
not-written = No card was written
not-written-blank = The card on { $encoder } is blank, and the card’s record is unchanged. You can make the card now.
not-written-other = The card on { $encoder } carries another booking, and this one’s record is unchanged. You can make the card now.
not-written-old = The card on { $encoder } is as it was before, and so is its record. You can make the card now.
resumed = Picked up again
resumed-open = Keydesk stopped while this card was being made, and sent nothing again.
resumed-ended = Keydesk stopped while this card was being made. This is how it ended.
parked = Nobody can ask how it ended
parked-body = Seam no longer accepts this desk’s key. Nothing is lost: Keydesk goes on as soon as a supervisor has connected the desk again.
decided-written = On record: the card works
decided-written-body = You said so. Hand the card out.
decided-not-written = On record: no card was made
decided-not-written-body = You said so. You can make the card now.
journal-gap = Not everything about this card is on record
journal-gap-body = The disk refused to write part of it. Tell IT; note this card by hand.
try-again = Try again
try-again-in = Try again in { $seconds } s
encode-on = Encode on { $encoder }
check-then-try = Try again…
other-encoder = Other encoder
choose-other-encoder = Choose another encoder
find-other-card = Find another card of this guest
refresh-lists = Refresh the lists
copy-for-support = Copy for support
details-show = Details
details-hide = Hide details
short-attempt = Attempt { $id }…
short-request = request { $id }…
short-between = {" "}·{" "}
detail-type = Type: { $value }
detail-message = Message: { $value }
detail-status = HTTP status: { $value }
detail-attempt = Attempt: { $value }
detail-request = Request: { $value }
detail-encoder = Encoder: { $value }
detail-started = Started: { $value }
detail-card = Card: { $value }
detail-job = Job: { $value }
job-in-strip = { $state } · { $guest } · { $encoder }
job-sending = Sending
job-waiting = Waiting for a card
job-let-go = Still watching
job-uncertain = Not sure
job-ready = Card ready
job-failed = No card
job-not-written = Not written
job-decided = Settled

# What a person is told when a card does not come out.

helper-clerk = You can fix this yourself.
helper-clerk-then-it = You can fix this yourself; if not, call IT.
helper-it = IT has to fix this.
helper-clerk-then-supervisor = You can fix this yourself; if not, call a supervisor.
helper-supervisor = A supervisor has to look at this.
helper-nobody = Nobody has to do anything.

problem-no-card-title = No card on the encoder
problem-no-card-cause = { $encoder } waited but found no card.
problem-no-card-next = Put a blank card flat on it and leave it there, then try again.
problem-card-removed-early-title = Card removed too early
problem-card-removed-early-cause = The card left { $encoder } before it was finished.
problem-card-removed-early-next = Put the same card back and keep it still until the light turns green.
problem-incompatible-card-title = This card does not fit this lock system
problem-incompatible-card-cause = { $encoder } cannot write this kind of card.
problem-incompatible-card-next = Use a blank card of this hotel. Old or foreign cards cannot be written.
problem-encoder-offline-title = { $encoder } is offline
problem-encoder-offline-cause = The lock system cannot reach it. No card was made.
problem-encoder-offline-next = Check its cable and light, or pick another encoder.
problem-encoder-timeout-title = { $encoder } did not answer
problem-encoder-timeout-cause = It may still have written the card.
problem-encoder-timeout-next = Look at the card before you make another, and do not hand it out yet.
problem-bridge-disconnected-title = The lock system’s computer cannot be reached
problem-bridge-disconnected-cause = It is asleep, switched off or without a network. No card was made.
problem-bridge-disconnected-next = Wake or restart the computer that runs Seam Bridge.
problem-cannot-be-reissued-title = This card was already made and cannot be made again
problem-cannot-be-reissued-cause = This lock system makes each card only once.
problem-cannot-be-reissued-next = Make another card for this guest instead.
problem-credential-deleted-title = This booking’s card no longer exists
problem-credential-deleted-cause = It was deleted since the list was read.
problem-credential-deleted-next = Refresh the lists. If it is gone, ask for a new one in the booking system.
problem-attempt-expired-title = Seam gave up waiting
problem-attempt-expired-cause = { $encoder } did not say in time how it ended.
problem-attempt-expired-next = Check that no card was written, then try again.
problem-uncategorized-title = The lock system refused
problem-uncategorized-cause = It did not say why in words that Keydesk knows; the details have its own.
problem-uncategorized-next = Try once more. Call a supervisor if it happens twice.
problem-outcome-unknown-title = Not sure if the card was written
problem-outcome-unknown-cause = The answer did not arrive.
problem-outcome-unknown-next = Keydesk is checking. Do not hand the card out yet.
problem-token-rejected-title = Seam no longer accepts this desk’s key
problem-token-rejected-cause = It was replaced, has run out or belongs to another workspace.
problem-token-rejected-next = A supervisor must connect the desk again; the guest and the encoder stay chosen.
problem-not-found-title = Not found in this workspace
problem-not-found-cause = The encoder or the card is not there any more, or this desk’s key may not use it.
problem-not-found-next = Refresh the lists.
problem-slow-down-title = Seam asks us to slow down
problem-slow-down-cause = Too much was asked at once. Nothing was sent to the encoder.
problem-slow-down-next = Wait { $seconds } s, then try again.
problem-not-sent-title = No connection to Seam
problem-not-sent-cause = Nothing was sent.
problem-not-sent-next = Check the internet connection.
problem-seam-trouble-title = Seam has trouble
problem-seam-trouble-cause = Its answer could not be used.
problem-seam-trouble-next = Keydesk tries again by itself. Lists may be old until then.
problem-journal-unwritable-title = This desk cannot write down what it does
problem-journal-unwritable-cause = The disk refused, so nothing was sent: a card that is not on record is worse than none.
problem-journal-unwritable-next = Ask IT to look at the disk and its rights.
problem-unexpected-title = Something unexpected happened
problem-unexpected-cause = Keydesk does not know this problem.
problem-unexpected-next = The details are ready to copy for support.

# The sheet behind F1.

help-title = Keyboard
key-find = Ctrl F
key-arrows = ↑ ↓
key-enter = Enter
key-escape = Esc
key-refresh = F5
key-places = Ctrl 1 2 3
key-tab = Tab
key-zoom = Ctrl + − 0
key-help = F1
shortcut-find = Find a guest, a room or a card number
shortcut-arrows = Choose another row
shortcut-enter = Take the chosen guest, then do what the large button says
shortcut-escape = One step back. A card that is being made goes on
shortcut-refresh = Read the lists again
shortcut-places = To the card screen, to Activity, to Settings
shortcut-tab = To the next control
shortcut-zoom = Larger, smaller, as it was
shortcut-help = This sheet
key-kept-keyring = Kept in this computer’s keyring.
key-kept-environment = From the environment of this program.
key-kept-session = Kept for this session only.
key-kept-practice = Practice mode needs none.
leave-practice = Leave practice mode
replace-key = Use another key…
forget-key = Forget the key…
forget-title = Forget this desk’s key?
forget-body = It is removed from this computer’s keyring, and the desk is disconnected. To go on, somebody has to paste a key again.
forget-safe = Keep it
forget-other = Forget the key

leave-title = A card is not finished
leave-body = The encoder may still write it. Keydesk looks how it ended when it is opened again.
leave-note-title = A note is not saved
leave-note-body = What was written about the failure is lost with the window.
leave-safe = Stay
leave-other = Leave all the same
