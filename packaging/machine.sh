# shellcheck shell=sh
# Finds what packaging/start and packaging/test need: a JDK, and libraries on Linux. Sourced by both.

say() {
    printf 'FiskalDesk: %s\n' "$*" >&2
}

give_up() {
    say "$*"
    exit 2
}

# ---- JDK ------------------------------------------------------------------------------------------------------------

# Prints the feature version (25) of the JDK in folder $1; 0 if there is none.
jdk_version() {
    version=0
    if [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
        [ -n "$version" ] || version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9][0-9]*\).*/\1/p')
    fi
    echo "${version:-0}"
}

find_jdk() {
    on_path=$(command -v javac 2>/dev/null) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/javac}
    for jdk in "${JAVA_HOME:-}" /usr/lib/jvm/* "$on_path" "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$(jdk_cache)"/jdk-*; do
        if [ -n "$jdk" ] && [ "$(jdk_version "$jdk")" -ge 25 ]; then
            return 0
        fi
    done
    return 1
}

# Where a downloaded JDK is kept.
jdk_cache() {
    case $(uname -s) in
        Darwin) echo "${HOME:-/nonexistent}/Library/Caches/fiskaldesk" ;;
        *) echo "${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/fiskaldesk" ;;
    esac
}

# Installs the JDK of the distribution where there is one and this user may install packages.
install_distribution_jdk() {
    [ "$(id -u)" = 0 ] || sudo -n true >/dev/null 2>&1 || return 1
    if command -v apt-get >/dev/null 2>&1; then
        as_root apt-get -qq update >/dev/null 2>&1 </dev/null
        apt-cache show openjdk-25-jdk 2>/dev/null | grep -q . || return 1
        say "installing JDK 25, which is missing here: openjdk-25-jdk"
        install_packages openjdk-25-jdk
    elif command -v dnf >/dev/null 2>&1; then
        dnf -q info java-25-openjdk-devel >/dev/null 2>&1 </dev/null || return 1
        say "installing JDK 25, which is missing here: java-25-openjdk-devel"
        as_root dnf -y -q install java-25-openjdk-devel java-25-openjdk-jmods >/dev/null </dev/null
    else
        return 1
    fi
}

# Downloads $1 to file $2.
download() {
    if command -v curl >/dev/null 2>&1; then
        curl -fsSL --retry 2 --connect-timeout 20 -o "$2" "$1"
    elif command -v wget >/dev/null 2>&1; then
        wget -q --tries=3 --timeout=20 -O "$2" "$1"
    else
        give_up "a download needs curl or wget; install one of them, or JDK 25, and start again."
    fi
}

sha256_of() {
    if command -v sha256sum >/dev/null 2>&1; then
        sha256sum "$1"
    else
        shasum -a 256 "$1"
    fi | cut -d ' ' -f 1
}

# Downloads the JDK that packaging/jdk.txt names for this system to the user's cache, once, and sets jdk to its folder.
fetch_jdk() {
    case $(uname -s)-$(uname -m) in
        Linux-x86_64) system=linux-x64 ;;
        Linux-aarch64) system=linux-aarch64 ;;
        Darwin-x86_64) system=mac-x64 ;;
        Darwin-arm64) system=mac-aarch64 ;;
        *) system=none ;;
    esac
    # shellcheck disable=SC2154 # the folder of the sources, set by the caller
    entry=$(grep "^$system " "${FISKALDESK_JDK_LIST:-$root/packaging/jdk.txt}") || return 1
    address=${entry##* }
    sha256=${entry#* }
    sha256=${sha256%% *}
    cache=$(jdk_cache)
    jdk=$cache/jdk-$(echo "$sha256" | cut -c 1-16)
    by_hand="install JDK 25 from https://adoptium.net and start again."
    say "JDK 25 is missing here; downloading it once to $cache ($address)."
    mkdir -p "$cache" && work=$(mktemp -d "$cache/download.XXXXXX") || give_up "$cache cannot be written; $by_hand"
    if ! download "$address" "$work/archive"; then
        rm -rf "$work"
        give_up "the download failed, see the line above; check the network and start again, or $by_hand"
    fi
    found=$(sha256_of "$work/archive")
    if [ "$found" != "$sha256" ]; then
        rm -rf "$work"
        give_up "the download is not the expected file (SHA-256 $found instead of $sha256), so it was deleted;" \
            "start again, or $by_hand"
    fi
    mkdir "$work/jdk"
    if ! tar -xzf "$work/archive" -C "$work/jdk" --strip-components 1; then
        rm -rf "$work"
        give_up "the download could not be unpacked in $cache, see the line above; $by_hand"
    fi
    home=$work/jdk
    [ ! -d "$home/Contents/Home" ] || home=$home/Contents/Home
    # Another start may have been faster.
    [ -d "$jdk" ] || mv "$home" "$jdk"
    rm -rf "$work"
    [ "$(jdk_version "$jdk")" -ge 25 ]
}

# Finds JDK 25, or sets it up: the package of the distribution, else a download, unless no_download is set.
require_jdk() {
    if ! find_jdk; then
        ${no_download:-false} &&
            give_up "JDK 25 or newer was not found in JAVA_HOME, /usr/lib/jvm or PATH;" \
                "get it from https://adoptium.net (packages temurin-25-jdk) and start again."
        { install_distribution_jdk && find_jdk; } || fetch_jdk ||
            give_up "there is no JDK 25 for this system; get one from https://adoptium.net and start again."
    fi
    # Maven runs under its usual JDK and finds JDK 25 itself, except in unusual places.
    JAVA25_HOME=$jdk
    export JAVA25_HOME
}

# Prints the Maven command: the installed one, or the wrapper, which downloads Maven once into ~/.m2.
maven() {
    if command -v mvn >/dev/null 2>&1; then
        echo mvn
    else
        echo "$root/mvnw"
    fi
}

# Without java on the path, Maven runs under JDK 25.
lend_maven_a_jdk() {
    if [ -z "${JAVA_HOME:-}" ] && ! command -v java >/dev/null 2>&1; then
        JAVA_HOME=$jdk
        export JAVA_HOME
    fi
}

# Runs Maven with the arguments after $1, all of whose output goes to the file $1. If the build fails, ends with its reasons.
run_maven() {
    build_log=$1
    shift
    mkdir -p "$(dirname "$build_log")" || give_up "$build_log cannot be written."
    lend_maven_a_jdk
    if "$(maven)" -B -Dstyle.color=never -f "$root/pom.xml" "$@" </dev/null >"$build_log" 2>&1; then
        return 0
    fi
    build_failure "$build_log" >&2
    give_up "the build failed; the lines above say why, and $build_log has all of them."
}

# Prints the lines of Maven's log $1 that say why it failed: at most 20. Warnings of the compiler are among them, because this
# build fails if there is one. Without such lines, as when Maven itself does not start, the last ones.
build_failure() {
    reasons=$(grep -E '^\[ERROR\] .|^\[WARNING\] .*\.java:' "$1" |
        grep -vE '^\[ERROR\] (-> \[Help|Re-run Maven|To see the full stack trace|For more information|\[Help )' |
        awk '!seen[$0]++' | head -n 20)
    if [ -n "$reasons" ]; then
        printf '%s\n' "$reasons"
    else
        tail -n 20 "$1"
    fi
}

# Whether there is an up-to-date image in target/dist.
image_is_current() {
    [ -x "$root/target/dist/runtime/bin/java" ] && [ -f "$root/target/dist/lib/fiskaldesk.jar" ] &&
        [ -z "$(find "$root/src/main" "$root/packaging" "$root/pom.xml" \
            -type f -newer "$root/target/dist/lib/fiskaldesk.jar")" ]
}

# ---- Libraries on Linux ---------------------------------------------------------------------------------------------

libraries() {
    PATH=$PATH:/usr/sbin:/sbin ldconfig -p 2>/dev/null | grep . ||
        find /lib /lib64 /usr/lib /usr/lib64 -maxdepth 3 -name 'lib*.so*' 2>/dev/null
}

a_font_is_there() {
    fc-list 2>/dev/null | grep -q . && return 0
    find -L /usr/share/fonts /usr/local/share/fonts "${HOME:-/nonexistent}/.fonts" \
        "${HOME:-/nonexistent}/.local/share/fonts" -name '*.[ot]t[fc]' 2>/dev/null | grep -q .
}

# Reads lines "library package" and prints the Debian packages of missing libraries, one word each.
missing_of() {
    there=$(libraries)
    while read -r library package; do
        case $there in
            *"$library"*) ;;
            *) echo "$package" ;;
        esac
    done
    a_font_is_there || echo fonts-dejavu-core
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

install_packages() {
    log=$(mktemp) || exit 2
    # A failed update of the package lists does not necessarily prevent the installation.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq update >"$log" 2>&1 </dev/null
    # shellcheck disable=SC2086 # one word per package
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $1 \
        >>"$log" 2>&1 </dev/null; then
        tail -n 5 "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
}

# Installs the Debian packages $2, which $1 ("a window") needs, or prints how to install them. $3: Fedora packages.
provide() {
    packages=$(echo "$2" | tr '\n' ' ')
    packages=${packages% }
    [ -n "$packages" ] || return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        give_up "$1 needs what Debian calls $packages; install the same with this system's package manager" \
            "(Fedora: sudo dnf install $3) and start again."
    fi
    by_hand="sudo apt-get install -y $packages"
    [ "$(id -u)" = 0 ] && by_hand="apt-get install -y $packages"
    if [ "$(id -u)" != 0 ] && ! sudo -n true >/dev/null 2>&1; then
        give_up "$1 needs packages that are missing here; install them with: $by_hand"
    fi
    say "installing what $1 needs here and lacks: $packages"
    install_packages "$packages" || give_up "these packages could not be installed; try it by hand: $by_hand"
}
