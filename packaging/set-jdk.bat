@rem Sets JAVA_HOME and JAVA25_HOME to a JDK 25, which jdk.ps1 finds or downloads. Used by start.bat and test.bat.
@set "JDK="
@set "NO_DOWNLOAD="
@if "%~1"=="--no-download" set "NO_DOWNLOAD=-NoDownload"
@for /f "usebackq delims=" %%J in (`powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0jdk.ps1" %NO_DOWNLOAD%`) do @set "JDK=%%J"
@if not defined JDK exit /b 2
@set "JAVA_HOME=%JDK%"
@set "JAVA25_HOME=%JDK%"
@exit /b 0
