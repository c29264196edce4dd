@echo off
rem Runs the gateway between the POS and FiscalBox and starts it again when it ends. Without an administrator:
rem put a shortcut to this file into the folder that Win+R, shell:startup opens. It runs while the user is logged in.
:again
call "%LOCALAPPDATA%\Programs\FiskalDesk\fiskaldesk.bat" gateway
ping -n 2 127.0.0.1 >nul
goto again
