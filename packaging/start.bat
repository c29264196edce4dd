@echo off
rem Starts FiskalDesk from its sources, from any folder:  packaging\start [--no-download] [ARGUMENT]...
rem Builds the image in target\dist if there is none, and sets up JDK 25 if it is missing.
setlocal
for %%I in ("%~dp0..") do set "ROOT=%%~fI"
call "%~dp0set-jdk.bat" %*
if errorlevel 1 exit /b 2
if not exist "%ROOT%\target\dist\bin\fiskaldesk.bat" call "%ROOT%\mvnw.cmd" -B -ntp -f "%ROOT%\pom.xml" package -Dmaven.test.skip=true
if errorlevel 1 exit /b 2
if "%~1"=="--no-download" goto shifted
call "%ROOT%\target\dist\bin\fiskaldesk.bat" %*
exit /b %ERRORLEVEL%

:shifted
call "%ROOT%\target\dist\bin\fiskaldesk.bat" %2 %3 %4 %5 %6 %7 %8 %9
exit /b %ERRORLEVEL%
