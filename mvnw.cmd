@echo off
rem Runs Maven: the one on the PATH if it is new enough, otherwise the version that
rem .mvn\wrapper\maven-wrapper.properties pins. Needs PowerShell 5, a part of Windows.
setlocal
set "MVNW_MAVEN="
set "MVNW_FIND=%~dp0.mvn\wrapper\mvnw.ps1"
for /f "usebackq delims=" %%m in (`powershell -NoProfile -ExecutionPolicy Bypass -File "%MVNW_FIND%"`) do set "MVNW_MAVEN=%%m"
if not defined MVNW_MAVEN exit /b 1
"%MVNW_MAVEN%" %*
