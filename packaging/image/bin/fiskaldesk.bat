@echo off
rem Starts FiskalDesk from its image, from any folder. Without a command it opens the desk and leaves no console behind.
setlocal
for %%I in ("%~dp0..") do set "HOME_FOLDER=%%~fI"
set "JAVA_BIN=%HOME_FOLDER%\runtime\bin"
set "MODULES="
set "FOREIGN="
set "CACHE="
if exist "%JAVA_BIN%\java.exe" goto found

rem An image without a runtime, built on another system.
set MODULES=--module-path "%HOME_FOLDER%\lib\javafx" --add-modules javafx.controls,javafx.swing
if not defined JAVA_HOME goto missing
set "JAVA_BIN=%JAVA_HOME%\bin"
if not exist "%JAVA_BIN%\java.exe" goto missing
set "FOREIGN=1"
goto found

:missing
echo FiskalDesk: this image has no Java runtime of its own; set JAVA_HOME to a JDK 25 or newer. 1>&2
exit /b 6

:found
rem A jar newer than the start-up cache was added by hand; Java before 25.0.4 would run the cached classes.
set "NEWEST="
for /f "delims=" %%F in ('dir /b /a-d /o-d /t:w "%HOME_FOLDER%\lib"') do if not defined NEWEST set "NEWEST=%%F"
if "%NEWEST%"=="fiskaldesk.aot" set CACHE=-XX:AOTCache="%HOME_FOLDER%\lib\fiskaldesk.aot"
set OPTIONS=%CACHE% %MODULES% @"%HOME_FOLDER%\lib\jvm.options" -Dorg.sqlite.lib.path="%HOME_FOLDER%\lib\native" -Dorg.sqlite.tmpdir="%HOME_FOLDER%\lib\native" %FISKALDESK_JVM_OPTIONS%
rem Java exits with code 1 if it rejects its options, which would mean "rejected by FiscalBox".
if not defined FOREIGN if not defined FISKALDESK_JVM_OPTIONS goto start
"%JAVA_BIN%\java.exe" @"%HOME_FOLDER%\lib\jvm.options" %FISKALDESK_JVM_OPTIONS% -version >nul 2>&1
if not errorlevel 1 goto start
echo FiskalDesk: Java does not start; it has to be JDK 25 or newer, and FISKALDESK_JVM_OPTIONS has to suit it. 1>&2
exit /b 6

:start
if "%~1"=="" goto desk
if "%~1"=="--training" goto desk

rem Output is UTF-8 in the console window and in files.
for /f "tokens=2 delims=:." %%C in ('chcp') do set "CODE_PAGE=%%C"
chcp 65001 >nul
"%JAVA_BIN%\java.exe" %OPTIONS% -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 -jar "%HOME_FOLDER%\lib\fiskaldesk.jar" %*
set "CODE=%ERRORLEVEL%"
chcp %CODE_PAGE% >nul
exit /b %CODE%

:desk
start "FiskalDesk" "%JAVA_BIN%\javaw.exe" %OPTIONS% -jar "%HOME_FOLDER%\lib\fiskaldesk.jar" %*
exit /b 0
