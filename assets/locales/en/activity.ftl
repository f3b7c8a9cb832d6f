### The Activity screen: what was tried, counted and listed.

# Which attempts.

activity-today = Today
activity-week = 7 days
activity-month = 30 days
activity-custom = Custom
activity-first-day = From
activity-last-day = to
activity-day-hint = 2026-11-24
activity-day-wrong = Write a day as year-month-day, such as 2026-11-24
activity-day-ahead = This day is yet to come. Choose today or an earlier one
activity-desk = Desk
activity-this-desk = This desk
activity-all-desks = All desks
activity-encoder = Encoder
activity-all-encoders = All encoders
activity-clerk = Clerk
activity-all-clerks = All clerks
activity-own-alone = Your own attempts; a supervisor sees all
activity-outcome = Outcome
activity-outcome-all = All outcomes
activity-outcome-encoded = Encoded
activity-outcome-failures = Failed
activity-outcome-unsettled = Not settled
activity-cause = Cause
activity-all-causes = All causes
activity-failures-only = Failures only
activity-more = More filters
activity-fewer = Fewer filters
activity-clear = Reset
activity-export = Export…
activity-find = Find in the list
activity-find-nothing = Nothing matches
activity-updating = Bringing up to date…

# What stands in the way.

activity-journal-away = This desk’s record does not answer
activity-journal-away-body = What is shown may be old. Keydesk asks again with the next change; if this stays, ask IT to look at the disk.
activity-shared-away = The shared record does not answer
activity-shared-away-body = These are this desk’s attempts alone. If this stays, ask IT to look at the server.

# Numbers.

activity-encoded = Cards encoded
activity-failed = Failed
activity-rate = Success rate
activity-time = Median / p95 time
activity-percent = { $whole }.{ $tenth } %
activity-second = / { $value }
activity-none = –
activity-of-attempts = { $count ->
    [one] of { $n } attempt
   *[other] of { $n } attempts
 }
activity-of-cards = { $count ->
    [one] of { $n } card
   *[other] of { $n } cards
 }
activity-newest = newest { $n }

# Over time, and why.

activity-by-hour = Encodes and failures by hour
activity-by-day = Encodes and failures by day
activity-by-week = Encodes and failures by week
activity-by-month = Encodes and failures by month
activity-series-encoded = Encoded
activity-series-failed = Failed
activity-span = { $from }–{ $until }
activity-bar = { $when }: { $encoded } encoded, { $failed } failed
activity-why = Why encodes failed
activity-why-none = No failure among these attempts
activity-cause-bar = { $cause }: { $n }
cause-no-card = No card on encoder
cause-card-removed-early = Card removed early
cause-incompatible-card = Wrong card type
cause-encoder-offline = Encoder offline
cause-encoder-timeout = Encoder did not answer
cause-bridge-disconnected = Lock system unreachable
cause-cannot-be-reissued = Card made only once
cause-credential-deleted = Booking’s card deleted
cause-attempt-expired = Seam gave up waiting
cause-uncategorized = Lock system refused
cause-outcome-unknown = Outcome unknown
cause-token-rejected = Key not accepted
cause-not-found = Not found
cause-slow-down = Asked to slow down
cause-not-sent = No connection to Seam
cause-seam-trouble = Seam has trouble
cause-journal-unwritable = Could not be written down
cause-unexpected = Unexpected
cause-not-known = Cause not known

# Failures that belong together.

activity-patterns = What to look at
pattern-everywhere = All encoders
pattern-cause = { $about }: { $failed } of the last { $of } failed, each with “{ $cause }”
pattern-mixed = { $about }: { $failed } of the last { $of } failed, for different reasons
pattern-in-row = { $pattern }, the last { $n } in a row
pattern-thin = { $advice } There is too little yet to be sure.
advice-show-the-team = Show the team how to lay a card on and hold it; the hardware is fine.
advice-show-the-person = Show this person how to lay a card on and hold it.
advice-change-cards = Try cards of another batch.
advice-check-encoder = Look at its power and cable, and use another encoder meanwhile.
advice-check-bridge = Look at the computer that runs Seam Bridge.
advice-check-network = Look at this property’s network.
advice-check-records = Look at these bookings in the lock system.
advice-replace-token = A supervisor connects the desk with a new key.
advice-settle-first = Read the cards of attempts that are not settled before going on.
advice-ask-support = Copy the details of one of them for Seam’s support.
activity-streak = { $encoder }: the last { $n } attempts in a row failed. { $advice }
activity-show-them = Show them

# Attempts.

activity-unsettled = { $count ->
    [one] { $n } attempt is not settled
   *[other] { $n } attempts are not settled
 }
activity-unsettled-row = { $state } · { $guest } · { $encoder } · { $time }
activity-unsettled-more = Show all { $n }
activity-table = Attempts
column-time = Time
column-encoder = Encoder
column-clerk = Clerk
column-desk = Desk
column-outcome = Outcome
column-took = Took
column-follow-up = Follow-up
activity-erased = Erased
outcome-open = Under way
outcome-uncertain = Outcome unknown
outcome-let-go = Let go, still open
outcome-succeeded = Card ready
outcome-not-written = Not written
outcome-decided-written = Settled: card works
outcome-decided-not-written = Settled: no card
follow-up-open = Open
follow-up-in-hand = In hand
follow-up-solved = Solved
activity-reading = Reading the record…
activity-empty = Nothing was tried in this time
activity-empty-body = Choose a longer period, or make a card.
activity-empty-filtered = No attempt matches these filters
activity-empty-filtered-body = Clear a filter, or choose a longer period.
activity-longer = Show 30 days
