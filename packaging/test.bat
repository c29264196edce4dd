@echo off
rem Runs every test and builds the image, from any folder:  packaging\test [--no-download]
rem Sets up JDK 25 if it is missing.
setlocal
for %%I in ("%~dp0..") do set "ROOT=%%~fI"
call "%~dp0set-jdk.bat" %*
if errorlevel 1 exit /b 2
call "%ROOT%\mvnw.cmd" -B -f "%ROOT%\pom.xml" verify
exit /b %ERRORLEVEL%
