# Applies shell-launcher.xml: run it once as SYSTEM (psexec -s, or a management agent), since the MDM bridge hears nobody else.
#Requires -RunAsAdministrator

$ErrorActionPreference = "Stop"
Enable-WindowsOptionalFeature -Online -FeatureName Client-EmbeddedShellLauncher -All -NoRestart | Out-Null

$xml = Get-Content -Raw -Encoding UTF8 (Join-Path $PSScriptRoot "shell-launcher.xml")
$class = @{ Namespace = "root\cimv2\mdm\dmmap"; ClassName = "MDM_AssignedAccess" }
$mdm = Get-CimInstance @class
$mdm.ShellLauncher = [System.Net.WebUtility]::HtmlEncode($xml)
Set-CimInstance -CimInstance $mdm

# Crash dumps would hold what was in memory.
$dumps = "HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting\LocalDumps\keydesk.exe"
New-Item -Path $dumps -Force | Out-Null
Set-ItemProperty -Path $dumps -Name DumpType -Value 0 -Type DWord
Set-ItemProperty -Path $dumps -Name DumpCount -Value 0 -Type DWord
New-Item -Path "HKLM:\SOFTWARE\Microsoft\Windows\Windows Error Reporting\ExcludedApplications" -Force |
    New-ItemProperty -Name "keydesk.exe" -Value 1 -PropertyType DWord -Force | Out-Null
