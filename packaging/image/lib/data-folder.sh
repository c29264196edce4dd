# shellcheck shell=sh
# Prints the data folder of the user who runs it, as the program chooses it: Java takes the home folder from the user
# account instead of HOME, and the program ignores relative paths.
data_folder() {
    case ${XDG_DATA_HOME:-} in
        /*) echo "$XDG_DATA_HOME/fiskaldesk" ;;
        *)
            account=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)
            [ ${#account} -gt 1 ] || account=$HOME
            echo "$account/.local/share/fiskaldesk"
            ;;
    esac
}
