# shellcheck shell=sh
# Both launchers read this file. Java takes the character set of arguments and file names from the locale. Where that is
# ASCII, every other letter would become a question mark: in the C locale, and in one that is named but not installed.

if [ "$(uname -s)" = Linux ]; then
    wished=${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}
    # Where there is no such command (musl), every character set is UTF-8.
    charset=UTF-8
    command -v locale >/dev/null 2>&1 && charset=$(locale charmap 2>/dev/null)
    case $wished:$charset in
        C:* | POSIX:* | *: | *:ANSI_X3.4-1968 | *:US-ASCII | *:ASCII)
            # The language that the user asked for is still the program's.
            FISKALDESK_LOCALE=${LC_ALL:-${LC_MESSAGES:-${LANG:-C}}}
            LC_ALL=C.UTF-8
            export LC_ALL FISKALDESK_LOCALE
            ;;
    esac
fi
