@echo off
rem Installs this image for the user who runs it, without an administrator; again to update.
rem   install                   installs this version and makes it the current one
rem   install --autostart       the same, and opens the desk whenever the user logs in
rem   install --settings FILE   the same, and uses FILE as the settings if there are none yet
rem   install --rollback        makes the previous version the current one
rem   install --remove          removes the program; payments, settings and logs stay
rem   install --remove --data   removes them too
setlocal
set "IMAGE=%~dp0"
set "IMAGE=%IMAGE:~0,-1%"
set "PROGRAMS=%LOCALAPPDATA%\Programs\FiskalDesk"
set "MENU=%APPDATA%\Microsoft\Windows\Start Menu\Programs\FiskalDesk.lnk"
set "AUTOSTART=%APPDATA%\Microsoft\Windows\Start Menu\Programs\Startup\FiskalDesk.lnk"

set "DATA=%LOCALAPPDATA%\FiskalDesk"
set "ACT=install"
set "WITH_AUTOSTART="
set "WITH_DATA="
set "SETTINGS="
:next
if "%~1"=="" goto chosen
if "%~1"=="--autostart" set "WITH_AUTOSTART=1" & goto understood
if "%~1"=="--settings" set "SETTINGS=%~2" & shift & goto understood
if "%~1"=="--rollback" set "ACT=rollback" & goto understood
if "%~1"=="--remove" set "ACT=remove" & goto understood
if "%~1"=="--data" set "WITH_DATA=1" & goto understood
goto usage
:understood
shift
goto next
:chosen
if defined SETTINGS if not exist "%SETTINGS%" goto unreadable
if not defined WITH_DATA goto %ACT%
if "%ACT%"=="remove" goto remove

:usage
echo Usage: install [--autostart] [--settings FILE] ^| --rollback ^| --remove [--data] 1>&2
exit /b 2

:install
set /p VERSION=<"%IMAGE%\version"
rem A newer version may have migrated the list of payments, which an older version does not open.
set "NOW=%VERSION%"
if exist "%PROGRAMS%\current.txt" set /p NOW=<"%PROGRAMS%\current.txt"
call :compare "%NOW%" "%VERSION%"
if defined NEWER goto downgrade
if not exist "%PROGRAMS%" mkdir "%PROGRAMS%"
call :free "%VERSION%"
if errorlevel 1 goto running
rem Preserves file times: the launcher compares those of the jars and the start-up cache.
xcopy "%IMAGE%" "%PROGRAMS%\%VERSION%" /E /I /K /Q /Y >nul
if errorlevel 1 goto failed
call :make_current "%VERSION%"
call :shortcut "%MENU%"
if defined WITH_AUTOSTART call :shortcut "%AUTOSTART%"
if exist "%AUTOSTART%" call :shortcut "%AUTOSTART%"
set "PREVIOUS="
if exist "%PROGRAMS%\previous.txt" set /p PREVIOUS=<"%PROGRAMS%\previous.txt"
pushd "%PROGRAMS%"
for /d %%D in (*) do if not "%%D"=="%VERSION%" if not "%%D"=="%PREVIOUS%" rmdir /s /q "%%D"
popd
if defined SETTINGS call :take_settings
if not exist "%CURRENT%\lib\fiskaldesk.aot" if exist "%CURRENT%\runtime\bin\java.exe" call :prepare
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
if defined WITH_DATA goto remove_data
echo FiskalDesk is removed; its data are still in %DATA%
exit /b 0

:remove_data
if exist "%DATA%" rmdir /s /q "%DATA%"
echo FiskalDesk is removed, and its data in %DATA%
exit /b 0

:downgrade
echo FiskalDesk: version %NOW% is installed, which is newer than %VERSION%, so nothing was changed; the version before is brought back by: "%PROGRAMS%\%NOW%\install.bat" --rollback 1>&2
exit /b 2

:unreadable
echo FiskalDesk: the settings file %SETTINGS% cannot be read. 1>&2
exit /b 2

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

rem Sets NEWER if version %1 is newer than version %2.
:compare
set "NEWER="
for /f "tokens=1-6 delims=. " %%A in ("%~1 %~2") do (
    if %%A gtr %%D set "NEWER=1"
    if %%A equ %%D if %%B gtr %%E set "NEWER=1"
    if %%A equ %%D if %%B equ %%E if %%C gtr %%F set "NEWER=1"
)
exit /b 0

rem Uses the file SETTINGS as the settings of this user, unless there are settings already.
:take_settings
if exist "%DATA%\settings.json" echo The settings in %DATA% were kept.& exit /b 0
if not exist "%DATA%" mkdir "%DATA%"
copy /y "%SETTINGS%" "%DATA%\settings.json" >nul
exit /b 0

rem Records the start-up cache. Without it the program starts slower, which is no reason to fail.
:prepare
echo FiskalDesk prepares a quick start; this takes up to a minute.
call "%CURRENT%\lib\start-cache.bat"
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
