@echo off
rem Installs this image for the user who runs it, without an administrator; again to update.
rem   install               installs this version and makes it the current one
rem   install --autostart   the same, and opens the desk whenever the user logs in
rem   install --rollback    makes the previous version the current one
rem   install --remove      removes the program; payments, settings and logs stay
setlocal
set "IMAGE=%~dp0"
set "IMAGE=%IMAGE:~0,-1%"
set "PROGRAMS=%LOCALAPPDATA%\Programs\FiskalDesk"
set "MENU=%APPDATA%\Microsoft\Windows\Start Menu\Programs\FiskalDesk.lnk"
set "AUTOSTART=%APPDATA%\Microsoft\Windows\Start Menu\Programs\Startup\FiskalDesk.lnk"

if "%~1"=="" goto install
if "%~1"=="--autostart" goto install
if "%~1"=="--rollback" goto rollback
if "%~1"=="--remove" goto remove
echo Usage: install [--autostart ^| --rollback ^| --remove] 1>&2
exit /b 2

:install
set /p VERSION=<"%IMAGE%\version"
if not exist "%PROGRAMS%" mkdir "%PROGRAMS%"
call :free "%VERSION%"
if errorlevel 1 goto running
rem Preserves file times: the launcher compares those of the jars and the start-up cache.
xcopy "%IMAGE%" "%PROGRAMS%\%VERSION%" /E /I /K /Q /Y >nul
if errorlevel 1 goto failed
call :make_current "%VERSION%"
call :shortcut "%MENU%"
if "%~1"=="--autostart" call :shortcut "%AUTOSTART%"
if exist "%AUTOSTART%" call :shortcut "%AUTOSTART%"
set "PREVIOUS="
if exist "%PROGRAMS%\previous.txt" set /p PREVIOUS=<"%PROGRAMS%\previous.txt"
for /f "delims=" %%D in ('dir /b /ad "%PROGRAMS%"') do if not "%%D"=="%VERSION%" if not "%%D"=="%PREVIOUS%" rmdir /s /q "%PROGRAMS%\%%D"
echo FiskalDesk %VERSION% is installed: in the Start menu, and as %PROGRAMS%\fiskaldesk.bat
exit /b 0

:rollback
if not exist "%PROGRAMS%\previous.txt" goto nothing
set /p VERSION=<"%PROGRAMS%\previous.txt"
if not exist "%PROGRAMS%\%VERSION%" goto nothing
call :make_current "%VERSION%"
call :shortcut "%MENU%"
if exist "%AUTOSTART%" call :shortcut "%AUTOSTART%"
echo FiskalDesk %VERSION% is the current version again.
exit /b 0

:remove
if not exist "%PROGRAMS%" goto removed
ren "%PROGRAMS%" FiskalDesk.old 2>nul
if exist "%PROGRAMS%" goto running
rmdir /s /q "%PROGRAMS%.old"
:removed
del /q "%MENU%" "%AUTOSTART%" 2>nul
echo FiskalDesk is removed; its data are still in %LOCALAPPDATA%\FiskalDesk
exit /b 0

:nothing
echo FiskalDesk: there is no previous version to go back to. 1>&2
exit /b 2

:running
echo FiskalDesk: close the desk first, and run this again. 1>&2
exit /b 2

:failed
echo FiskalDesk: the files could not be copied to %PROGRAMS%. 1>&2
exit /b 2

rem Moves an earlier copy of version %1 out of the way. Windows refuses that while a desk has its files open.
:free
if not exist "%PROGRAMS%\%~1" exit /b 0
ren "%PROGRAMS%\%~1" "%~1.old" 2>nul
if exist "%PROGRAMS%\%~1" exit /b 1
rmdir /s /q "%PROGRAMS%\%~1.old"
exit /b 0

rem Makes version %1 the current one and records the previous one.
:make_current
set "BEFORE="
if exist "%PROGRAMS%\current.txt" set /p BEFORE=<"%PROGRAMS%\current.txt"
if defined BEFORE if not "%BEFORE%"=="%~1" >"%PROGRAMS%\previous.txt" echo %BEFORE%
>"%PROGRAMS%\current.txt" echo %~1
>"%PROGRAMS%\fiskaldesk.bat" echo @"%%~dp0%~1\bin\fiskaldesk.bat" %%*
set "CURRENT=%PROGRAMS%\%~1"
exit /b 0

rem Creates a shortcut that opens the desk; its console starts minimised and closes immediately.
:shortcut
set "SHORTCUT=%~1"
powershell -NoProfile -Command "$s = (New-Object -ComObject WScript.Shell).CreateShortcut($env:SHORTCUT); $s.TargetPath = $env:CURRENT + '\bin\fiskaldesk.bat'; $s.WorkingDirectory = $env:USERPROFILE; $s.IconLocation = $env:CURRENT + '\share\icons\fiskaldesk.ico'; $s.WindowStyle = 7; $s.Save()"
exit /b 0
