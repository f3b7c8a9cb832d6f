# The settings screen.

language-name = English
place-settings = Settings
settings-section = Part of the settings
settings-back = Back
settings-open = Settings
settings-desk = This desk
settings-operators = People
settings-look = Look and sound
settings-idle = When nobody is here
settings-connection = Connection
settings-record = Record
settings-kiosk = Kiosk
settings-log = Log
settings-about = About

setting-on = On
setting-off = Off
setting-locked = Set by your IT and locked
setting-preset = Preset by your IT
setting-supervisors = A supervisor approves a change
setting-from-next-start = Holds from the next start on
setting-not-saved = Not saved. Press Enter in the field to try again, or Esc to take it back
setting-number-bounds = Enter a number from { $least } to { $most }
setting-percent = { $n } %

setting-desk-name = Name of this desk
setting-desk-name-why = Stands beside every card in Activity
setting-desk-name-hint = The name of this computer
setting-desk-encoder = Encoder of this desk
setting-desk-encoder-why = Chosen for every guest unless somebody picks another one
setting-desk-encoder-name = Name of this desk’s encoder
setting-no-encoder = None yet
setting-encoder-find = Find an encoder
setting-encoder-nothing = No encoder of this name
setting-desk-operator = Who works here
setting-desk-operator-why = The name that stands on every card of this desk
setting-desk-operator-hint = The name of the user of this computer
setting-desk-people = People
setting-desk-people-why = Where several work, each signs in with a PIN, and the desk locks when nobody is there
people-one = One
people-several = Several

setting-ui-theme = Theme
setting-ui-theme-why = Light or dark, or as this computer is
theme-name-system = System
theme-name-light = Light
theme-name-dark = Dark
setting-ui-scale = Size
setting-ui-scale-why = Of everything in the window
setting-ui-language = Language
setting-ui-language-why = Of this window. Files and logs stay English
language-of-the-system = As this computer
setting-ui-sounds = Sounds
setting-ui-sounds-why = A short tone when a card is ready, another one when somebody should look

setting-idle-lock-after-minutes = Lock the desk
setting-idle-lock-after-minutes-why = After so long without a key or a click, names of guests leave the screen and the memory, and a PIN is asked for. Only where people sign in
setting-idle-lock-after-minutes-unit = Minutes
setting-idle-kiosk-reset-after-seconds = Reset the kiosk
setting-idle-kiosk-reset-after-seconds-why = After so long without a touch, a kiosk starts over for the next guest
setting-idle-kiosk-reset-after-seconds-unit = Seconds

setting-key = Key of this desk
setting-connection-endpoint = Address of Seam
setting-connection-endpoint-why = Only where your IT names another one
setting-connection-endpoint-hint = https://connect.getseam.com
setting-connection-proxy = Proxy
setting-connection-proxy-why = An http:// address without a password
setting-connection-proxy-hint = As this computer is set up
setting-connection-root-certificate = Root certificate
setting-connection-root-certificate-why = The path of a PEM file that is trusted beside this computer’s own certificates
setting-connection-root-certificate-hint = None
setting-journal-shared = Shared record
setting-journal-shared-why = Where the attempts of all desks come together, without a password
setting-journal-shared-hint = postgres://user@host/database

setting-journal-erase-names-after-days = Erase names
setting-journal-erase-names-after-days-why = After so long, names of guests and numbers of cards are erased from the record
setting-journal-erase-names-after-days-unit = Days
setting-journal-keep-months = Keep attempts
setting-journal-keep-months-why = After so long, what is left of an attempt is removed
setting-journal-keep-months-unit = Months

setting-kiosk-enabled = Open as a kiosk
setting-kiosk-enabled-why = A full window for guests, with nothing but making cards. A supervisor’s PIN closes it
setting-kiosk-sign-in = Somebody signs in first
setting-kiosk-sign-in-why = Where people sign in, one of them does before a card is made. Otherwise guests make their own
setting-kiosk-mask-names = Cover names
setting-kiosk-mask-names-why = Names of guests are covered until one is chosen

setting-logs-names = Names in the log
setting-logs-names-why = Names of guests may stand in this desk’s log files. They help only with a fault that has to do with names
setting-logs-names-on = Names of guests are now written to files that others may read, and that no rule erases with the record. Turn this off as soon as the fault is found.

