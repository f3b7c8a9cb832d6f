# Applies shell-launcher.xml, and keeps crash reports from taking what is in memory. Run it once as SYSTEM (psexec -s, or a
# management agent), since the MDM bridge hears nobody else:
#   powershell.exe -NoProfile -ExecutionPolicy Bypass -File shell-launcher.ps1
# Bypass is for this one run by whoever has read the script. Where a group policy allows signed scripts alone, it wins over that;
# sign the script then: Set-AuthenticodeSignature, with a certificate that the policy trusts as a publisher.
#Requires -RunAsAdministrator

$ErrorActionPreference = "Stop"
Enable-WindowsOptionalFeature -Online -FeatureName Client-EmbeddedShellLauncher -All -NoRestart | Out-Null

$xml = Get-Content -Raw -Encoding UTF8 (Join-Path $PSScriptRoot "shell-launcher.xml")
$class = @{ Namespace = "root\cimv2\mdm\dmmap"; ClassName = "MDM_AssignedAccess" }
$mdm = Get-CimInstance @class
$mdm.ShellLauncher = [System.Net.WebUtility]::HtmlEncode($xml)
Set-CimInstance -CimInstance $mdm

# Windows Error Reporting leaves Keydesk out. What others have put on that list stays: New-Item -Force would empty a key.
$reporting = "HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting"
$excluded = Join-Path $reporting "ExcludedApplications"
if (-not (Test-Path $excluded)) { New-Item -Path $excluded | Out-Null }
New-ItemProperty -Path $excluded -Name "keydesk.exe" -Value 1 -PropertyType DWord -Force | Out-Null

# Windows keeps no dumps unless LocalDumps asks for them, and no value of that key switches them off for one program.
if (Test-Path (Join-Path $reporting "LocalDumps")) {
    Write-Warning "LocalDumps is set on this computer: crash dumps of Keydesk hold its key and names of guests. Remove it here."
}
