# Prints the folder of JDK 25: of one that is there, else of one that packaging\jdk.txt names, downloaded once to the
# user's cache. Used by start.bat and test.bat.  jdk.ps1 [-NoDownload]
param([switch]$NoDownload)
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

function Stop-With($sentence) {
    [Console]::Error.WriteLine("FiskalDesk: $sentence")
    exit 2
}

function Get-FeatureVersion($folder) {
    $release = Join-Path $folder 'release'
    if (-not (Test-Path (Join-Path $folder 'bin\javac.exe')) -or -not (Test-Path $release)) { return 0 }
    $line = Select-String -Path $release -Pattern '^JAVA_VERSION="(\d+)' | Select-Object -First 1
    if ($line) { return [int]$line.Matches[0].Groups[1].Value }
    return 0
}

$cache = Join-Path $env:LOCALAPPDATA 'FiskalDesk-build'
$places = @($env:JAVA25_HOME, $env:JAVA_HOME) +
    (Get-ChildItem -Directory -ErrorAction SilentlyContinue -Path "$env:ProgramFiles\Eclipse Adoptium",
        "$env:ProgramFiles\Java", "$env:ProgramFiles\Microsoft", "$env:LOCALAPPDATA\Programs\Eclipse Adoptium", $cache |
        ForEach-Object { $_.FullName })
foreach ($place in $places) {
    if ($place -and (Get-FeatureVersion $place) -ge 25) {
        Write-Output $place
        exit 0
    }
}
$byHand = 'install JDK 25 from https://adoptium.net and start again.'
if ($NoDownload) { Stop-With "JDK 25 or newer was not found in JAVA_HOME or in its usual place; $byHand" }

$entry = Get-Content (Join-Path $PSScriptRoot 'jdk.txt') | Where-Object { $_ -like 'windows-x64 *' }
$system, $sha256, $address = $entry -split ' '
$jdk = Join-Path $cache ('jdk-' + $sha256.Substring(0, 16))
[Console]::Error.WriteLine("FiskalDesk: JDK 25 is missing here; downloading it once to $cache ($address).")
$work = Join-Path $cache ('download.' + [Guid]::NewGuid())
try {
    New-Item -ItemType Directory -Force $work | Out-Null
    $archive = Join-Path $work 'jdk.zip'
    try {
        [Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12
        Invoke-WebRequest -UseBasicParsing -Uri $address -OutFile $archive
    } catch {
        Stop-With "the download failed ($($_.Exception.Message)); check the network and start again, or $byHand"
    }
    $found = (Get-FileHash -Algorithm SHA256 $archive).Hash.ToLowerInvariant()
    if ($found -ne $sha256) {
        Stop-With "the download is not the expected file (SHA-256 $found instead of $sha256), so it was deleted; start again, or $byHand"
    }
    Expand-Archive $archive (Join-Path $work 'jdk')
    $unpacked = Get-ChildItem -Directory (Join-Path $work 'jdk') | Select-Object -First 1
    if (-not (Test-Path $jdk)) { Move-Item $unpacked.FullName $jdk }
} finally {
    Remove-Item -Recurse -Force $work -ErrorAction SilentlyContinue
}
Write-Output $jdk
