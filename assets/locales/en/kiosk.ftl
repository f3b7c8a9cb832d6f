### The kiosk, where guests make their own cards.

kiosk-attract = Touch to make a key card
kiosk-attract-body = You need the name of your booking or your room number.
kiosk-moment = One moment, please
kiosk-not-ready = This kiosk is not ready
kiosk-not-ready-body = Please ask at the desk.
kiosk-offline = One moment, please
kiosk-offline-body = This kiosk has lost its connection and goes on trying. The desk can make your card meanwhile.
kiosk-for-staff = For staff: { $what }
kiosk-staff-stopped = Keydesk has stopped working inside. Start the kiosk again; what was begun is on record.
kiosk-staff-no-key = no key is saved on this computer. Leave the kiosk, start “keydesk --desk” and connect Keydesk.
kiosk-staff-keyring = this computer’s keyring does not give the key. Unlock it; the kiosk asks it again by itself.
kiosk-staff-key-refused = Seam no longer accepts the key. Leave the kiosk, start “keydesk --desk” and connect with a new one.
kiosk-staff-journal = cards cannot be written down, so none is made. Ask IT to look at the disk and its rights.
kiosk-staff-offline = there is no connection to Seam. Look at this computer’s network if it lasts.
kiosk-staff-no-encoder = no encoder is chosen. Leave the kiosk, start “keydesk --desk” and choose the encoder of this desk.
kiosk-staff-encoder-gone = { $encoder } is not in the lock system any more. Leave the kiosk, start “keydesk --desk” and choose another encoder.
kiosk-staff-unsettled = nobody knows how the last card on { $encoder } ended. Leave the kiosk, start “keydesk --desk” and settle it.

kiosk-place-time = · { $time }
kiosk-start-over = Start over
kiosk-under-way = Your card is being made…
kiosk-under-way-staff = A card is being made…
kiosk-sign-out = Sign out
kiosk-starting-over = Starting over in { $seconds } s
kiosk-still-here = I’m still here

kiosk-search = Find your card
kiosk-search-hint = Name or room
kiosk-reading = One moment…
kiosk-type-name = Type your name or your room number. Accents are not needed.
kiosk-type-more = Go on: at least three letters of your name, or the whole room number.
kiosk-too-many = More than { $number } cards fit. Type first name and surname, or the room number.
kiosk-no-match = Nothing fits. Check the spelling, or try the name on the booking. If your card was made before, ask at the desk.
kiosk-nothing = No card fits
kiosk-found = { $count ->
    [one] 1 found
   *[other] { $n } found
}
kiosk-one-of = { $place } of { $count }
kiosk-to-make = Ready to make
kiosk-make-again = To be made again
kiosk-being-made = Being made
kiosk-is-made = Card ready
kiosk-is-not-made = Not made
kiosk-made = Made before
kiosk-key-space = Space
kiosk-key-delete = Delete the last letter
kiosk-key-done = Done

kiosk-choose-title = Your key card
kiosk-choose = Find your name on the left, then touch it.
kiosk-choose-staff = Choose a card on the left.
kiosk-more-doors = { $count ->
    [one] { $door } and 1 more
   *[other] { $door } and { $n } more
}
kiosk-card-gone = This card cannot be made here any more
kiosk-until = until { $time }
kiosk-usual = Usually takes { $time }
kiosk-make = Make my card
kiosk-sending = One moment, the reader gets ready
kiosk-put-card = Put a card on the reader
kiosk-elapsed = { $time } so far
kiosk-still-waiting = Still waiting for a card
kiosk-still-waiting-body = Does a card lie flat on the reader? Take it off for a moment and put it back if the light does not change.
kiosk-keep-still = Leave it there until this turns green.
kiosk-ready = Your card is ready
kiosk-next-card = Go to my next card
kiosk-take-card-next = Take it from the reader, then go to your next card.
kiosk-take-card = Take your card from the reader. Enjoy your stay.
kiosk-take-practice-card = This is practice: the card opens no door.
kiosk-done = Done
kiosk-failed = Your card could not be made
kiosk-ask-staff = Please ask a member of staff.
kiosk-no-card = No card on the reader
kiosk-removed = The card was taken away too early
kiosk-other-card = This card does not fit
kiosk-next-no-card = Put a card flat on the reader, then try again.
kiosk-next-removed = Put it back and try again. Leave it there until this turns green.
kiosk-next-other-card = Take another one and put it flat on the reader, then try again.
kiosk-next-moment = Wait a moment, then try again. If it goes on, ask at the desk.
kiosk-blocked-moment = This works again in a moment. Please wait
kiosk-blocked-staff = This card cannot be made here. Please ask at the desk
kiosk-unsure = Not sure if your card was made
kiosk-unsure-body = Please ask a member of staff, or find out here.
kiosk-not-made = No card was made
kiosk-not-made-body = You can make it now.
kiosk-read = Check my card
kiosk-reading-card = Checking your card…
kiosk-decided-written = Your card works
kiosk-read-hint = Put the card back on the reader, then have it checked.
kiosk-read-now = Put the card flat on the reader and keep it still.
kiosk-read-none = There is no card on the reader. Put it there and have it checked again.
kiosk-read-failed = The card could not be checked. Try it again.
kiosk-staff-settle = Staff: settle it

kiosk-sign-in = Sign in to make cards
kiosk-sign-in-button = Sign in
kiosk-pin = Your PIN
kiosk-approve-title = For staff
kiosk-approve = Approve
kiosk-approve-leave-button = Close the kiosk
kiosk-approve-expired-button = Make the card
kiosk-approve-settle-button = Settle it
kiosk-approve-leave = A supervisor’s PIN closes this kiosk.
kiosk-approve-expired = This card’s time is over. A supervisor can have it made all the same.
kiosk-approve-settle = A supervisor can settle how this card ended.
kiosk-approve-other = This needs a supervisor.
