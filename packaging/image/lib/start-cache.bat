@echo off
rem Records the start-up cache (JEP 514) of this image: runs the program once with data that are deleted afterwards.
rem Installers come without the cache and run this after the installation.
setlocal
for %%I in ("%~dp0..") do set "HOME_FOLDER=%%~fI"
set "CACHE=%HOME_FOLDER%\lib\fiskaldesk.aot"
set "WORK=%TEMP%\fiskaldesk-%RANDOM%%RANDOM%"
mkdir "%WORK%"
rem Nothing on Windows can ask a process without a window to end, so a command runs instead of the desk.
"%HOME_FOLDER%\runtime\bin\java.exe" @"%HOME_FOLDER%\lib\jvm.options" -XX:AOTCacheOutput="%CACHE%.new" -Dorg.sqlite.lib.path="%HOME_FOLDER%\lib\native" -jar "%HOME_FOLDER%\lib\fiskaldesk.jar" list --data-dir "%WORK%\data" >"%WORK%\log" 2>&1
if not exist "%CACHE%.new" goto failed
move /y "%CACHE%.new" "%CACHE%" >nul
rmdir /s /q "%WORK%"
exit /b 0

:failed
echo FiskalDesk: no start-up cache was recorded, the program starts slower: 1>&2
type "%WORK%\log" 1>&2
rmdir /s /q "%WORK%"
exit /b 1
