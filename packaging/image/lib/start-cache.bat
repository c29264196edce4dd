@echo off
rem Records the start-up cache (JEP 514) of this image: runs the frequent commands once with data that are deleted afterwards.
rem Installers come without the cache and run this after the installation.
setlocal
for %%I in ("%~dp0..") do set "HOME_FOLDER=%%~fI"
set "CACHE=%HOME_FOLDER%\lib\fiskaldesk.aot"
set "WORK=%TEMP%\fiskaldesk-%RANDOM%%RANDOM%"
mkdir "%WORK%"
rem Nothing on Windows can ask a process without a window to end, so the desk is left out.
"%HOME_FOLDER%\runtime\bin\java.exe" @"%HOME_FOLDER%\lib\jvm.options" -XX:AOTCacheOutput="%CACHE%.new" -Dorg.sqlite.lib.path="%HOME_FOLDER%\lib\native" -Dorg.sqlite.tmpdir="%HOME_FOLDER%\lib\native" -cp "%HOME_FOLDER%\lib\fiskaldesk.jar" uz.fiskaldesk.StartRecording "%WORK%" >"%WORK%\log" 2>&1
if not exist "%CACHE%.new" goto failed
move /y "%CACHE%.new" "%CACHE%" >nul
rmdir /s /q "%WORK%"
exit /b 0

:failed
echo FiskalDesk: no start-up cache was recorded, the program starts slower: 1>&2
type "%WORK%\log" 1>&2
rmdir /s /q "%WORK%"
exit /b 1
