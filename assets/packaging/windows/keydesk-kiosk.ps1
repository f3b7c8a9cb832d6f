# The shell of the kiosk's user: it starts the kiosk and hands its exit code to Shell Launcher.
#
# Keydesk is a console program, so that its exit code reaches whoever started it. Started by Shell Launcher directly it would
# open a console window of its own behind the kiosk. This script is started with a hidden one, which Keydesk shares.

$ErrorActionPreference = "Stop"
$keydesk = Join-Path $env:ProgramFiles "Keydesk\keydesk.exe"
$env:KEYDESK_LOG = $null
& $keydesk --kiosk
exit $LASTEXITCODE
