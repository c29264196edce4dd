; The Windows installer, made by packaging/installers exe with NSIS. Installs for one user, without an administrator.
;   fiskaldesk-VERSION-windows-x86_64.exe /S [/AUTOSTART] [/SETTINGS=C:\file.json]   silently
;   uninstall.exe /S [/DATA]    removes the program, with /DATA payments, settings and logs too
Unicode true
; 64 bits as the program, which also lets Wine without 32-bit libraries run it.
Target amd64-unicode
!include FileFunc.nsh
!include LogicLib.nsh
Name "FiskalDesk ${VERSION}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
SetCompressor /SOLID lzma
Icon "${IMAGE}/share/icons/fiskaldesk.ico"
UninstallIcon "${IMAGE}/share/icons/fiskaldesk.ico"
InstallDir "$LOCALAPPDATA\Programs\FiskalDesk"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "FiskalDesk"
VIAddVersionKey FileDescription "FiskalDesk"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey LegalCopyright "Apache License 2.0"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\FiskalDesk"
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

; The image is unpacked to a temporary folder and installed by its own install.bat, as from the zip: version folders,
; update while the desk is open, refused downgrade, start-up cache.
Section
    SetOutPath "$PLUGINSDIR\image"
    File /r "${IMAGE}/*"
    ${GetParameters} $0
    StrCpy $1 ""
    ClearErrors
    ${GetOptions} $0 "/AUTOSTART" $2
    ${IfNot} ${Errors}
        StrCpy $1 " --autostart"
    ${EndIf}
    ClearErrors
    ${GetOptions} $0 "/SETTINGS=" $2
    ${IfNot} ${Errors}
        StrCpy $1 '$1 --settings "$2"'
    ${EndIf}
    nsExec::ExecToStack '"$SYSDIR\cmd.exe" /c ""$PLUGINSDIR\image\install.bat"$1"'
    Pop $0
    Pop $1
    DetailPrint $1
    ${If} $0 != 0
        SetErrorLevel 2
        MessageBox MB_OK|MB_ICONSTOP "$1" /SD IDOK
        Abort "$1"
    ${EndIf}
    WriteUninstaller "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "${UNINSTALL}" DisplayName "FiskalDesk"
    WriteRegStr HKCU "${UNINSTALL}" DisplayVersion "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" DisplayIcon "$INSTDIR\uninstall.exe"
    WriteRegStr HKCU "${UNINSTALL}" Publisher "FiskalDesk"
    WriteRegStr HKCU "${UNINSTALL}" UninstallString '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" QuietUninstallString '"$INSTDIR\uninstall.exe" /S'
SectionEnd

Function .onInit
    InitPluginsDir
FunctionEnd

; Windows refuses to rename the folder while a desk has its files open.
Section Uninstall
    SetOutPath "$TEMP"
    ClearErrors
    Rename "$INSTDIR" "$INSTDIR.old"
    ${If} ${Errors}
        SetErrorLevel 2
        MessageBox MB_OK|MB_ICONSTOP "FiskalDesk: close the desk first, and run this again." /SD IDOK
        Abort
    ${EndIf}
    RMDir /r "$INSTDIR.old"
    Delete "$SMPROGRAMS\FiskalDesk.lnk"
    Delete "$SMSTARTUP\FiskalDesk.lnk"
    DeleteRegKey HKCU "${UNINSTALL}"
    ${GetParameters} $0
    ClearErrors
    ${GetOptions} $0 "/DATA" $1
    ${IfNot} ${Errors}
        RMDir /r "$LOCALAPPDATA\FiskalDesk"
    ${EndIf}
SectionEnd
