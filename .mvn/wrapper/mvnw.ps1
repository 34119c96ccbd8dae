# Finds Maven for mvnw.cmd and prints the path of its mvn.cmd: the one on the PATH if it is new enough, otherwise the
# version that maven-wrapper.properties pins, downloaded once, checked, and kept under ~\.m2\wrapper. The twin of mvnw.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12

$needed = [version] '3.8.6'
$file = Join-Path $PSScriptRoot 'maven-wrapper.properties'
$properties = @{}
foreach ($line in Get-Content $file) {
    if ($line -match '^(\w+)=(.*)$') {
        $properties[$Matches[1]] = $Matches[2].Trim()
    }
}

function Get-InstalledMaven {
    $command = Get-Command mvn.cmd -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if ($command) {
        # mvn.cmd writes to the error stream where it finds no Java.
        $ErrorActionPreference = 'Continue'
        $text = & $command.Source --version 2> $null | Out-String
        if ($text -match 'Apache Maven (\d+\.\d+\.\d+)' -and [version] $Matches[1] -ge $needed) {
            return $command.Source
        }
    }
}

function Install-Maven($store, $installed) {
    New-Item -ItemType Directory -Force $store > $null
    # Unpacks beside the target and then moves, so that an interrupted run leaves no half of a Maven.
    $fresh = Join-Path $store ('fresh.' + [guid]::NewGuid())
    New-Item -ItemType Directory $fresh > $null
    try {
        [Console]::Error.WriteLine("mvnw: downloading Maven $($properties.version)")
        $archive = Join-Path $fresh 'maven.tar.gz'
        Invoke-WebRequest -UseBasicParsing -Uri $properties.distributionUrl -OutFile $archive
        if ((Get-FileHash -Algorithm SHA512 $archive).Hash -ne $properties.distributionSha512) {
            throw "the downloaded Maven does not have the SHA-512 that $file names"
        }
        # The tar of Windows: another one on the PATH may read C: as the name of a host.
        & (Join-Path $env:SystemRoot 'System32\tar.exe') -xzf $archive -C $fresh
        if ($LASTEXITCODE -ne 0) {
            throw "tar could not unpack $archive"
        }
        if (Test-Path $installed) {
            Remove-Item -Recurse -Force $installed
        }
        Move-Item (Join-Path $fresh "apache-maven-$($properties.version)") $installed
    } finally {
        Remove-Item -Recurse -Force $fresh
    }
}

try {
    $maven = Get-InstalledMaven
    if (-not $maven) {
        $store = Join-Path $HOME '.m2\wrapper'
        $installed = Join-Path $store "apache-maven-$($properties.version)"
        $maven = Join-Path $installed 'bin\mvn.cmd'
        if (-not (Test-Path $maven)) {
            Install-Maven $store $installed
        }
    }
    $maven
} catch {
    [Console]::Error.WriteLine("mvnw: $_")
    exit 1
}
