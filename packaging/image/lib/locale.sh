# shellcheck shell=sh
# Sourced by both launchers. Java takes the character set of arguments and file names from the locale. If that is ASCII,
# as in the C locale and in a locale that is not installed, all other letters would become question marks.

if [ "$(uname -s)" = Linux ]; then
    wished=${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}
    # On systems without this command (musl), the character set is always UTF-8.
    charset=UTF-8
    command -v locale >/dev/null 2>&1 && charset=$(locale charmap 2>/dev/null)
    case $wished:$charset in
        C:* | POSIX:* | *: | *:ANSI_X3.4-1968 | *:US-ASCII | *:ASCII)
            # Keeps the requested language for the program.
            FISKALDESK_LOCALE=${LC_ALL:-${LC_MESSAGES:-${LANG:-C}}}
            LC_ALL=C.UTF-8
            export LC_ALL FISKALDESK_LOCALE
            ;;
    esac
fi