setting-operator = Who signs in here
operators-none = Nobody signs in here: whoever sits at this desk may do everything. The first person you add is a supervisor, and from then on a PIN is asked for.
operators-none-locked = Nobody signs in here, and your IT keeps it so: whoever sits at this desk may do everything.
operators-why-locked = Each signs in with a PIN. Your IT keeps this list: ask there for another person, role or PIN.
operators-why = Each signs in with a PIN. Clerks find guests and make cards; supervisors may do everything else too. Remove everybody, the last supervisor last, to work without PINs.
operators-add-first = Add the first supervisor…
operators-add = Add a person…
operators-role-of = Role of { $name }
operators-pin = Change PIN…
operators-pin-of = Change the PIN of { $name }…
operators-alone = Remove everybody, the last supervisor last, to work without PINs
operators-added = { $name } signs in here from now on
operators-pin-changed = The PIN of { $name } is changed
operators-promoted = { $name } is a supervisor from now on
operators-demoted = { $name } is a clerk from now on
operators-removed = { $name } no longer signs in here
operators-remove = Remove…
operators-remove-name = Remove { $name }…
remove-title = Remove { $name }?
remove-body = { $name } does not sign in here any more. The name stays on what { $name } did.
remove-safe = Keep
remove-other = Remove { $name }
demote-title = Make { $name } a clerk?
demote-body = { $name } then approves nothing and changes no settings. To be a supervisor again takes a new PIN.
demote-me-body = You then approve nothing and change no settings. Only another supervisor can undo this, with a new PIN.
demote-safe = Keep as supervisor
demote-other = Make { $name } a clerk
person-first-title = The first supervisor
person-first-why = Somebody has to be able to add the others, and to approve what clerks may not do.
person-add-title = A new person
person-pin-title = A new PIN for { $name }
person-promote-title = A new PIN for { $name }, supervisor from now on
section-person-name = Name
person-name = Name
person-name-hint = As it shall stand on every card
person-role = Role
person-pin-present = Present PIN
person-pin-new = New PIN
person-pin-again = New PIN once more
person-go-on = Continue
person-save = Save
person-saving = Saving…
person-approval = A supervisor approves this with a PIN at the end
person-no-letter = A name needs at least one letter, and everybody can read it. Never type a PIN here
person-no-name = Enter a name first
person-pins-differ = The two PINs differ. Enter the new PIN again
person-pin-rule = { $count ->
   *[other] At least { $n } digits, not repeating and not counting up
}

notices-title = { $count ->
    [one] One setting is not used
   *[other] { $n } settings are not used
}
copy-path = Copy path
path-copied = Path copied
notices-file = A settings file cannot be read
band-settings-show = Show in Settings

about-version = Version
about-workspace = Workspace
about-workspace-id = Workspace ID
about-endpoint = Address of Seam
about-endpoint-practice = Practice hotel on this computer
about-record = Record
about-record-fine = Written and readable
about-record-recovered = Begun anew after damage
about-record-trouble = Cannot be written: { $reason }
about-shared = Shared record
about-shared-connecting = Connecting
about-shared-up = Up to date
about-shared-waiting = { $count ->
    [one] One event waits
   *[other] { $n } events wait
}
about-shared-away = Away: { $reason }
about-settings = Settings file
about-policy = Policy file
about-data = Data folder
about-logs = Log folder
about-renderer = Renderer
about-system = System
about-copy = Copy
about-copied = Copied
about-copy-one = Copy { $name }
about-copied-one = { $name } copied
about-copy-all = Copy all
about-all-copied = All copied

section-support = FOR SUPPORT
bundle-why = One file with this page, the settings without secrets, the log, and what was tried lately. It holds no key and no PIN.
bundle-with-guests = With names of guests and card numbers
bundle-title = Save a file for support
bundle-kind = Support file
bundle-save-as = Save a file for support…
bundle-save = Save the file for support
bundle-writing = Writing the file…
bundle-done = The file for support is there
bundle-done-body = { $path } ({ $size } kB)
bundle-failed = No file was saved
bundle-failed-body = { $reason }
bundle-seen = Done
help-key-moved = This desk’s key, look and people are in Settings
