# Who is at the desk: locking, signing in, taking over, approving.

lock-body = Choose who you are and enter your PIN
lock-open-job = A card at { $encoder } is not settled yet. It comes up again after signing in.
lock-uncertain-job = It is not certain whether the card at { $encoder } was made: sign in
lock-ended-made = The card is finished
lock-ended-not-made = The card was not made: sign in and see Activity
band-ended-made = A card was finished after the screen was cleared
band-ended-not-made = A card was not made after the screen was cleared
band-ended-look = Look at it
band-ended-hide = Understood
lock-people-unusable = An entry of the people in the settings cannot be used: ask your IT
section-people = Who is here?
role-clerk = Clerk
role-supervisor = Supervisor
sign-in = Sign in
pin-of = PIN of { $name }
pin-of-supervisor = PIN of a supervisor
pin-delete = Delete the last digit
pin-checking = Checking…
pin-again-in = Try again in { $time }
pin-countdown = { $minutes }:{ $seconds }
pin-wrong = Wrong PIN
pin-too-soon = Too many wrong PINs
pin-not-supervisor = This PIN is right, but a supervisor’s is needed
pin-unknown = Nobody of this name signs in here any more
pin-name-taken = Somebody of this name signs in here already. Add a surname or an initial
pin-name-unusable = Enter a name with at least one letter, at most 200 characters and none that cannot be seen
pin-last-supervisor = Without this person no supervisor would be left. Make somebody else a supervisor first
pin-locked-by-policy = Your IT decides who signs in here
pin-not-recorded = Wrong PINs cannot be counted, so no PIN is checked: { $reason }
pin-not-saved = The settings cannot be saved: { $reason }
pin-too-short = { $count ->
   *[other] Use at least { $n } digits
}
pin-too-long = { $count ->
   *[other] Use at most { $n } digits
}
pin-not-digits = Use digits alone
pin-too-simple = This one is tried first by anybody. Choose digits that do not repeat or count up
pin-taken = This PIN cannot be used at this desk. Choose another PIN

switch-title = Who takes over?
switch-nobody = Nobody else signs in here. A supervisor can add people in Settings.
switch-take-over = Take over
switch-open = Switch person, or lock. { $name }
signed-in-clerk = { $name } is signed in
signed-in-supervisor = { $name } is signed in as a supervisor
lock-now = Lock this desk
lock-waits = This desk locks when the card is finished
forget-waits = What is on the screen goes when the card is finished

approve-title = A supervisor approves this
approve = Approve
not-now = Not now
deed-encode-expired = This card’s time is over. A supervisor can have it made all the same.
deed-settle = Nobody knows how this card ended. A supervisor can settle it.
deed-change-token = A supervisor can connect this desk with another key, or with none.
deed-practice = A supervisor can open the practice hotel at this desk.
deed-recover-journal = A supervisor can save what is readable of the damaged record and begin a new one.
deed-bind-encoder = A supervisor can give this desk another encoder.
deed-follow-up = A supervisor can say what is done about a failure.
deed-export = A supervisor can write attempts to a file.
deed-save-bundle = A supervisor can save a file for support.
deed-change-setting = A supervisor can change “{ $setting }”.
deed-change-operators = A supervisor can change who signs in here.
deed-leave-kiosk = A supervisor can close the kiosk.
asked-add = New: { $name }, { $role }
asked-role = From now on: { $name }, { $role }
asked-pin = A new PIN for { $name }
asked-remove = { $name } does not sign in here any more
asked-encoder = New encoder: { $name }
asked-card = { $guest }, { $card }
asked-doors = Opens { $doors }
asked-written = To be on record: the card works
asked-not-written = To be on record: no card was made
asked-follow-up = Follow-up: { $state }
asked-attempt = { $guest }, { $encoder }, { $time }
asked-attempt-unknown = Attempt { $id }
asked-note = Note: “{ $note }”
asked-connect = Which workspace the key opens is shown before it is kept
asked-workspace = Workspace: { $workspace }
asked-leave-workspace = Leaves the workspace { $workspace }
asked-export = { $format }, saved as { $file }
asked-bundle = Saved as { $file }
asked-with-names = With names of guests and numbers of cards
asked-without-names = Without names of guests and numbers of cards
asked-value = New value: { $value }
asked-number = New value, { $unit }: { $n }
asked-empty = none
asked-all-times = At any time
asked-attempts-of = Only attempts of { $name }
asked-attempts = { $count ->
    [0] No attempt at present
    [one] 1 attempt at present
   *[other] { $n } attempts at present
}
approve-lapsed-title = Nothing was done
approve-lapsed = What was to be approved has changed meanwhile, so it did not happen. Look at it and ask again

band-weak-pin = { $count ->
   *[other] Choose a PIN of at least { $n } digits to work as a supervisor
}
band-weak-pin-locked = { $count ->
   *[other] A PIN of at least { $n } digits is needed to work as a supervisor. Ask your IT for one
}
band-weak-pin-change = Change my PIN…
idle-band = This desk locks in { $time }
idle-soon = This desk locks soon
idle-stay = Stay
key-lock = Ctrl L
shortcut-lock = Lock this desk
shortcut-forget = Forget what is on the screen
key-hide = Ctrl H
shortcut-hide = Hide every name while a guest looks on; again to go on

# The first start.

first-title = Who works at this desk?
first-body = Several people each sign in with a PIN of their own: every card then carries the name of whoever made it, and the desk locks when nobody is there.
first-one = Just me
first-several = Several people, each with a PIN…
first-hint = Both can be changed later in Settings.

# While a guest looks on.
hidden-title = Names are hidden
hidden-body = Press Ctrl+H or Enter to go on. A card that is being made goes on by itself.
hidden-show = Show again
